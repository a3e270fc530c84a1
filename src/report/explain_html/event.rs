//! The event, with the values that conditions looked at.

use super::html;
use super::panes::lines;
use crate::explain::{ConditionReport, Mark, Place};
use crate::json::{Document, NodeId, NodeKind};
use crate::matching::Mode;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// A longer line is no text for people: then the event is shown with line breaks of our own.
const LONGEST_LINE: usize = 400;
/// More lines than these are left out where nothing is marked.
const MOST_LINES: usize = 1_500;
/// How many lines around a marked one are shown.
const AROUND: usize = 8;
/// How many bytes of a piece are shown.
const LONGEST_PIECE: usize = 2_000;

/// How a value stands to the conditions.
#[derive(Debug, Default)]
struct Links {
    end: usize,
    title: String,
    flattened: BTreeSet<usize>,
    strict: BTreeSet<usize>,
    accepted: BTreeSet<usize>,
    rejected: BTreeSet<usize>,
    classes: BTreeSet<&'static str>,
}

/// A piece of a line: text, and where it begins in the event if it is a value that may be marked.
type Piece = (String, Option<usize>);

/// Lines with their numbers, if they are those of the event.
type Lines = Vec<(Option<usize>, Vec<Piece>)>;

pub(super) fn write(
    text: &str,
    first_line: usize,
    conditions: &[ConditionReport],
    out: &mut dyn Write,
) -> io::Result<()> {
    let links = links(conditions);
    let document = lines(text)
        .any(|(_, line)| line.len() > LONGEST_LINE)
        .then(|| Document::parse(text).ok())
        .flatten();
    let lines = match document {
        Some(document) => laid_out(&document),
        None => as_written(text, first_line, &links),
    };
    writeln!(out, "<div class=\"code event\">")?;
    let all = lines.len() <= MOST_LINES;
    let is_marked = |(_, pieces): &(Option<usize>, Vec<Piece>)| {
        let mut starts = pieces.iter().filter_map(|(_, start)| *start);
        starts.any(|start| links.contains_key(&start))
    };
    let mut keep = vec![all; lines.len()];
    if !all {
        for at in 0..lines.len() {
            if at < AROUND || lines.get(at).is_some_and(is_marked) {
                let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(keep.len());
                for kept in keep.get_mut(around).into_iter().flatten() {
                    *kept = true;
                }
            }
        }
    }
    let mut left_out = 0;
    for (line, keep) in lines.iter().zip(keep) {
        if !keep {
            left_out += 1;
            continue;
        }
        gap(std::mem::take(&mut left_out), out)?;
        let (number, pieces) = line;
        let number = number.map(|number| number.to_string()).unwrap_or_default();
        write!(
            out,
            "<div class=\"line\"><span class=\"ln\">{number}</span><span class=\"src\">"
        )?;
        for (text, start) in pieces {
            piece(text, start.and_then(|start| links.get(&start)), out)?;
        }
        writeln!(out, "</span></div>")?;
    }
    gap(left_out, out)?;
    writeln!(out, "</div>")
}

fn gap(lines: usize, out: &mut dyn Write) -> io::Result<()> {
    if lines > 0 {
        writeln!(out, "<div class=\"gap\">… {lines} lines left out</div>")?;
    }
    Ok(())
}

fn piece(text: &str, links: Option<&Links>, out: &mut dyn Write) -> io::Result<()> {
    let shown: String = match text.char_indices().nth(LONGEST_PIECE) {
        None => html(text),
        Some((end, _)) => html(text.get(..end).unwrap_or_default()) + "…",
    };
    let Some(Links {
        end: _,
        title,
        flattened,
        strict,
        accepted,
        rejected,
        classes,
    }) = links
    else {
        return write!(out, "{shown}");
    };
    let ids = |ids: &BTreeSet<usize>| {
        let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
        ids.join(" ")
    };
    let classes: Vec<_> = classes.iter().copied().collect();
    write!(
        out,
        "<span class=\"v {}\" tabindex=\"0\" title=\"{}\" data-flattened=\"{}\" \
         data-strict=\"{}\" data-accepted=\"{}\" data-rejected=\"{}\">{shown}</span>",
        classes.join(" "),
        html(title),
        ids(flattened),
        ids(strict),
        ids(accepted),
        ids(rejected),
    )
}

