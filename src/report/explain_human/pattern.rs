//! The pattern, line by line, with marks and what decided.

use super::{Page, place, sign, value, wrapped};
use crate::explain::{
    BranchReport, ConditionReport, Explanation, Failure, Hint, Mark, OrReport, Why, WitnessReport,
};
use crate::json::{Document, LineIndex};
use crate::report::style::{FAINT, LOOK_HERE};
use crate::text::{right, spaces, visible};
use owo_colors::Style;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

/// How many values of a condition are shown.
const SHOWN: usize = 3;

/// What there is to say about a condition.
struct Note {
    text: String,
    style: Style,
    /// Further lines hang deeper.
    hang: usize,
}

/// What a line of the pattern is annotated with.
#[derive(Default)]
struct Line {
    marks: Vec<Mark>,
    /// What stands beside it, if it fits.
    beside: Option<Note>,
    /// What stands under it: indent and notes.
    under: Vec<(usize, Note)>,
}

/// Writes the pattern; where `only` names some conditions, their lines and the keys that lead there.
pub(super) fn write(
    explanation: &Explanation<'_>,
    only: Option<&[bool]>,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = explanation.pattern.text;
    let index = LineIndex::new(text);
    let lines: Vec<_> = split(text);
    let line_of = |offset: usize| index.position(offset).line;
    let digits = lines.len().to_string().len().max(2);
    let gutter = digits + 6;
    let mut annotated: BTreeMap<usize, Line> = BTreeMap::new();
    let mut keys: BTreeMap<usize, usize> = BTreeMap::new();
    for condition in &explanation.conditions {
        *keys.entry(line_of(condition.key_span.start)).or_default() += 1;
    }
    let column = keys
        .keys()
        .filter_map(|line| lines.get(line - 1))
        .map(|line| visible(line).width())
        .max()
        .unwrap_or(0)
        .min(page.width / 2)
        + 3;
    let room = page.width.saturating_sub(gutter + column);
    for OrReport {
        key_span: _,
        position: _,
        branches,
    } in &explanation.ors
    {
        for (number, branch) in branches.iter().enumerate() {
            let line = line_of(branch.span.start);
            let note = branch_note(number, branch, page);
            let shared = keys.contains_key(&line) || annotated.contains_key(&line);
            let entry = annotated.entry(line).or_default();
            if shared || note.text.width() > room {
                entry.under.push((indent_of(&lines, line), note));
            } else {
                entry.marks.push(*branch.marks.get(page.mode));
                entry.beside = Some(note);
            }
        }
    }
    let shown = only.map(|only| context(explanation, only, &index));
    let is_shown = |line: usize| shown.as_ref().is_none_or(|shown| shown.contains(&line));
    for condition in &explanation.conditions {
        let (first, last) = (
            line_of(condition.key_span.start),
            line_of(condition.span.end),
        );
        let mark = *condition.marks.get(page.mode);
        let alone = keys.get(&first) == Some(&1);
        let mut notes = notes(explanation, condition, page);
        if !alone {
            let (symbol, style) = sign(mark);
            if let Some(note) = notes.first_mut() {
                note.text = format!("{symbol} {}: {}", visible(&condition.path), note.text);
                note.style = style;
            }
        }
        let entry = annotated.entry(first).or_default();
        entry.marks.push(mark);
        let own_width = lines.get(first - 1).map_or(0, |line| visible(line).width());
        let fits = notes.first().is_some_and(|note| note.text.width() <= room);
        if alone && fits && entry.beside.is_none() && own_width < column {
            entry.beside = Some(notes.remove(0));
        }
        let indent = indent_of(&lines, first);
        let entry = annotated.entry(last).or_default();
        entry
            .under
            .extend(notes.into_iter().map(|note| (indent, note)));
    }
    let mut gap = false;
    for (number, line) in (1..).zip(&lines) {
        if !is_shown(number) {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            let bar = page.look.paint("⋮", FAINT);
            writeln!(out, "   {} {bar}", spaces(digits))?;
        }
        let annotation = annotated.remove(&number).unwrap_or_default();
        self::line(number, line, digits, column, &annotation, page, out)?;
    }
    match only {
        // What is shown failed, and says so.
        Some(_) => Ok(()),
        None => legend(explanation, page, out),
    }
}

