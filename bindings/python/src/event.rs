//! Events as Python has them: text, bytes, dictionaries, and those of files.

use crate::errors;
use pattern_test::engine::MatchError;
use pattern_test::intake::{self, Choice, Form};
use pattern_test::json::LineIndex;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyString};
use std::borrow::Cow;

/// An event that was read: quicker to match against several patterns, and with what is known of where it
/// came from.
#[pyclass(frozen, module = "pattern_test", weakref)]
pub(crate) struct Event {
    pub(crate) event: pattern_test::Event<'static>,
    name: Option<String>,
    forms: Vec<&'static str>,
    notes: Vec<String>,
}

#[pymethods]
impl Event {
    #[new]
    #[pyo3(signature = (event, /, *, name = None))]
    fn new(event: &Bound<'_, PyAny>, name: Option<String>) -> PyResult<Self> {
        let py = event.py();
        let text = Text::of(event)?;
        let text = text.utf8(py)?.to_owned();
        let event = py
            .detach(|| pattern_test::Event::parse(text))
            .map_err(|error| errors::of_event(py, &MatchError::Event(error), None))?;
        Ok(Self {
            event,
            name,
            forms: vec![Form::Event.name()],
            notes: Vec::new(),
        })
    }

    /// The text of its JSON object.
    #[getter]
    fn text(&self) -> &str {
        self.event.text()
    }

    /// What it is called: the file, with the place in it where there are several.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// What it was wrapped in, outermost first.
    #[getter]
    fn forms(&self) -> Vec<&'static str> {
        self.forms.clone()
    }

    /// What was completed or worked out, as this form does not say it.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// The event as Python's values.
    #[getter]
    fn data<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json(py)?.call_method1("loads", (self.event.text(),))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        // The name is a label, not a part of the event.
        let class = slf.get_type().into_any();
        Ok((class, (slf.get().event.text().to_owned(),)))
    }

    fn __repr__(&self) -> String {
        match &self.name {
            Some(name) => format!("<Event {name}>"),
            None => format!("<Event of {} bytes>", self.event.text().len()),
        }
    }
}

/// The module `json`.
fn json(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import("json")
}

/// The text of a dictionary.
pub(crate) fn dumped(dictionary: &Bound<'_, PyAny>) -> PyResult<String> {
    json(dictionary.py())?
        .call_method1("dumps", (dictionary,))?
        .extract()
}

/// An event's text, wherever it is.
pub(crate) enum Text<'a, 'py> {
    Str(&'a str),
    Bytes(Cow<'a, [u8]>),
    Dumped(String),
    Event(&'a Bound<'py, Event>),
}

impl<'a, 'py> Text<'a, 'py> {
    pub(crate) fn of(value: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self::Str(text.to_str()?));
        }
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self::Bytes(Cow::Borrowed(bytes.as_bytes())));
        }
        if value.is_instance_of::<PyDict>() {
            return dumped(value).map(Self::Dumped);
        }
        if let Ok(event) = value.cast::<Event>() {
            return Ok(Self::Event(event));
        }
        if let Ok(bytes) = value.cast::<PyByteArray>() {
            return Ok(Self::Bytes(Cow::Owned(bytes.to_vec())));
        }
        Err(errors::type_error(
            value,
            "an event (str, bytes, dict or Event)",
        ))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Str(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Dumped(text) => text.as_bytes(),
            Self::Event(event) => event.get().event.text().as_bytes(),
        }
    }

    pub(crate) fn utf8(&self, py: Python<'_>) -> PyResult<&str> {
        std::str::from_utf8(self.bytes()).map_err(|error| {
            let error = MatchError::NotUtf8(error.valid_up_to());
            errors::of_event(py, &error, None)
        })
    }
}

/// The events in the bytes of a file, whatever form it has, and what could not be read: as exceptions.
#[pyfunction]
#[pyo3(signature = (bytes, file, form))]
pub(crate) fn events_in(
    py: Python<'_>,
    bytes: &[u8],
    file: &str,
    form: Option<&str>,
) -> PyResult<(Vec<Event>, Vec<PyErr>)> {
    let choice = match form {
        None => Choice::Auto,
        Some(name) => Choice::Named(Form::from_name(name).ok_or_else(|| {
            let names: Vec<_> = Form::all().iter().map(|form| form.name()).collect();
            PyValueError::new_err(format!(
                "unknown form `{name}`; the forms are {}",
                names.join(", ")
            ))
        })?),
    };
    let bytes = bytes.to_vec();
    let text = py.detach(|| {
        let bytes = intake::unpack(bytes)?;
        intake::decode(&bytes).map(str::to_owned)
    });
    let text = match text {
        Ok(text) => text,
        Err(error) => return Ok((Vec::new(), vec![errors::of_intake(py, &error, file, None)])),
    };
    let (events, problems) = py.detach(|| {
        let intake = intake::read(&text, choice);
        let mut problems: Vec<_> = intake.problems;
        let mut events = Vec::new();
        for found in intake.found {
            let name = found.name_in(file);
            let forms = found.forms.iter().map(|form| form.name()).collect();
            let notes = found.notes.iter().map(ToString::to_string).collect();
            // What is found is one JSON object already.
            if let Ok(event) = pattern_test::Event::parse(found.text.into_owned()) {
                let name = Some(name);
                events.push(Event {
                    event,
                    name,
                    forms,
                    notes,
                });
            }
        }
        problems.sort_by_key(|problem| problem.span().start);
        (events, problems)
    });
    let lines = LineIndex::new(&text);
    let problems = problems.iter().map(|problem| {
        let position = lines.position(problem.span().start);
        errors::of_intake(py, problem, file, Some(position))
    });
    Ok((events, problems.collect()))
}
