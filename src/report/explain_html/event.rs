//! The event, with the values that conditions looked at.
//!
//! It is written line by line as it is read, twice: once to learn which lines are wanted. So the page
//! takes no more memory for a large event than for a small one.

use super::layout::{Layout, Piece};
use super::panes::lines;
use crate::explain::{ConditionReport, Mark, Place};
use crate::matching::Mode;
use crate::text::head;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// A longer line is no text for people: then the event is shown with line breaks of our own.
const LONGEST_LINE: usize = 400;
/// More lines than these are left out where nothing is marked.
const MOST_LINES: usize = 1_500;
/// How many lines around a marked one are shown.
const AROUND: usize = 8;
/// How many characters of a piece are shown.
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

/// The values that conditions looked at, by where they begin.
type Linked = BTreeMap<usize, Links>;

pub(super) fn write(
    text: &str,
    first_line: usize,
    conditions: &[ConditionReport],
    out: &mut dyn Write,
) -> io::Result<()> {
    let links = links(conditions);
    let is_text = lines(text).all(|(_, line)| line.len() <= LONGEST_LINE);
    writeln!(out, "<div class=\"code event\">")?;
    if is_text {
        as_written(text, first_line, &links, out)?;
    } else {
        laid_out(text, &links, out)?;
    }
    writeln!(out, "</div>")
}

/// Which lines are shown.
#[derive(Default)]
struct Wanted {
    lines: usize,
    /// The lines with marks, in order.
    marked: Vec<usize>,
}

impl Wanted {
    fn count(&mut self, is_marked: bool) {
        if is_marked {
            self.marked.push(self.lines);
        }
        self.lines += 1;
    }

    fn has(&self, line: usize) -> bool {
        let next = self.marked.partition_point(|marked| marked + AROUND < line);
        let near = self.marked.get(next);
        self.lines <= MOST_LINES
            || line < 2 * AROUND
            || near.is_some_and(|marked| *marked <= line + AROUND)
    }
}

/// The lines as they go out, with how many were left out between them.
struct Lines<'o> {
    out: &'o mut dyn Write,
    wanted: Wanted,
    at: usize,
    left_out: usize,
}

impl<'o> Lines<'o> {
    fn new(wanted: Wanted, out: &'o mut dyn Write) -> Self {
        Self {
            out,
            wanted,
            at: 0,
            left_out: 0,
        }
    }

    /// The next line, if it is wanted.
    fn line(&mut self, markup: impl FnOnce() -> Markup) -> io::Result<()> {
        let is_wanted = self.wanted.has(self.at);
        self.at += 1;
        if !is_wanted {
            self.left_out += 1;
            return Ok(());
        }
        self.gap()?;
        super::put(self.out, markup())
    }

    fn gap(&mut self) -> io::Result<()> {
        let lines = std::mem::take(&mut self.left_out);
        if lines == 0 {
            return Ok(());
        }
        super::put(
            self.out,
            html! { div.gap { "… " (lines) " lines left out" } },
        )
    }
}

/// The event's own lines, cut at the values that are marked.
fn as_written(
    text: &str,
    first_line: usize,
    links: &Linked,
    out: &mut dyn Write,
) -> io::Result<()> {
    let marks = |offset: usize, line: &str| links.range(offset..offset + line.len());
    let mut wanted = Wanted::default();
    for (offset, line) in lines(text) {
        wanted.count(marks(offset, line).next().is_some());
    }
    let mut written = Lines::new(wanted, out);
    for (number, (offset, line)) in (first_line..).zip(lines(text)) {
        let mut at = 0;
        written.line(|| {
            html! {
                div.line {
                    span.ln { (number) }
                    span.src {
                        @for (start, link) in marks(offset, line) {
                            @let from = start - offset;
                            // Of an object or array that goes on, only what stands in this line.
                            @let opens = line.get(from..).unwrap_or_default().starts_with(['{', '[']);
                            @let to = if opens { from + 1 } else { link.end - offset };
                            @let to = to.min(line.len());
                            @let before = std::mem::replace(&mut at, to)..from;
                            (piece(line.get(before).unwrap_or_default(), None))
                            (piece(line.get(from..to).unwrap_or_default(), Some(link)))
                        }
                        (piece(line.get(at..).unwrap_or_default(), None))
                    }
                }
            }
        })?;
    }
    written.gap()
}

/// The event laid out anew.
fn laid_out(text: &str, links: &Linked, out: &mut dyn Write) -> io::Result<()> {
    let link = |piece: &Piece| match piece {
        Piece::Value(range, _) => links.get(&range.start),
        Piece::Between(_) | Piece::Key(_) => None,
    };
    let shown = |piece: &Piece| match piece {
        Piece::Between(text) | Piece::Value(_, Some(text)) => text,
        Piece::Key(range) | Piece::Value(range, None) => {
            text.get(range.clone()).unwrap_or_default()
        }
    };
    let (mut wanted, mut pieces) = (Wanted::default(), Vec::new());
    let mut layout = Layout::new(text);
    while layout.next(&mut pieces).is_some() {
        wanted.count(pieces.iter().any(|piece| link(piece).is_some()));
    }
    let mut written = Lines::new(wanted, out);
    let mut layout = Layout::new(text);
    while let Some(level) = layout.next(&mut pieces) {
        written.line(|| {
            html! {
                div.line {
                    span.ln {}
                    span.src {
                        ("  ".repeat(level))
                        @for each in &pieces { (piece(shown(each), link(each))) }
                    }
                }
            }
        })?;
    }
    written.gap()
}

fn piece(text: &str, links: Option<&Links>) -> Markup {
    let shown = head(text, LONGEST_PIECE);
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
        return html! { (shown) };
    };
    let ids = |ids: &BTreeSet<usize>| {
        let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
        ids.join(" ")
    };
    let classes: Vec<_> = std::iter::once("v")
        .chain(classes.iter().copied())
        .collect();
    html! {
        span class=(classes.join(" ")) tabindex="0" title=(title) data-flattened=(ids(flattened))
            data-strict=(ids(strict)) data-accepted=(ids(accepted)) data-rejected=(ids(rejected)) {
            (shown)
        }
    }
}

fn links(conditions: &[ConditionReport]) -> Linked {
    let mut links = Linked::new();
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

fn at<'l>(links: &'l mut Linked, place: &Place) -> &'l mut Links {
    links.entry(place.span.start).or_insert_with(|| Links {
        end: place.span.end,
        title: format!("{} at {}", place.pointer, place.position),
        ..Links::default()
    })
}