/// The lines of some conditions, and of the keys that lead to them.
fn context(explanation: &Explanation<'_>, only: &[bool], index: &LineIndex<'_>) -> BTreeSet<usize> {
    let line_of = |offset: usize| index.position(offset).line;
    let document = Document::parse(explanation.pattern.text).ok();
    let mut shown = BTreeSet::new();
    for (condition, _) in explanation
        .conditions
        .iter()
        .zip(only)
        .filter(|(_, is)| **is)
    {
        let start = condition.key_span.start;
        shown.extend(line_of(start)..=line_of(condition.span.end));
        let nodes = document.iter().flat_map(Document::nodes);
        let above = nodes.filter(|node| node.span.start <= start && start < node.span.end);
        // An element of an `$or` has no key, only its bracket.
        shown.extend(above.skip(1).map(|node| match node.key.is_empty() {
            true => line_of(node.span.start),
            false => line_of(node.key.start),
        }));
    }
    shown
}

fn line(
    number: usize,
    text: &str,
    digits: usize,
    column: usize,
    annotation: &Line,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let look = page.look;
    let Line {
        marks,
        beside,
        under,
    } = annotation;
    // One sign for the line: the worst of those on it.
    let mark = [Mark::Failed, Mark::Apart, Mark::NotReached, Mark::Held]
        .into_iter()
        .find(|mark| marks.contains(mark));
    let mark = mark.map_or(" ".to_owned(), |mark| {
        let (symbol, style) = sign(mark);
        look.paint(symbol, style.bold())
    });
    let shown = visible(text);
    let bar = look.paint("│", FAINT);
    let gutter = digits + 6;
    for (part, chunk) in chunks(&shown, page.width.saturating_sub(gutter))
        .iter()
        .enumerate()
    {
        if part == 0 {
            let number = look.paint(&right(number, digits), FAINT);
            write!(out, " {mark} {number} {bar} {chunk}")?;
            if let Some(Note { text, style, .. }) = beside {
                let padding = column.saturating_sub(chunk.width());
                write!(out, "{}{}", spaces(padding), look.paint(text, *style))?;
            }
        } else {
            write!(out, "   {} {bar} {chunk}", spaces(digits))?;
        }
        writeln!(out)?;
    }
    for (indent, Note { text, style, hang }) in under {
        let indent = (*indent).min(page.width / 4);
        let room = page
            .width
            .saturating_sub(gutter + indent + 2 + hang)
            .max(20);
        for (part, piece) in wrapped(text, room).iter().enumerate() {
            let hang = if part == 0 { 0 } else { *hang };
            let lead = if part == 0 { "└ " } else { "  " };
            let lead = look.paint(lead, FAINT);
            let piece = look.paint(piece, *style);
            writeln!(
                out,
                "   {} {bar} {}{lead}{}{piece}",
                spaces(digits),
                spaces(indent),
                spaces(hang)
            )?;
        }
    }
    Ok(())
}

/// The text in pieces of at most `width` columns; one line at least.
fn chunks(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    // Spaces count here, unlike in prose: no-break spaces keep them.
    wrapped(&text.replace(' ', "\u{a0}"), width.max(20))
        .into_iter()
        .map(|line| line.replace('\u{a0}', " "))
        .collect()
}

fn indent_of(lines: &[&str], line: usize) -> usize {
    let text = lines.get(line.saturating_sub(1)).copied().unwrap_or("");
    text.chars().take_while(|c| c.is_whitespace()).count()
}

/// The lines of a text, as positions count them.
fn split(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\n', '\r']) {
        let (line, behind) = rest.split_at(end);
        lines.push(line);
        let after = behind.strip_prefix("\r\n");
        rest = after.unwrap_or_else(|| behind.get(1..).unwrap_or(""));
    }
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest);
    }
    lines
}

