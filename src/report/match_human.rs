//! `match` for people.
//!
//! Few pairs are listed one by one. Of many only the matches and the near misses are, since they
//! answer the question; the rest is counted by the condition that failed. One event with several
//! patterns is turned round: which of them match.

use super::match_report::{Counted, MOST_NEAR, MatchReport, PairResult, PatternResults, Rows};
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG, whole_words};
use crate::matching::Mode;
use crate::text::{left, spaces, visible};
use owo_colors::Style;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr as _;

/// So many pairs are listed whatever became of them.
const FEW: usize = 20;

/// How many near misses are listed of each pattern, those first of which the fewest conditions fail;
/// and of one event.
const NEAR_OF_A_PATTERN: usize = 3;
const NEAR_OF_AN_EVENT: usize = MOST_NEAR;

/// How many conditions are named for what is not listed.
const CAUSES: usize = 4;

/// Names are aligned up to so many columns. One name may be very long, and a line for each event
/// that is as long would be more output than there is input.
const WIDEST_NAME: usize = 100;

/// Columns that a verdict takes.
const VERDICT: usize = "near miss".len();

/// How the results are to look.
#[derive(Clone, Copy)]
struct Page {
    mode: Mode,
    /// Whether all pairs are listed.
    all: bool,
    look: Look,
}

/// A line: what was matched, and what became of it.
struct Row<'r> {
    name: &'r str,
    result: &'r PairResult,
}

pub(super) fn write(
    report: &MatchReport,
    rows: Rows,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let MatchReport {
        mode,
        patterns,
        // They were reported before.
        warnings: _,
    } = report;
    let page = Page {
        mode: *mode,
        all: rows == Rows::All || report.count() <= FEW,
        look,
    };
    match the_event(report) {
        Some(event) => of_an_event(event, patterns, page, out)?,
        None => {
            for (index, pattern) in patterns.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                of_a_pattern(pattern, page, out)?;
            }
        }
    }
    summary(report, page, out)?;
    match rows {
        Rows::ThatMatter(Some(how)) if !page.all => {
            let text = format!("{how} all {} pairs", report.count());
            writeln!(out, "{}", look.paint(&text, FAINT))
        }
        _ => Ok(()),
    }
}

/// The event, where there is only one for several patterns.
fn the_event(report: &MatchReport) -> Option<&str> {
    let mut names = report.pairs().map(|pair| pair.event.as_str());
    let first = names.next()?;
    let is_one = report.patterns.iter().all(|p| p.len() <= 1)
        && report.patterns.len() > 1
        && names.all(|name| name == first);
    is_one.then_some(first)
}

fn of_an_event(
    event: &str,
    patterns: &[PatternResults],
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", page.look.paint(&visible(event), STRONG))?;
    let rows = patterns.iter().flat_map(
        |PatternResults {
             pattern, results, ..
         }| {
            results.iter().map(move |result| Row {
                name: pattern,
                result,
            })
        },
    );
    let mut rows: Vec<_> = rows.collect();
    // Which match comes first, then which nearly do.
    rows.sort_by_key(|row| page.rank(row.result));
    list(&rows, &Counted::default(), NEAR_OF_AN_EVENT, page, out)
}

fn of_a_pattern(pattern: &PatternResults, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let PatternResults {
        pattern: name,
        results,
        counted: more,
    } = pattern;
    let width = visible(name).width();
    let name = page.look.paint(&visible(name), STRONG);
    if pattern.is_empty() {
        return writeln!(out, "{name}\n  not matched: no event here reaches it");
    }
    if page.all {
        writeln!(out, "{name}")?;
    } else {
        let matched = results.iter().filter(|r| r.verdict(page.mode)).count();
        let count = counted(matched, pattern.len(), "");
        let gap = page.look.gap(width + 2 + count.len(), 2);
        let style = if matched > 0 { GOOD } else { FAINT };
        writeln!(out, "{name}{gap}{}", page.look.paint(&count, style))?;
    }
    let mut rows: Vec<_> = results
        .iter()
        .map(|result| Row {
            name: &result.event,
            result,
        })
        .collect();
    if !page.all {
        rows.sort_by_key(|row| page.rank(row.result));
    }
    list(&rows, more, NEAR_OF_A_PATTERN, page, out)
}

