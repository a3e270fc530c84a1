//! `verify --list`: the cases, without looking at them.

use super::words;
use crate::report::machine::{self, Problem};
use crate::report::style::{FAINT, Look, STRONG};
use crate::suite::{Case, Suite};
use crate::text::visible;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'s> {
    schema: u32,
    cases: Vec<CaseOut<'s>>,
    errors: &'s [Problem],
}

#[derive(Serialize)]
struct CaseOut<'s> {
    suite: &'s str,
    name: &'s str,
    pattern: &'s str,
    event: Option<&'s str>,
    expected: String,
}

/// Writes the cases, grouped by suite, or as one JSON document.
///
/// # Errors
/// Those of the writer.
pub fn write(
    suites: &[Suite],
    errors: &[Problem],
    as_json: bool,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    if as_json {
        let cases = suites
            .iter()
            .flat_map(|Suite { name, cases }| cases.iter().map(|each| case(name, each)))
            .collect();
        let document = Document {
            schema: 1,
            cases,
            errors,
        };
        return machine::document(&document, out);
    }
    for Suite { name, cases } in suites {
        writeln!(out, "{}", look.paint(&visible(name), STRONG))?;
        for Case { name, expect, .. } in cases {
            let expected = look.paint(&words::expected(expect), FAINT);
            writeln!(out, "  {}  {expected}", visible(name))?;
        }
    }
    Ok(())
}

fn case<'s>(suite: &'s str, case: &'s Case) -> CaseOut<'s> {
    CaseOut {
        suite,
        name: &case.name,
        pattern: &case.pattern.name,
        event: case.event.as_ref().map(|event| event.name.as_str()),
        expected: words::expected(&case.expect),
    }
}
