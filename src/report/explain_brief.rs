//! An explanation in its short form, as `match -v` and `verify` print it.

use crate::explain::Explanation;
use crate::text::visible;

/// The closing paragraph, and the hints on what failed: a paragraph each, safe to show on a
/// terminal.
pub fn paragraphs(explanation: &Explanation<'_>) -> Vec<String> {
    let summary = &explanation.summary.get(explanation.mode).text;
    let mut paragraphs = vec![visible(summary).into_owned()];
    let hints = explanation
        .conditions
        .iter()
        .flat_map(|condition| &condition.hints);
    for hint in hints {
        let instead = hint
            .instead
            .as_deref()
            .map_or(String::new(), |i| format!("; instead: {i}"));
        let line = format!("hint: {}{instead} [{}]", hint.message, hint.code);
        paragraphs.push(visible(&line).into_owned());
    }
    paragraphs
}