fn branch_note(number: usize, branch: &BranchReport, page: Page) -> Note {
    let BranchReport {
        span: _,
        position: _,
        marks,
        decided,
    } = branch;
    let mark = *marks.get(page.mode);
    let said = match mark {
        Mark::Held if *decided.get(page.mode) => "holds, and decided",
        Mark::Held => "holds",
        Mark::Failed => "fails",
        Mark::Apart => "holds, but not in one element",
        Mark::NotReached => "not reached",
    };
    let (symbol, style) = sign(mark);
    Note {
        text: format!("{symbol} branch {} {said}", number + 1),
        style,
        hang: 2,
    }
}

/// What there is to say about a condition, the decision first.
fn notes(explanation: &Explanation<'_>, condition: &ConditionReport, page: Page) -> Vec<Note> {
    let ConditionReport {
        path: _,
        key_span: _,
        span: _,
        position: _,
        matchers: _,
        asks: _,
        holds: _,
        by_absence: _,
        marks,
        found: _,
        witnesses,
        more_witnesses,
        failures,
        more_failures,
        replaced_by,
        replaced,
        hints,
    } = condition;
    let mark = *marks.get(page.mode);
    let (_, style) = sign(mark);
    let note = |text: String| Note {
        text,
        style,
        hang: 2,
    };
    let mut notes = match mark {
        Mark::NotReached if *replaced => {
            let by = replaced_by
                .first()
                .and_then(|by| explanation.conditions.get(*by));
            let line = by.map_or(0, |by| by.position.line);
            vec![note(format!("not reached: replaced by line {line}"))]
        }
        Mark::NotReached => vec![note("not reached: an earlier branch matched".to_owned())],
        Mark::Held => vec![note(held(condition, page))],
        Mark::Apart => witnesses
            .iter()
            .take(SHOWN)
            .map(
                |WitnessReport {
                     place: at,
                     value: what,
                     matcher: _,
                     chosen: _,
                 }| { note(format!("≠ {}{}", value(what), place(at))) },
            )
            .collect(),
        Mark::Failed => failures
            .iter()
            .take(SHOWN)
            .map(|f| note(failed(f)))
            .collect(),
    };
    let (listed, more) = match mark {
        Mark::Apart => (witnesses.len(), *more_witnesses),
        Mark::Failed => (failures.len(), *more_failures),
        Mark::Held | Mark::NotReached => (0, 0),
    };
    let rest = listed.saturating_sub(SHOWN) + more;
    if rest > 0 {
        notes.push(note(format!("and {rest} more")));
    }
    for Hint {
        code,
        message,
        instead,
        place: _,
        span: _,
        position: _,
    } in hints
    {
        let lines = [
            Some(format!("hint: {message} [{code}]")),
            instead
                .as_ref()
                .map(|instead| format!("instead: {instead}")),
        ];
        notes.extend(lines.into_iter().flatten().map(|text| Note {
            text: visible(&text).into_owned(),
            style: LOOK_HERE,
            hang: 6,
        }));
    }
    notes
}

/// What made a condition hold.
fn held(condition: &ConditionReport, page: Page) -> String {
    let chosen = condition
        .witnesses
        .iter()
        .find(|witness| *witness.chosen.get(page.mode));
    match chosen {
        None => "no value, as asked".to_owned(),
        Some(witness) => format!("{}{}", value(&witness.value), place(&witness.place)),
    }
}

fn failed(failure: &Failure) -> String {
    let Failure {
        place: at,
        value: _,
        why: Why { code: _, text },
    } = failure;
    let text = visible(text);
    match at {
        Some(at) => format!("✗ {text},{}", place(at)),
        None => format!("✗ {text}"),
    }
}

fn legend(explanation: &Explanation<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let meanings = [
        (Mark::Held, "holds"),
        (Mark::Failed, "fails"),
        (Mark::Apart, "holds, but not in the same element"),
        (Mark::NotReached, "not reached"),
    ];
    let on_page = |mark: Mark| {
        let conditions = explanation.conditions.iter();
        conditions
            .map(|c| *c.marks.get(page.mode))
            .any(|m| m == mark)
    };
    let meanings: Vec<_> = meanings
        .into_iter()
        .filter(|(mark, _)| on_page(*mark))
        .map(|(mark, meaning)| format!("{} {meaning}", sign(mark).0))
        .collect();
    writeln!(
        out,
        "\n   {}",
        page.look.paint(&meanings.join("   "), FAINT)
    )
}
