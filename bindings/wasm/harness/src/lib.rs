//! What the library answers, for JavaScript: as little as it takes to ask it everything.

use pattern_test::analysis::{Options, overlap as pairs};
use pattern_test::lint::{self, evidence::Evidence};
use pattern_test::pattern::measure_complexity;
use pattern_test::suite::{Jobs, Modes, Outcome, load, run};
use pattern_test::template::{Vars, extract};
use pattern_test::{Event, Mode, Pattern, explain::explain as why};
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicUsize;
use wasm_bindgen::prelude::wasm_bindgen;

fn message(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Whether the pattern matches: flattened, strict.
#[wasm_bindgen]
pub fn verdicts(pattern: &str, event: &str) -> Result<Vec<u8>, String> {
    let pattern = Pattern::parse(pattern).map_err(message)?;
    let event = Event::parse(event).map_err(message)?;
    let verdict = |mode| u8::from(pattern.matches(&event, mode));
    Ok([Mode::Flattened, Mode::Strict].map(verdict).to_vec())
}

/// The service's reason for refusing a pattern; nothing where it is accepted.
#[wasm_bindgen]
pub fn refusal(pattern: &str) -> Option<String> {
    let error = Pattern::parse(pattern).err()?;
    Some(error.service_reason())
}

/// The complexity of a pattern's wildcards.
#[wasm_bindgen]
pub fn complexity(pattern: &str) -> Result<usize, String> {
    measure_complexity(pattern).map_err(message)
}

/// Why a pattern matches an event or not, as JSON.
#[wasm_bindgen]
pub fn explain(pattern: &str, event: &str) -> Result<String, String> {
    let pattern = Pattern::parse(pattern).map_err(message)?;
    let event = Event::parse(event).map_err(message)?;
    serde_json::to_string(&why(&pattern, &event)).map_err(message)
}

/// The codes of what is wrong with the patterns of a template or pattern file.
#[wasm_bindgen]
pub fn check(name: &str, text: &str) -> Result<Vec<String>, String> {
    let extraction = extract(name.as_ref(), text, &Vars::new());
    let extraction = extraction.ok_or("no template")?;
    let evidence = Evidence::default();
    let findings = extraction
        .patterns
        .iter()
        .flat_map(|found| lint::check(found, &evidence));
    Ok(findings.map(|finding| finding.code.to_owned()).collect())
}

/// How many cases of a suite pass.
#[wasm_bindgen]
pub fn passed(name: &str, text: String) -> Result<usize, String> {
    let suite = load::from_text(name.as_ref(), text, Some(Modes::Flattened))
        .map_err(|error| error.message.clone())?;
    let result = run(&[suite], Jobs::default(), &AtomicUsize::new(0));
    let cases = result.suites.iter().flat_map(|suite| &suite.cases);
    Ok(cases.filter(|case| case.outcome == Outcome::Passed).count())
}

/// How two patterns stand to each other.
#[wasm_bindgen]
pub fn relation(one: &str, other: &str) -> Result<String, String> {
    let one = Pattern::parse(one).map_err(message)?;
    let other = Pattern::parse(other).map_err(message)?;
    let pairs = pairs(&[&one, &other], &Options::default(), NonZeroUsize::MIN);
    let pair = pairs.first().ok_or("no pair")?;
    Ok(pair.relation.name().to_owned())
}
