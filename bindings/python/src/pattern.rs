//! One pattern: its verdicts, and why.

use crate::errors;
use crate::event::{Text, dumped};
use pattern_test::engine::{self, MatchError, Modes, Scratch};
use pattern_test::explain::Explainer;
use pattern_test::report::explain_report::{self, ExplainFormat};
use pattern_test::report::explain_text::Detail;
use pattern_test::report::style::Look;
use pattern_test::service::{self, Refusal};
use pattern_test::{Event, Mode};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use std::borrow::Cow;
use std::sync::Mutex;

/// From this length on, in bytes, other threads may run while an event is looked at; below it, changing
/// over would take longer than the work.
pub(crate) const LONG: usize = 4_096;

/// A compiled event pattern.
#[pyclass(frozen, subclass, module = "pattern_test", weakref)]
pub(crate) struct Pattern {
    pub(crate) pattern: pattern_test::Pattern,
    rules: engine::RuleSet,
    scratch: Mutex<Scratch>,
}

/// The text of a pattern.
pub(crate) fn text_of<'a>(pattern: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, str>> {
    if let Ok(text) = pattern.cast::<PyString>() {
        return text.to_str().map(Cow::Borrowed);
    }
    if pattern.is_instance_of::<PyDict>() {
        return dumped(pattern).map(Cow::Owned);
    }
    if let Ok(bytes) = pattern.cast::<PyBytes>() {
        let text = std::str::from_utf8(bytes.as_bytes()).map_err(|error| {
            let at = error.valid_up_to();
            PyValueError::new_err(format!("the pattern is not UTF-8: byte {at}"))
        })?;
        return Ok(Cow::Borrowed(text));
    }
    if let Ok(pattern) = pattern.cast::<Pattern>() {
        return Ok(Cow::Borrowed(pattern.get().pattern.text()));
    }
    Err(errors::type_error(
        pattern,
        "a pattern (str, bytes, dict or Pattern)",
    ))
}

/// A pattern, compiled unless it is already.
pub(crate) fn compiled(pattern: &Bound<'_, PyAny>) -> PyResult<pattern_test::Pattern> {
    if let Ok(pattern) = pattern.cast::<Pattern>() {
        return Ok(pattern.get().pattern.clone());
    }
    let py = pattern.py();
    let text = text_of(pattern)?;
    py.detach(|| pattern_test::Pattern::parse(&text))
        .map_err(|error| match is_path(&text) {
            true => errors::of_path(py, &error),
            false => errors::of_pattern(py, &error),
        })
}

/// Whether a text that is not a pattern was meant as the path of one: `a/rule.json`, `template.yaml#Id`.
fn is_path(text: &str) -> bool {
    let (file, _) = text.split_once('#').unwrap_or((text, ""));
    let is_plain = !text.contains(['{', '[', '"', '\n']);
    is_plain && std::path::Path::new(file).extension().is_some()
}

pub(crate) fn mode(strict: bool) -> Mode {
    match strict {
        true => Mode::Strict,
        false => Mode::Flattened,
    }
}

pub(crate) fn modes(strict: bool) -> Modes {
    match strict {
        true => Modes::Strict,
        false => Modes::Flattened,
    }
}

#[pymethods]
impl Pattern {
    #[new]
    #[pyo3(signature = (pattern, /))]
    fn new(pattern: &Bound<'_, PyAny>) -> PyResult<Self> {
        let pattern = compiled(pattern)?;
        let mut rules = engine::RuleSet::builder();
        rules.add("", &pattern);
        Ok(Self {
            rules: rules.build(),
            pattern,
            scratch: Mutex::default(),
        })
    }

    /// The text that was compiled.
    #[getter]
    fn text(&self) -> &str {
        self.pattern.text()
    }

    /// Its wildcard complexity; from 11 on a pattern is refused.
    #[getter]
    fn complexity(&self) -> usize {
        self.pattern.complexity()
    }