/// The values that conditions looked at, by where they begin.
fn links(conditions: &[ConditionReport]) -> BTreeMap<usize, Links> {
    let mut links: BTreeMap<usize, Links> = BTreeMap::new();
    for (id, condition) in conditions.iter().enumerate() {
        let mark = |mode: Mode| *condition.marks.get(mode);
        for witness in &condition.witnesses {
            let link = at(&mut links, &witness.place);
            link.accepted.insert(id);
            if witness.chosen.flattened && mark(Mode::Flattened) == Mark::Held {
                link.flattened.insert(id);
                link.classes.insert("f-decided");
            }
            if witness.chosen.strict && mark(Mode::Strict) == Mark::Held {
                link.strict.insert(id);
                link.classes.insert("s-decided");
            }
            if mark(Mode::Strict) == Mark::Apart {
                link.classes.insert("s-elsewhere");
            }
        }
        for failure in &condition.failures {
            let Some(place) = &failure.place else {
                continue;
            };
            let link = at(&mut links, place);
            link.rejected.insert(id);
            if mark(Mode::Flattened) == Mark::Failed {
                link.classes.insert("f-refused");
            }
            if mark(Mode::Strict) == Mark::Failed {
                link.classes.insert("s-refused");
            }
        }
    }
    links
}

fn at<'l>(links: &'l mut BTreeMap<usize, Links>, place: &Place) -> &'l mut Links {
    links.entry(place.span.start).or_insert_with(|| Links {
        end: place.span.end,
        title: format!("{} at {}", place.pointer, place.position),
        ..Links::default()
    })
}

/// The event's own lines, cut at the values that are marked.
fn as_written(text: &str, first_line: usize, links: &BTreeMap<usize, Links>) -> Lines {
    let line = |(number, (offset, line)): (usize, (usize, &str))| {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (start, link) in links.range(offset..offset + line.len()) {
            let from = start - offset;
            // Of an object or array that goes on, only what stands in this line.
            let whole = line.get(from..).unwrap_or_default();
            let opens = whole.starts_with(['{', '[']);
            let to = if opens { from + 1 } else { link.end - offset };
            let to = to.min(line.len());
            pieces.push((line.get(at..from).unwrap_or_default().to_owned(), None));
            pieces.push((
                line.get(from..to).unwrap_or_default().to_owned(),
                Some(*start),
            ));
            at = to;
        }
        pieces.push((line.get(at..).unwrap_or_default().to_owned(), None));
        (Some(number + first_line), pieces)
    };
    lines(text).enumerate().map(line).collect()
}

/// The event laid out anew, two spaces for each level.
fn laid_out(document: &Document<'_>) -> Lines {
    let mut lines: Lines = vec![(None, Vec::new())];
    let mut open: Vec<(NodeId, NodeKind)> = Vec::new();
    let nodes = document.nodes();
    for (id, node) in (0_u32..).zip(nodes) {
        close(&mut open, id, &mut lines);
        let first = node.index == 0;
        if id > 0 {
            if !first && let Some((_, pieces)) = lines.last_mut() {
                pieces.push((",".to_owned(), None));
            }
            lines.push((None, vec![("  ".repeat(open.len()), None)]));
        }
        let Some((_, pieces)) = lines.last_mut() else {
            continue;
        };
        if !node.key.is_empty() {
            pieces.push((format!("{}: ", node.key.of(document.text())), None));
        }
        let start = Some(node.span.start);
        match node.kind {
            NodeKind::Object | NodeKind::Array => {
                let brackets = if node.kind == NodeKind::Object {
                    "{}"
                } else {
                    "[]"
                };
                if node.end == id + 1 {
                    pieces.push((brackets.to_owned(), start));
                } else {
                    let opening: String = brackets.chars().take(1).collect();
                    pieces.push((opening, start));
                    open.push((node.end, node.kind));
                }
            }
            _ => pieces.push((document.raw(id).to_owned(), start)),
        }
    }
    let end = NodeId::try_from(nodes.len()).unwrap_or(NodeId::MAX);
    close(&mut open, end, &mut lines);
    lines
}

/// Closes what ends before node `id`.
fn close(open: &mut Vec<(NodeId, NodeKind)>, id: NodeId, lines: &mut Lines) {
    while let Some((_, kind)) = open.pop_if(|(end, _)| *end <= id) {
        let bracket = if kind == NodeKind::Object { "}" } else { "]" };
        let indent = "  ".repeat(open.len());
        lines.push((None, vec![(format!("{indent}{bracket}"), None)]));
    }
}
