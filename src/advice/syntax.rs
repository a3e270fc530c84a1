//! Text that is not JSON.

use super::Advice;
use crate::json::{Document, Span, SyntaxError};
use crate::pattern::{PatternError, PatternErrorKind};
use std::borrow::Cow;

/// The most slips that are blanked in one text.
const MOST: usize = 200;

/// What to do where a text is not JSON.
pub(super) fn advise(error: &PatternError) -> Option<Advice> {
    match error.kind() {
        PatternErrorKind::Syntax => at(error.text(), error.span()),
        _ => None,
    }
}

/// The text with blanks for comments and commas that are too many, and what was wrong with it. What
/// else is wrong with it as JSON is the last of that.
pub(super) fn cleaned(text: &str) -> (Cow<'_, str>, Vec<(SyntaxError, Option<Advice>)>) {
    let mut text = Cow::Borrowed(text);
    let mut errors = Vec::new();
    let mut odd_spaces = 0;
    while errors.len() + odd_spaces < MOST {
        let Err(error) = Document::parse(&*text) else {
            break;
        };
        let advice = at(&text, error.span());
        let is_odd = character(&text, error.span()).is_some_and(is_odd_space);
        let blanks = advice.as_ref().and_then(|advice| {
            let blanks = advice.instead.as_ref()?;
            let mut new = text.clone().into_owned();
            new.replace_range(advice.covers.start..advice.covers.end, blanks);
            Some(new)
        });
        // What is pasted from a page has them on every line: one speaks for all.
        odd_spaces += usize::from(is_odd);
        if !is_odd || odd_spaces == 1 {
            errors.push((error, advice));
        }
        match blanks {
            Some(new) => text = Cow::Owned(new),
            None => break,
        }
    }
    (text, errors)
}

/// The character at which an error is.
fn character(text: &str, span: Span) -> Option<char> {
    text.get(span.start..)?.chars().next()
}

fn at(text: &str, span: Span) -> Option<Advice> {
    let at = span.start;
    let (before, rest) = text.split_at_checked(at)?;
    if let Some(comment) = comment(rest) {
        let covers = Span::new(at, at + comment);
        return Some(blanked(covers, "JSON has no comments; take it out"));
    }
    match rest.chars().next()? {
        '}' | ']' => {
            let comma = before.trim_end().strip_suffix(',')?.len();
            let covers = Span::new(comma, comma + 1);
            Some(blanked(covers, "take out the comma before it"))
        }
        ',' => {
            let next = rest.get(1..)?.trim_start();
            let covers = Span::new(at, at + 1);
            let last = next.starts_with(['}', ']']);
            last.then(|| blanked(covers, "take out the comma"))
        }
        '0'..='9' => {
            let length = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            let digits = rest
                .get(..length)
                .filter(|digits| digits.starts_with('0'))?;
            let covers = Span::new(at, at + length);
            let help = format!("an account is a string: \"{digits}\"");
            Some(match length {
                12 => Advice {
                    instead: Some(format!("\"{digits}\"")),
                    ..Advice::new(covers, help)
                },
                _ => Advice::new(
                    covers,
                    "numbers have no leading zeros; digits in quotes are a string",
                ),
            })
        }
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' | '\u{2018}' | '\u{2019}' => {
            let help = "these are typographic quotes; JSON takes only \"";
            Some(Advice::new(span, help))
        }
        c if is_odd_space(c) => {
            let length = rest.find(|c| !is_odd_space(c)).unwrap_or(rest.len());
            let code = u32::from(c);
            let help = match c {
                '\u{a0}' => {
                    "JSON does not allow a no-break space (U+00A0); use a plain one".to_owned()
                }
                c if c.is_whitespace() => {
                    format!("JSON does not allow this space (U+{code:04X}); use a plain one")
                }
                _ => format!("remove the invisible character here (U+{code:04X})"),
            };
            Some(blanked(Span::new(at, at + length), help))
        }
        _ => None,
    }
}

/// What people take for a space, or do not see at all, and JSON does not take for one.
fn is_odd_space(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn blanked(covers: Span, help: impl Into<String>) -> Advice {
    Advice {
        instead: Some(" ".repeat(covers.len())),
        ..Advice::new(covers, help)
    }
}

/// The length of a comment that begins here.
fn comment(rest: &str) -> Option<usize> {
    let line = |rest: &str| rest.find('\n').unwrap_or(rest.len());
    match rest {
        _ if rest.starts_with("//") || rest.starts_with('#') => Some(line(rest)),
        _ if rest.starts_with("/*") => Some(rest.find("*/").map_or(rest.len(), |end| end + 2)),
        _ => None,
    }
}
