//! What a rule asks for beside its pattern.

use super::Found;
use crate::json::{Document, Span, write_string};
use crate::pattern::{Pattern, PatternError};
use std::fmt;

/// Why a pattern does not go together with what its rule asks for.
#[derive(Debug, Clone)]
pub enum BesideError {
    /// It has a condition of its own on that.
    Own {
        /// The text of the pattern.
        text: String,
        /// Where the condition stands there.
        span: Span,
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Both together are more than a pattern may be.
    Pattern(PatternError),
}

impl fmt::Display for BesideError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { message, .. } => f.write_str(message),
            Self::Pattern(error) => f.write_str(error.reason()),
        }
    }
}

impl std::error::Error for BesideError {}

/// The pattern with what its rule asks for besides: both have to hold.
///
/// # Errors
/// The pattern has a condition of its own on that, beside which nothing matches or which is in an
/// `$or`.
pub fn asked_for_too(mut pattern: Pattern, found: &Found) -> Result<Pattern, BesideError> {
    for (path, value) in &found.beside {
        let (span, new) = edit(&pattern, path, value)?;
        let mut text = pattern.text().to_owned();
        text.replace_range(span.start..span.end, &new);
        pattern = Pattern::parse(&text).map_err(BesideError::Pattern)?;
    }
    Ok(pattern)
}

/// What to write where, so that the pattern asks for this value too.
fn edit(pattern: &Pattern, path: &str, value: &str) -> Result<(Span, String), BesideError> {
    let mut wanted = String::from("[");
    write_string(&mut wanted, value);
    wanted.push(']');
    let mut own = pattern.conditions().iter().filter(|c| &*c.path == path);
    let Some(first) = own.next() else {
        let brace = pattern.text().find('{').unwrap_or_default();
        let mut member = String::from("{");
        write_string(&mut member, path);
        let comma = match pattern.conditions() {
            [] => "",
            _ => ", ",
        };
        let member = format!("{member}: {wanted}{comma}");
        return Ok((Span::new(brace, brace + 1), member));
    };
    let is_at_top = Document::parse(pattern.text()).is_ok_and(|d| d.member(0, path).is_some());
    let message = match first.accepts_string(value) {
        // Of the values that are accepted only that of the rule is left.
        true if is_at_top && own.next().is_none() => return Ok((first.span, wanted)),
        true => format!(
            "the rule is for `{path}` \"{value}\", and how that goes with a `{path}` in an `$or` is not known"
        ),
        false => format!("the rule is for `{path}` \"{value}\", which the pattern does not accept"),
    };
    Err(BesideError::Own {
        text: pattern.text().to_owned(),
        span: first.span,
        message,
        help: format!("remove `{path}` from the pattern: the rule asks for it already"),
    })
}