    /// What is accepted and may still bite.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        let warnings = self.pattern.warnings();
        warnings.iter().map(ToString::to_string).collect()
    }

    /// Whether it matches an event.
    #[pyo3(signature = (event, /, strict = false))]
    fn matches(&self, event: &Bound<'_, PyAny>, strict: bool) -> PyResult<bool> {
        let py = event.py();
        let text = Text::of(event)?;
        if let Text::Event(event) = text {
            let event = &event.get().event;
            let evaluation = py.detach(|| self.pattern.evaluate(event));
            let verdict = evaluation.verdict(mode(strict));
            return match verdict.gave_up {
                true => Err(errors::undecided(py, None)),
                false => Ok(verdict.matched),
            };
        }
        let bytes = text.bytes();
        let look = || {
            // Another thread that looks at an event has its own room meanwhile.
            let mut mine = Scratch::new();
            let mut shared = self.scratch.try_lock();
            let scratch = match &mut shared {
                Ok(shared) => &mut **shared,
                Err(_) => &mut mine,
            };
            let matches = self.rules.matches(bytes, modes(strict), scratch)?;
            let found = match strict {
                true => &matches.strict,
                false => &matches.flattened,
            };
            let gave_up = strict && !matches.undecided.is_empty();
            Ok((!found.is_empty(), gave_up))
        };
        let looked = match bytes.len() >= LONG {
            true => py.detach(look),
            false => look(),
        };
        match looked {
            Ok((_, true)) => Err(errors::undecided(py, None)),
            Ok((matched, false)) => Ok(matched),
            Err(error) => Err(errors::of_event(py, &error, None)),
        }
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let text = slf.get().pattern.text().to_owned();
        Ok((slf.get_type().into_any(), (text,)))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.pattern.text() == other.pattern.text()
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, self.pattern.text()).hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = PyString::new(py, self.pattern.text()).repr()?;
        Ok(format!("Pattern({text})"))
    }
}

/// One explanation in these formats.
fn written(
    pattern: &Pattern,
    event: &Bound<'_, PyAny>,
    strict: bool,
    names: (Option<&str>, Option<&str>),
    formats: &[ExplainFormat],
) -> PyResult<Vec<String>> {
    let py = event.py();
    let text = Text::of(event)?;
    let text = text.utf8(py)?;
    let written = py.detach(|| {
        let explainer = Explainer {
            pattern: names.0,
            event: names.1,
            mode: mode(strict),
            ..Explainer::default()
        };
        let event = Event::parse(text)?;
        let explanations = [explainer.explain(&pattern.pattern, &event)];
        let texts = formats.iter().map(|format| {
            let mut out = Vec::new();
            // Writing to memory does not fail.
            let (detail, look) = (Detail::Full, Look::PLAIN);
            let _ = explain_report::write(&explanations, &[], *format, detail, look, &mut out);
            String::from_utf8_lossy(&out).into_owned()
        });
        Ok(texts.collect())
    });
    written.map_err(|error| errors::of_event(py, &MatchError::Event(error), None))
}

/// Why a pattern matches an event or not: the JSON document, and the text for people.
#[pyfunction]
#[pyo3(signature = (pattern, event, strict, pattern_name = None, event_name = None))]
pub(crate) fn explain(
    pattern: &Pattern,
    event: &Bound<'_, PyAny>,
    strict: bool,
    pattern_name: Option<&str>,
    event_name: Option<&str>,
) -> PyResult<Vec<String>> {
    let formats = [ExplainFormat::Json, ExplainFormat::Human];
    written(pattern, event, strict, (pattern_name, event_name), &formats)
}

/// The same as a page, or in Markdown.
#[pyfunction]
#[pyo3(signature = (pattern, event, strict, markdown, pattern_name = None, event_name = None))]
pub(crate) fn explain_html(
    pattern: &Pattern,
    event: &Bound<'_, PyAny>,
    strict: bool,
    markdown: bool,
    pattern_name: Option<&str>,
    event_name: Option<&str>,
) -> PyResult<String> {
    let format = match markdown {
        true => ExplainFormat::Markdown,
        false => ExplainFormat::Html,
    };
    let names = (pattern_name, event_name);
    let texts = written(pattern, event, strict, names, &[format])?;
    Ok(texts.into_iter().next().unwrap_or_default())
}

/// What `TestEventPattern` answers today, refusals included.
#[pyfunction]
pub(crate) fn answer(py: Python<'_>, pattern: &str, event: &str) -> PyResult<bool> {
    match py.detach(|| service::test_event_pattern(pattern, event, Mode::SERVICE)) {
        Ok(answer) => Ok(answer.result),
        Err(Refusal::Exception { name, message }) => Err(errors::of_service(py, name, &message)),
        Err(Refusal::Undecided) => Err(errors::undecided(py, None)),
    }
}