/// The rows that are listed, and a line about the others.
fn list(
    rows: &[Row<'_>],
    more: &Counted,
    most_near: usize,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut near = 0;
    let (listed, left_out): (Vec<_>, Vec<_>) = rows.iter().partition(|row| {
        let is_near = row.result.is_near(page.mode);
        near += usize::from(is_near);
        page.all || row.result.matters(page.mode) || is_near && near <= most_near
    });
    // Only names that have something beside them are aligned.
    let name_width = listed
        .iter()
        .filter(|row| row.result.reason.is_some())
        .map(|row| visible(row.name).width())
        .max()
        .unwrap_or(0)
        .min(WIDEST_NAME);
    for row in &listed {
        line(row, name_width, page, out)?;
    }
    let mut counted = more.clone();
    for row in left_out {
        counted.add(row.result);
    }
    if counted.pairs == 0 {
        return Ok(());
    }
    let (more, verb) = match (listed.is_empty(), counted.pairs) {
        (true, _) => ("", "do"),
        (false, 1) => (" more", "does"),
        (false, _) => (" more", "do"),
    };
    let text = format!(
        "{}{more} {verb} not match: {}",
        counted.pairs,
        causes(counted.causes)
    );
    let room = page.look.columns().saturating_sub(4);
    for (index, piece) in whole_words(&text, room).iter().enumerate() {
        let indent = if index == 0 { 2 } else { 4 };
        writeln!(out, "{}{}", spaces(indent), page.look.paint(piece, FAINT))?;
    }
    Ok(())
}

/// `38 by source, 9 by detail-type`: which condition failed first, the most frequent first.
fn causes(mut counts: Vec<(String, usize)>) -> String {
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let named: Vec<_> = counts
        .iter()
        .take(CAUSES)
        .map(|(path, count)| match path.as_str() {
            "" => format!("{count} for another reason"),
            path => format!("{count} by {}", visible(path)),
        })
        .collect();
    let rest: usize = counts.iter().skip(CAUSES).map(|(_, count)| count).sum();
    match rest {
        0 => named.join(", "),
        rest => format!("{}, {rest} by other conditions", named.join(", ")),
    }
}

impl Page {
    fn rank(self, result: &PairResult) -> (usize, usize) {
        match (result.matters(self.mode), result.is_near(self.mode)) {
            (true, _) => (usize::from(!result.verdict(self.mode)), 0),
            (false, true) => (2, result.failing()),
            (false, false) => (3, 0),
        }
    }

    /// The verdict in a word.
    fn word(self, result: &PairResult) -> (&'static str, Style) {
        let PairResult {
            undecided, unknown, ..
        } = result;
        let matched = result.verdict(self.mode);
        let word = match matched {
            _ if *unknown || *undecided && self.mode == Mode::Strict => "?",
            true => "match",
            false if !self.all && result.is_near(self.mode) => "near miss",
            false => "no match",
        };
        let style = match (result.disagree(), matched) {
            (true, _) => LOOK_HERE,
            (false, true) => GOOD,
            (false, false) => FAINT,
        };
        (word, style)
    }
}

fn line(row: &Row<'_>, name_width: usize, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let Row { name, result } = row;
    let Page { look, .. } = page;
    let PairResult {
        event: _,
        flattened: _,
        strict: _,
        undecided: _,
        unknown: _,
        place: _,
        documented: _,
        reason,
        miss: _,
        details,
    } = result;
    let (word, style) = page.word(result);
    let name = visible(name);
    write!(out, "  {}  {name}", look.paint(&left(word, VERDICT), style))?;
    if let Some(reason) = reason {
        let style = if result.disagree() { LOOK_HERE } else { FAINT };
        let padding = name_width.saturating_sub(name.width());
        let taken = 4 + VERDICT + name_width.max(name.width());
        let fits = |width| taken + 2 + reason.width() <= width;
        if look.width.is_none_or(fits) {
            write!(out, "{}  {}", spaces(padding), look.paint(reason, style))?;
        } else {
            for line in whole_words(reason, look.columns() - 6) {
                write!(out, "\n      {}", look.paint(&line, style))?;
            }
        }
    }
    writeln!(out)?;
    for paragraph in details {
        for line in whole_words(paragraph, look.columns().min(100) - 6) {
            writeln!(out, "      {line}")?;
        }
    }
    Ok(())
}

/// `2 of 20 patterns match`.
fn counted(matched: usize, of: usize, what: &str) -> String {
    let verb = if matched == 1 { "matches" } else { "match" };
    format!("{matched} of {of}{what} {verb}")
}

fn summary(report: &MatchReport, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let pairs = report.count();
    if pairs < 2 {
        return Ok(());
    }
    let Page { mode, all: _, look } = page;
    let matched = |mode| report.pairs().filter(|pair| pair.verdict(mode)).count();
    let what = match the_event(report) {
        Some(_) => " patterns",
        None => "",
    };
    let count = matched(mode);
    let counts = counted(count, pairs, what);
    let counts = look.paint(&counts, if count > 0 { GOOD } else { BAD });
    write!(out, "\n{counts}")?;
    let disagree = |pair: &PairResult| pair.place.is_none() && pair.disagree();
    if report.pairs().any(disagree) {
        let other = matched(mode.other());
        let text = match mode {
            Mode::Flattened => format!("EventBridge today: {other} of {pairs} (--strict)"),
            Mode::Strict => format!("with --flattened: {other} of {pairs}"),
        };
        write!(out, "; {}", look.paint(&text, LOOK_HERE))?;
    }
    writeln!(out)
}
