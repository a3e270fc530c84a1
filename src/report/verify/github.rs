//! Annotations for GitHub Actions: commands in the log that put a message beside a line of a file.

use super::words::percent;
use super::{CaseReport, FailureReport, Measured, Status, SuiteReport, VerifyReport};
use crate::json::Position;
use crate::report::github::{data, property};
use crate::suite::coverage::Share;
use crate::suite::load::LoadError;
use crate::suite::mutants::{Mutation, PatternMutation, Survivor};

use crate::report::checkout::Checkout;
use std::io::{self, Write};

pub(super) fn write(report: &VerifyReport, out: &mut dyn Write) -> io::Result<()> {
    let VerifyReport {
        suites,
        unread,
        elapsed: _,
        checkout,
        coverage,
        mutation,
    } = report;
    for SuiteReport { name: _, cases } in suites {
        for case in cases {
            write_case(case, checkout, out)?;
        }
    }
    for error in unread {
        let position = error.position();
        let LoadError {
            file,
            text: _,
            span: _,
            message,
            help,
        } = error;
        let text = match help {
            Some(help) => format!("{message}\n{help}"),
            None => message.clone(),
        };
        let place = Place {
            checkout,
            file,
            position,
        };
        annotation("error", &place, "the suite cannot be used", &text, out)?;
    }
    if let Some(measured) = coverage {
        let Measured { value, least } = measured;
        let level = if measured.is_enough() {
            "notice"
        } else {
            "error"
        };
        too_little(level, "covered", value.total(), *least, out)?;
    }
    if let Some(measured) = mutation {
        let Measured { value, least } = measured;
        let level = if measured.is_enough() {
            "notice"
        } else {
            "error"
        };
        survivors(value, checkout, out)?;
        too_little(level, "caught", value.total(), *least, out)?;
    }
    Ok(())
}

/// How much is covered or caught, and how much is asked for.
fn too_little(
    level: &str,
    what: &str,
    share: Share,
    least: Option<f64>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let asked = least.map_or(String::new(), |least| {
        format!(", at least {least} % asked for")
    });
    let text = format!("{} {what}{asked}", percent(share));
    writeln!(out, "::{level} title=event patterns::{}", data(&text))
}

fn survivors(mutation: &Mutation, checkout: &Checkout, out: &mut dyn Write) -> io::Result<()> {
    let Mutation { patterns } = mutation;
    for PatternMutation {
        name,
        home,
        cases: _,
        killed: _,
        equivalent: _,
        survivors,
    } in patterns
    {
        for Survivor {
            kind: _,
            what,
            position,
            diff: _,
            killer,
        } in survivors
        {
            // Where a pattern stands in another file, its own lines are not those of that file.
            let (file, position) = match home {
                None => (name.as_str(), Some(*position)),
                Some(home) => (&*home.file, home.position),
            };
            let place = Place {
                checkout,
                file,
                position,
            };
            let text = match killer {
                Some(killer) => format!("{what}\n{}", super::mutants::tell(killer)),
                None => what.clone(),
            };
            annotation("warning", &place, "no case catches this", &text, out)?;
        }
    }
    Ok(())
}

fn write_case(case: &CaseReport, checkout: &Checkout, out: &mut dyn Write) -> io::Result<()> {
    let CaseReport {
        name,
        why,
        file,
        position,
        pattern,
        event: _,
        expected: _,
        status,
        elapsed: _,
    } = case;
    let mut lines = Vec::new();
    match status {
        Status::Passed | Status::NotRun => return Ok(()),
        Status::Broken(problem) => lines.push(problem.clone()),
        Status::Failed(failures) => {
            for FailureReport { message, details } in failures {
                lines.push(message.clone());
                lines.extend(details.iter().cloned());
            }
        }
    }
    lines.extend(why.as_ref().map(|why| format!("why: {why}")));
    let place = Place {
        checkout,
        file,
        position: *position,
    };
    annotation(
        "error",
        &place,
        &format!("{pattern}: {name}"),
        &lines.join("\n"),
        out,
    )
}

struct Place<'p> {
    checkout: &'p Checkout,
    file: &'p str,
    position: Option<Position>,
}

fn annotation(
    level: &str,
    place: &Place<'_>,
    title: &str,
    text: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Place {
        checkout,
        file,
        position,
    } = place;
    let file = checkout.path(file);
    write!(out, "::{level} file={}", property(&file))?;
    if let Some(Position { line, column }) = position {
        write!(out, ",line={line},col={column}")?;
    }
    writeln!(out, ",title={}::{}", property(title), data(text))
}
