//! `explain` for people: the pattern as it was written, with what decided beside or under it.

mod block;
mod pattern;

use super::style::wrapped;
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::explain::{
    ConditionReport, ElementReport, Explanation, Mark, Outcome, Place, Subject, Summary, Value,
};
use crate::matching::Mode;
use crate::text::visible;
use owo_colors::Style;
use std::io::{self, Write};

/// How many characters of a value are shown.
const VALUE: usize = 60;

/// How much of the pattern is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Detail {
    /// Where conditions fail only these, with the keys that lead there.
    #[default]
    Brief,
    /// All of it.
    Full,
}

/// Writes one explanation: the verdict and why first, then what failed, and only where everything
/// was asked for, or nothing failed, the rest of the pattern.
pub(super) fn write(
    explanation: &Explanation<'_>,
    detail: Detail,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Explanation {
        pattern,
        event,
        mode,
        verdicts,
        conditions,
        ors: _,
        alternatives: _,
        more_alternatives: _,
        disagreement,
        summary,
        task: _,
        notes,
    } = explanation;
    let page = Page {
        look,
        width: look.columns(),
        mode: *mode,
    };
    subject("pattern", pattern, look, out)?;
    subject("event", event, look, out)?;
    if pattern.name.is_some() || event.name.is_some() {
        writeln!(out)?;
    }
    let Summary {
        text,
        alternative: _,
        change: _,
    } = summary.get(*mode);
    let Outcome {
        matched,
        alternative: _,
        gave_up,
    } = *verdicts.get(*mode);
    let style = match (disagreement, matched) {
        _ if gave_up => LOOK_HERE,
        (Some(_), _) => LOOK_HERE,
        (None, true) => GOOD,
        (None, false) => BAD,
    };
    for line in wrapped(&visible(text), page.width) {
        writeln!(out, "{}", look.paint(&line, style.bold()))?;
    }
    for note in notes {
        let room = page.width.saturating_sub(9).max(20);
        for (number, line) in wrapped(&visible(note), room).iter().enumerate() {
            let lead = if number == 0 { "note" } else { "" };
            writeln!(out, "{lead:<7}  {line}")?;
        }
    }
    writeln!(out)?;
    let fails = |c: &ConditionReport| matches!(c.marks.get(*mode), Mark::Failed | Mark::Apart);
    let mixed: Vec<_> = disagreement.iter().flat_map(|one| &one.taken).collect();
    let is_mixed = |id: usize| mixed.iter().any(|taken| taken.condition == id);
    let decides = |id: usize, condition: &ConditionReport| fails(condition) || is_mixed(id);
    let of_interest = conditions
        .iter()
        .enumerate()
        .any(|(id, condition)| decides(id, condition));
    // A condition that was never looked at may hold the mistake, such as the first of two equal keys.
    let matters: Vec<_> = conditions
        .iter()
        .enumerate()
        .map(|(id, condition)| decides(id, condition) || !condition.hints.is_empty())
        .collect();
    let is_part = detail == Detail::Brief && of_interest && matters.contains(&false);
    pattern::write(explanation, is_part.then_some(&*matters), page, out)?;
    if let Some(disagreement) = disagreement {
        writeln!(out)?;
        block::write(explanation, disagreement, page, out)?;
    }
    if is_part {
        let rest = matters.iter().filter(|matters| !**matters).count();
        let text = match rest {
            1 => "1 other condition is not shown; --full shows it".to_owned(),
            rest => format!("{rest} other conditions are not shown; --full shows them"),
        };
        writeln!(out, "\n{}", look.paint(&text, FAINT))?;
    }
    Ok(())
}

fn subject(what: &str, subject: &Subject<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let Subject {
        name,
        text: _,
        start: _,
    } = subject;
    match name {
        Some(name) => writeln!(out, "{what:<7}  {}", look.paint(&visible(name), STRONG)),
        None => Ok(()),
    }
}

/// How the page is to look.
#[derive(Debug, Clone, Copy)]
struct Page {
    look: Look,
    width: usize,
    mode: Mode,
}

/// The sign of a mark, and how it is painted.
fn sign(mark: Mark) -> (&'static str, Style) {
    match mark {
        Mark::Held => ("✓", GOOD),
        Mark::Failed => ("✗", BAD),
        Mark::Apart => ("≠", LOOK_HERE),
        Mark::NotReached => ("·", FAINT),
    }
}

/// A value, short enough for a line.
fn value(value: &Value) -> String {
    let Value {
        kind: _,
        json,
        cut: _,
    } = value;
    crate::text::brief(json, VALUE)
}

/// `detail.containers[2] (selenium-hub)`.
fn element(element: &ElementReport) -> String {
    let array = visible(&element.array);
    format!("{array}{}", index(element))
}

/// `[2] (selenium-hub)`.
fn index(element: &ElementReport) -> String {
    let ElementReport {
        array: _,
        index,
        pointer: _,
        label,
    } = element;
    let label = label
        .as_ref()
        .map(|label| format!(" ({})", crate::text::brief(label, 40)));
    format!("[{index}]{}", label.unwrap_or_default())
}

/// ` in detail.containers[2] (selenium-hub), 82:23 /detail/containers/2/exitCode`.
fn place(place: &Place) -> String {
    let Place {
        pointer: _,
        path: _,
        inside: _,
        position,
        span: _,
        elements,
    } = place;
    let within = elements
        .last()
        .map(|innermost| format!(" in {}", element(innermost)))
        .unwrap_or_default();
    format!("{within} at {position} {}", visible(&place.shown_pointer()))
}
