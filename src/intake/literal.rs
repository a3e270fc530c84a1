//! An object as Node.js prints it: `{ source: 'shop', 'detail-type': 'Paid' }`.

use super::Form;
use super::python_value;
use super::trail::{Trail, trimmed};
use super::walk::Walk;
use crate::json::Span;
use crate::template::carriers;
use std::sync::Arc;

/// Reads a text that is such an object as a whole; whether it is.
pub(super) fn read(walk: &mut Walk<'_>, text: &str, trail: &Trail<'_>) -> bool {
    let span = trimmed(text);
    if !span.of(text).starts_with('{') || python_value::to_json(text, span.start).is_ok() {
        return false;
    }
    let Ok((json, end)) = to_json(&text.into(), span.start) else {
        return false;
    };
    let is_whole = text.get(end..).is_some_and(|rest| rest.trim().is_empty());
    if is_whole {
        let trail = trail.form(Form::Literal);
        walk.text(&json, &trail.inside(&json, span));
    }
    is_whole
}

/// The object that begins at `start` as JSON, and where it ends; or what is wrong, and where.
pub(super) fn to_json(text: &Arc<str>, start: usize) -> Result<(String, usize), (String, Span)> {
    let literal = carriers::read_literal(text, start).map_err(|trouble| {
        let word = trouble.span.of(text);
        let message = match word {
            "Object" | "Array" | "Circular" | "Function" | "Getter" => {
                format!("`[{word}]` replaces what was left out: print it with JSON.stringify")
            }
            _ => trouble.message,
        };
        (message, trouble.span)
    })?;
    // What only Python or a program says has readers of its own.
    let odd = |quirk: &&carriers::Quirk| {
        use carriers::What;
        matches!(quirk.what, What::Python | What::Call | What::TrailingComma)
    };
    if let Some(quirk) = literal.quirks.iter().find(odd) {
        return Err(("this is nothing that it prints".to_owned(), quirk.span));
    }
    if literal.is_blemished_json() {
        let first = literal
            .quirks
            .first()
            .map_or(Span::new(start, start), |quirk| quirk.span);
        return Err(("this is JSON with a mistake in it".to_owned(), first));
    }
    let json = carriers::literal_to_json(&literal, text)
        .map_err(|problem| (problem.message, Span::new(start, start + 1)))?;
    Ok((json.as_str().to_owned(), literal.end))
}

/// Whether an object begins here whose first key is bare.
pub(super) fn begins(behind_brace: &str) -> bool {
    let rest = behind_brace.trim_start();
    let key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let behind = rest.trim_start_matches(key);
    behind.len() < rest.len() && behind.trim_start().starts_with(':')
}
