//! What to write instead of what the service refuses.
//!
//! One table for every command that tells of a refused pattern. A row looks at one kind of mistake
//! and, where it can, gives the very JSON that belongs there; rows stand in the order in which they
//! are asked, and each has an example that a test runs. [`refusals`] finds the mistakes behind the
//! first one, at which the service stops.

mod alias;
mod all;
mod anything_but;
mod both;
mod case;
#[cfg(feature = "rules")]
mod dollar;
mod field;
mod matcher;
mod numeric;
mod operand;
mod or;
mod syntax;

#[cfg(feature = "rules")]
pub(crate) use alias::OPERATORS;
pub use all::{Refusal, refusals, refusals_as};
pub use both::{Both, both};
#[cfg(feature = "rules")]
pub(crate) use dollar::instead as instead_of_dollar;

use crate::json::{Span, write_string};
use crate::pattern::PatternError;
use case::Case;

/// The longest replacement that is shown, in bytes.
const LONGEST: usize = 200;

/// What to write instead of a mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What to do: lower case, no full stop.
    pub help: String,
    /// The bytes of the pattern that the mistake takes in.
    pub covers: Span,
    /// JSON that may stand there instead.
    pub instead: Option<String>,
}

impl Advice {
    /// Advice without a replacement.
    fn new(covers: Span, help: impl Into<String>) -> Self {
        Self {
            help: help.into(),
            covers,
            instead: None,
        }
    }

    /// What to do, and the JSON that does it.
    fn write(covers: Span, lead: &str, json: impl Into<String>) -> Self {
        let json = json.into();
        let help = match json.len() > LONGEST {
            true => lead.to_owned(),
            false => format!("{lead}: {}", on_one_line(&json)),
        };
        Self {
            help,
            covers,
            instead: Some(json),
        }
    }

    /// The same, with the replacement as a member.
    fn member(covers: Span, lead: &str, key: &str, json: impl Into<String>) -> Self {
        let json = json.into();
        let help = match json.len() > LONGEST {
            true => lead.to_owned(),
            false => format!("{lead}: {}: {}", quoted(key), on_one_line(&json)),
        };
        Self {
            help,
            covers,
            instead: Some(json),
        }
    }
}

/// JSON as it is shown in a line of text: without its line ends, and what indents the next line.
fn on_one_line(json: &str) -> String {
    let mut lines = json.lines();
    let mut shown = lines.next().unwrap_or("").trim_end().to_owned();
    // A line end is never inside a string.
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        if !shown.ends_with(['{', '[']) && !line.starts_with(['}', ']']) {
            shown.push(' ');
        }
        shown.push_str(line);
    }
    shown
}

/// A kind of mistake.
struct Row {
    /// A pattern with the mistake, and what is then advised.
    #[cfg_attr(not(test), expect(dead_code, reason = "the test of the table runs it"))]
    example: (&'static str, &'static str),
    /// Whether it is this mistake, and what to do about it.
    look: fn(&Case<'_>, &PatternError) -> Option<Advice>,
}

/// All rows, in the order in which they are asked.
fn rows() -> impl Iterator<Item = &'static Row> {
    [
        field::ROWS,
        or::ROWS,
        anything_but::ROWS,
        numeric::ROWS,
        operand::ROWS,
        matcher::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// What to write instead of a pattern that is refused.
pub fn of_pattern(error: &PatternError) -> Option<String> {
    advise(error).map(|advice| advice.help)
}

/// What to write instead, and where.
pub fn advise(error: &PatternError) -> Option<Advice> {
    if let Some(advice) = syntax::advise(error) {
        return Some(advice);
    }
    let case = Case::new(error)?;
    rows().find_map(|row| (row.look)(&case, error))
}

/// A text that is JSON but for comments and commas, with blanks in their place.
#[cfg(feature = "rules")]
pub(crate) fn cleaned(text: &str) -> std::borrow::Cow<'_, str> {
    syntax::cleaned(text).0
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(&mut out, text);
    out
}

#[cfg(test)]
mod tests;
