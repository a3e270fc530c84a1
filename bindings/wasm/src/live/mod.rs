//! What the playground shows at every keystroke: both texts, taken for what they are, and the verdict.
//!
//! Places are ranges of the texts as they stand in the editors, in UTF-16 units.

pub mod chips;
mod condition;
mod event;
pub mod findings;
mod pattern;
#[cfg(test)]
mod tests;

use crate::{json, mode};
use pattern_test::explain::{Explainer, Explanation};
use pattern_test::report::explain_text;
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::utf16::Range;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Live<'l> {
    pattern: &'l pattern::Side,
    event: &'l event::Side,
    verdict: Option<Verdict<'l>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Verdict<'l> {
    conditions: Vec<condition::View>,
    explanation: &'l Explanation<'l>,
}

/// Something to say about a place of a text.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Remark {
    #[serde(flatten)]
    range: Range,
    severity: &'static str,
    message: String,
    help: Option<String>,
    code: Option<&'static str>,
    fix: Option<Fix>,
}

/// A change to the text that was tried.
#[derive(Debug, Serialize)]
struct Fix {
    #[serde(flatten)]
    range: Range,
    insert: String,
    /// Whether it says for certain what was meant.
    safe: bool,
}

/// Which of the patterns and events of the texts are looked at, and the mode.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy)]
pub struct Picks {
    pattern: usize,
    event: usize,
    strict: bool,
}

#[wasm_bindgen]
impl Picks {
    /// The numbers count from 0.
    #[wasm_bindgen(constructor)]
    pub fn new(pattern: usize, event: usize, strict: bool) -> Self {
        Self {
            pattern,
            event,
            strict,
        }
    }
}

/// What there is to show of two texts.
///
/// # Errors
/// A mistake of ours.
#[wasm_bindgen]
pub fn live(pattern: &str, event: &str, picks: &Picks) -> Result<String, String> {
    let (pattern_side, settled) = pattern::read(pattern, picks.pattern);
    let (event_side, parsed) = event::read(event, picks.event);
    let (Some(settled), Some(parsed)) = (&settled, &parsed) else {
        return json(&Live {
            pattern: &pattern_side,
            event: &event_side,
            verdict: None,
        });
    };
    let explainer = Explainer {
        mode: mode(picks.strict),
        ..crate::explainer()
    };
    let explanation = explainer.explain(&settled.pattern, &parsed.event);
    let verdict = Verdict {
        conditions: condition::views(&explanation, settled, parsed),
        explanation: &explanation,
    };
    json(&Live {
        pattern: &pattern_side,
        event: &event_side,
        verdict: Some(verdict),
    })
}

/// The explanation of two texts as Markdown; nothing where there is no verdict.
///
/// # Errors
/// A mistake of ours.
#[wasm_bindgen]
pub fn live_markdown(pattern: &str, event: &str, picks: &Picks) -> Result<Option<String>, String> {
    let (_, settled) = pattern::read(pattern, picks.pattern);
    let (_, parsed) = event::read(event, picks.event);
    let (Some(settled), Some(parsed)) = (settled, parsed) else {
        return Ok(None);
    };
    let explainer = Explainer {
        mode: mode(picks.strict),
        pattern: Some("pattern"),
        event: Some("event"),
        ..crate::explainer()
    };
    let explanation = explainer.explain(&settled.pattern, &parsed.event);
    crate::check::text::written(|out| explain_text::markdown(&explanation, out)).map(Some)
}
