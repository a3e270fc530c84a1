//! `verify --list`: the cases, without looking at them.

use super::words;
use crate::report::machine::{self, Problem};
use crate::report::style::{FAINT, Look, STRONG};
use crate::suite::{Case, Suite};
use crate::text::visible;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// What `verify --list --format json` writes.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Document<'s> {
    /// The version of this format: within it members may be added, and none is renamed, removed or
    /// given another meaning.
    #[schemars(extend("const" = 1))]
    schema: u32,
    /// The cases, suite by suite.
    cases: Vec<CaseOut<'s>>,
    /// What could not be read, compiled or decided.
    errors: &'s [Problem],
}

/// A case.
#[derive(Serialize, JsonSchema)]
struct CaseOut<'s> {
    /// Its suite.
    suite: &'s str,
    /// Its name.
    name: &'s str,
    /// Its pattern.
    pattern: &'s str,
    /// Its event.
    event: Option<&'s str>,
    /// What is expected, in words.
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
