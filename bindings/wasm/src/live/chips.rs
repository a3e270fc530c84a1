//! Events to click on: what matches, what lies at the edge, what just fails.

use super::pattern;
use crate::{json, mode};
use pattern_test::analysis::{EventKind, Options, generate};
use serde::Serialize;
use std::collections::HashSet;
use wasm_bindgen::prelude::wasm_bindgen;

/// How many of each kind are made.
const EACH: usize = 6;

#[derive(Serialize)]
struct Chip {
    kind: &'static str,
    matches: bool,
    path: String,
    value: Option<String>,
    event: String,
}

/// Events for the pattern on the left; none where it is refused.
///
/// # Errors
/// A mistake of ours.
#[wasm_bindgen]
pub fn live_chips(text: &str, pick: usize, strict: bool) -> Result<String, String> {
    let (_, ready) = pattern::read(text, pick);
    let Some(ready) = ready else {
        return json::<[Chip]>(&[]);
    };
    let options = Options {
        mode: mode(strict),
        envelope: true,
        ..Options::default()
    };
    let kinds = [
        (EventKind::Match, "match", 1),
        (EventKind::NearMiss, "near-miss", EACH),
        (EventKind::Boundary, "boundary", EACH),
    ];
    let mut seen = HashSet::new();
    let mut chips = Vec::new();
    for (kind, name, count) in kinds {
        for made in generate(&ready.pattern, kind, count, 0, &options) {
            if seen.insert(made.event.clone()) {
                chips.push(Chip {
                    kind: name,
                    matches: made.matches,
                    path: made.path,
                    value: made.value,
                    event: made.event,
                });
            }
        }
    }
    json(&chips)
}
