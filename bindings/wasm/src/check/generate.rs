//! Events made for a pattern: the rows of `generate --format json`.

use crate::{json, mode, problem};
use pattern_test::Pattern;
use pattern_test::analysis::{self, EventKind, Options};
use serde::Serialize;
use serde_json::value::RawValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The most events that are made at a time.
const MOST: usize = 1_000;

#[derive(Serialize)]
struct Row<'r> {
    matches: bool,
    path: &'r str,
    value: Option<Box<RawValue>>,
    event: Box<RawValue>,
}

/// Events for a pattern: of a kind that `generate --kind` has.
///
/// # Errors
/// The service refuses the pattern, or there is no such kind.
#[wasm_bindgen]
pub fn generate(
    pattern: &str,
    kind: &str,
    count: usize,
    seed: u32,
    strict: bool,
    envelope: bool,
) -> Result<String, String> {
    let pattern = Pattern::parse(pattern).map_err(|error| problem::of_pattern(&error))?;
    let kind = match kind {
        "match" => EventKind::Match,
        "boundary" => EventKind::Boundary,
        "near-miss" => EventKind::NearMiss,
        other => {
            let message = format!("expected `match`, `boundary` or `near-miss`, found `{other}`");
            return Err(problem::of_input(message));
        }
    };
    let options = Options {
        mode: mode(strict),
        envelope,
        ..Options::default()
    };
    let made = analysis::generate(&pattern, kind, count.min(MOST), seed.into(), &options);
    let rows: Result<Vec<_>, serde_json::Error> = made
        .iter()
        .map(|made| {
            Ok(Row {
                matches: made.matches,
                path: &made.path,
                value: made.value.clone().map(RawValue::from_string).transpose()?,
                event: RawValue::from_string(made.event.clone())?,
            })
        })
        .collect();
    json(&rows.map_err(problem::internal)?)
}
