//! What JavaScript can ask of the library.
//!
//! Texts go in and JSON comes out, in the models that the program's JSON formats document; the package
//! in `bindings/js` gives that its types. An error is thrown as JSON text too: see [`problem`].
//!
//! There are two builds. Without features this compiles, matches and explains; with `check` it also
//! judges, reads templates, compares, generates, and serves the playground.

#[cfg(feature = "check")]
pub mod check;
#[cfg(feature = "check")]
pub mod live;
mod problem;
#[cfg(feature = "check")]
mod utf16;

use pattern_test::explain::Explainer;
use pattern_test::{Event, Mode, Pattern};
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen::{JsCast as _, JsValue};

/// The version of the library.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A compiled pattern.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Compiled(Pattern);

#[wasm_bindgen]
impl Compiled {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// The service refuses it.
    #[wasm_bindgen(constructor)]
    pub fn new(text: &str) -> Result<Self, String> {
        match Pattern::parse(text) {
            Ok(pattern) => Ok(Self(pattern)),
            Err(error) => Err(problem::of_pattern(&error)),
        }
    }

    /// What is accepted and may still bite: a JSON array of strings.
    pub fn warnings(&self) -> Result<String, String> {
        let warnings = self.0.warnings();
        let warnings: Vec<_> = warnings.iter().map(ToString::to_string).collect();
        json(&warnings)
    }

    /// Whether it matches an event.
    ///
    /// # Errors
    /// The event cannot be read, or the search for a strict match was given up.
    pub fn matches(&self, event: &str, strict: bool) -> Result<bool, String> {
        let event = read(event)?;
        let evaluation = self.0.evaluate(&event);
        let verdict = evaluation.verdict(mode(strict));
        match verdict.gave_up {
            true => Err(problem::undecided()),
            false => Ok(verdict.matched),
        }
    }

    /// Why it matches an event or not: JSON.
    ///
    /// # Errors
    /// The event cannot be read.
    pub fn explain(&self, event: &str, asked: &Asked) -> Result<String, String> {
        let event = read(event)?;
        json(&asked.explainer().explain(&self.0, &event))
    }
}

/// What an explanation is asked for.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Asked {
    strict: bool,
    pattern: Option<String>,
    event: Option<String>,
}

#[wasm_bindgen]
impl Asked {
    /// The mode, and what pattern and event are called.
    #[wasm_bindgen(constructor)]
    pub fn new(strict: bool, pattern: Option<String>, event: Option<String>) -> Self {
        Self {
            strict,
            pattern,
            event,
        }
    }
}

impl Asked {
    pub(crate) fn explainer(&self) -> Explainer<'_> {
        Explainer {
            pattern: self.pattern.as_deref(),
            event: self.event.as_deref(),
            mode: mode(self.strict),
            ..explainer()
        }
    }
}

/// What is known in JavaScript and not brought along: how letters are composed.
pub(crate) fn explainer<'a>() -> Explainer<'a> {
    Explainer {
        same_letters,
        ..Explainer::default()
    }
}

#[cfg(target_arch = "wasm32")]
fn same_letters(one: &str, other: &str) -> bool {
    let composed = |text: &str| JsValue::from_str(text).unchecked_into::<Text>().normalize();
    composed(one) == composed(other)
}

#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = String)]
    type Text;
    #[wasm_bindgen(method)]
    fn normalize(this: &Text) -> String;
}

#[cfg(not(target_arch = "wasm32"))]
fn same_letters(one: &str, other: &str) -> bool {
    one == other
}

fn read(event: &str) -> Result<Event<'_>, String> {
    Event::parse(event).map_err(|error| problem::of_event(&error))
}

fn mode(strict: bool) -> Mode {
    match strict {
        true => Mode::Strict,
        false => Mode::Flattened,
    }
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, String> {
    serde_json::to_string(value).map_err(problem::internal)
}
