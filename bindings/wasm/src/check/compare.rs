//! How two patterns compare: a row of `compare --format json`.

use crate::{json, mode, problem};
use pattern_test::analysis::{self, Finding, Options, Witness};
use pattern_test::explain::Explainer;
use pattern_test::matching::{Mode, Reason};
use pattern_test::report::reason;
use pattern_test::{Event, Pattern};
use serde::Serialize;
use serde_json::value::RawValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Serialize)]
struct Row {
    relation: &'static str,
    relation_of_single_values: &'static str,
    only_old: Direction,
    only_new: Direction,
    both: Direction,
}

#[derive(Serialize)]
#[serde(tag = "exists", rename_all = "lowercase")]
enum Direction {
    No,
    Yes {
        event: Box<RawValue>,
        words: String,
        old: Verdict,
        new: Verdict,
    },
    Unknown {
        why: String,
    },
}

#[derive(Serialize)]
struct Verdict {
    matches: bool,
    why: String,
}

/// How two patterns compare.
///
/// # Errors
/// The service refuses one of them.
#[wasm_bindgen]
pub fn compare(old: &str, new: &str, strict: bool, single_values: bool) -> Result<String, String> {
    let parse = |text| Pattern::parse(text).map_err(|error| problem::of_pattern(&error));
    let (old, new) = (parse(old)?, parse(new)?);
    let options = Options {
        mode: mode(strict),
        scalar: single_values,
        envelope: true,
        ..Options::default()
    };
    let found = analysis::compare(&old, &new, &options);
    let direction = |finding: &Finding| match finding {
        Finding::Nothing => Direction::No,
        Finding::Unknown(why) => Direction::Unknown {
            why: why.to_string(),
        },
        Finding::Event(witness) => shown(witness, &old, &new, options.mode)
            .unwrap_or_else(|why| Direction::Unknown { why }),
    };
    json(&Row {
        relation: found.relation.name(),
        relation_of_single_values: found.relation_of_single_values.name(),
        only_old: direction(&found.only_first),
        only_new: direction(&found.only_second),
        both: direction(&found.both),
    })
}

fn shown(witness: &Witness, old: &Pattern, new: &Pattern, mode: Mode) -> Result<Direction, String> {
    let event = Event::parse(witness.event.as_str()).map_err(|error| error.to_string())?;
    let verdict = |pattern: &Pattern| {
        let explainer = Explainer {
            mode,
            ..crate::explainer()
        };
        let explanation = explainer.explain(pattern, &event);
        Verdict {
            matches: explanation.matched(),
            why: explanation.summary.get(mode).text.clone(),
        }
    };
    let words = [old, new].into_iter().find_map(|pattern| {
        let evaluation = pattern.evaluate(&event);
        let refused = !evaluation.verdict(mode).matched;
        let why = Reason::new(pattern, &event, &evaluation, mode).filter(|_| refused)?;
        Some(reason::against(pattern, &event, &why))
    });
    Ok(Direction::Yes {
        words: words.unwrap_or_default(),
        old: verdict(old),
        new: verdict(new),
        event: RawValue::from_string(witness.event.clone()).map_err(|error| error.to_string())?,
    })
}
