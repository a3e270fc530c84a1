//! `explain` for people: the pattern as it was written, with what decided beside or under it.

mod block;
mod pattern;

use super::style::wrapped;
use super::style::{BAD, FAINT, GOOD, LOOK_HERE, Look, STRONG};
use crate::explain::{
    ByMode, Disagreement, ElementReport, Explanation, Mark, Outcome, Place, Subject, Summary, Value,
};
use crate::matching::Mode;
use crate::text::visible;
use owo_colors::Style;
use std::io::{self, Write};

/// How many characters of a value are shown.
const VALUE: usize = 60;

/// Writes one explanation.
///
pub(super) fn write(
    explanation: &Explanation<'_>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Explanation {
        pattern,
        event,
        mode,
        verdicts,
        conditions: _,
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
    verdict(*mode, verdicts, disagreement.as_ref(), page, out)?;
    for note in notes {
        let room = page.width.saturating_sub(9).max(20);
        for (number, line) in wrapped(&visible(note), room).iter().enumerate() {
            let lead = if number == 0 { "note" } else { "" };
            writeln!(out, "{lead:<7}  {line}")?;
        }
    }
    writeln!(out)?;
    pattern::write(explanation, page, out)?;
    if let Some(disagreement) = disagreement {
        writeln!(out)?;
        block::write(explanation, disagreement, page, out)?;
    }
    writeln!(out)?;
    let Summary {
        text,
        alternative: _,
        change: _,
    } = summary.get(*mode);
    for line in wrapped(&visible(text), page.width) {
        writeln!(out, "{}", look.paint(&line, STRONG))?;
    }
    Ok(())
}

/// One verdict where the modes agree; else what there is to say first.
fn verdict(
    mode: Mode,
    verdicts: &ByMode<Outcome>,
    disagreement: Option<&Disagreement>,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let look = page.look;
    let Outcome {
        matched,
        alternative: _,
        gave_up: _,
    } = *verdicts.get(mode);
    if let Some(disagreement) = disagreement {
        let room = page.width.saturating_sub(9).max(20);
        for (number, line) in wrapped(&visible(&disagreement.headline), room)
            .iter()
            .enumerate()
        {
            let lead = if number == 0 { "verdict" } else { "" };
            writeln!(out, "{lead:<7}  {}", look.paint(line, LOOK_HERE))?;
        }
        return Ok(());
    }
    let word = if matched { "match" } else { "no match" };
    let style = if matched { GOOD } else { BAD };
    let scope = if verdicts.get(Mode::Strict).gave_up {
        format!(
            "{}; EventBridge today: not known, the search was given up",
            mode.name()
        )
    } else {
        "in both modes".to_owned()
    };
    writeln!(out, "verdict  {} ({scope})", look.paint(word, style.bold()))
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
