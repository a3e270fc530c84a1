//! What the cases cover, for people: the pattern with marks in the margin, where something is not
//! covered.

use super::human::heading;
use super::words::{percent, plural};
use crate::json::LineIndex;
use crate::report::style::wrapped;
use crate::report::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::suite::coverage::{
    ConditionCoverage, Coverage, ListedCoverage, MatcherCoverage, PatternCoverage, Share,
};
use crate::text::{right, spaces, visible};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How many characters of a matcher are quoted.
const QUOTED: usize = 40;

pub(super) fn write(
    coverage: &Coverage,
    least: Option<f64>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Coverage { patterns } = coverage;
    writeln!(out, "\n{}", look.paint("coverage", STRONG))?;
    for pattern in patterns {
        write_pattern(pattern, look, out)?;
    }
    let total = coverage.total();
    let enough = least.is_none_or(|least| total.percent() >= least);
    total_line("covered", total, least, enough, look, out)
}

/// `coverage  98.2 % (110 of 112), 80 % are asked for`
pub(super) fn total_line(
    what: &str,
    share: Share,
    least: Option<f64>,
    enough: bool,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Share { part, of } = share;
    let asked = least.map_or(String::new(), |least| {
        format!(", at least {least} % asked for")
    });
    let text = format!("{} {what}", percent(share));
    let style = if enough { GOOD } else { BAD };
    let text = look.paint(&text, style.bold());
    writeln!(out, "  {text} ({part} of {of}){asked}")
}

/// `98.2 % (110 of 112, 13 cases)`
pub(super) fn told(share: Share, cases: usize) -> String {
    let Share { part, of } = share;
    let cases = plural(cases, "case");
    format!("{} ({part} of {of}, {cases})", percent(share))
}

fn write_pattern(pattern: &PatternCoverage, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let PatternCoverage {
        name,
        text,
        cases,
        conditions,
    } = pattern;
    let share = pattern.share();
    let full = share.part == share.of;
    let (sign, style) = if full { ("✓", GOOD) } else { ("✗", BAD) };
    heading((sign, style), name, &told(share, *cases), look, out)?;
    if full {
        return Ok(());
    }
    let index = LineIndex::new(text);
    let mut lines: BTreeMap<usize, Line> = BTreeMap::new();
    let line_of = |offset: usize| index.position(offset).line;
    for condition in conditions {
        add(condition, text, line_of, &mut lines);
    }
    let digits = index.lines().to_string().len().max(2);
    for (number, line) in (1..).zip(text.lines()) {
        let line_notes = lines.remove(&number).unwrap_or_default();
        write_line(number, digits, line, &line_notes, look, out)?;
    }
    let legend = "✓ covered  ✗ not covered  · cannot be covered";
    writeln!(out, "\n   {}\n", look.paint(legend, FAINT))
}

/// What is said of a line of the pattern.
#[derive(Default)]
struct Line {
    /// Whether each thing on it is covered; nothing for what cannot be.
    used: Vec<Option<bool>>,
    notes: Vec<String>,
}

fn add(
    condition: &ConditionCoverage,
    text: &str,
    line_of: impl Fn(usize) -> usize,
    lines: &mut BTreeMap<usize, Line>,
) {
    let ConditionCoverage {
        path,
        key_span,
        span: _,
        reachable,
        refused,
        matchers,
    } = condition;
    let line = lines.entry(line_of(key_span.start)).or_default();
    if !reachable {
        line.used.push(None);
        line.notes.push(format!("`{path}` is replaced further on"));
        return;
    }
    line.used.push(*refused);
    match refused {
        Some(true) => {}
        Some(false) => line
            .notes
            .push(format!("no negative case fails because of `{path}` alone")),
        None => line
            .notes
            .push(format!("no event can fail because of `{path}` alone")),
    }
    for MatcherCoverage {
        span,
        accepted,
        listed,
    } in matchers
    {
        let line = lines.entry(line_of(span.start)).or_default();
        line.used.push(Some(*accepted));
        if !accepted {
            let shown = quoted(span.of(text));
            line.notes
                .push(format!("no case has a value that {shown} accepts"));
        }
        for ListedCoverage { span, refused } in listed {
            let line = lines.entry(line_of(span.start)).or_default();
            line.used.push(*refused);
            let told = match refused {
                Some(true) => continue,
                Some(false) => "is the refused value in no case",
                None => "can never be the refused value",
            };
            line.notes.push(format!("{} {told}", quoted(span.of(text))));
        }
    }
}

fn quoted(json: &str) -> String {
    let words: Vec<_> = json.split_whitespace().collect();
    crate::text::brief(&words.join(" "), QUOTED)
}

fn write_line(
    number: usize,
    digits: usize,
    text: &str,
    line: &Line,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Line { used, notes } = line;
    let mark = if used.contains(&Some(false)) {
        look.paint("✗", BAD.bold())
    } else if used.contains(&Some(true)) {
        look.paint("✓", GOOD.bold())
    } else if used.contains(&None) {
        look.paint("·", FAINT)
    } else {
        " ".to_owned()
    };
    let bar = look.paint("│", FAINT);
    let shown = visible(text);
    let number = look.paint(&right(number, digits), FAINT);
    writeln!(out, " {mark} {number} {bar} {shown}")?;
    let indent = text.chars().take_while(|c| *c == ' ').count().min(24);
    let width = look.columns();
    let room = width.saturating_sub(digits + 8 + indent).max(20);
    for note in notes {
        for (part, piece) in wrapped(&visible(note), room).iter().enumerate() {
            let lead = look.paint(if part == 0 { "└ " } else { "  " }, FAINT);
            let piece = look.paint(piece, LOOK_HERE);
            let (gutter, indent) = (spaces(digits), spaces(indent));
            writeln!(out, "   {gutter} {bar} {indent}{lead}{piece}")?;
        }
    }
    Ok(())
}
