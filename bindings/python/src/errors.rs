//! The exceptions of `pattern_test._errors`, made of the library's errors.

use pattern_test::advice;
use pattern_test::engine::MatchError;
use pattern_test::intake::IntakeError;
use pattern_test::json::Position;
use pyo3::BoundObject as _;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

/// What is said where the strict search was given up.
const UNDECIDED: &str = "the search for a strict verdict was given up: the event reaches the same \
                         paths through too many arrays";

/// An exception class of `pattern_test._errors`.
fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || -> PyResult<_> {
        Ok(py.import("pattern_test._errors")?.unbind())
    })?;
    module.bind(py).getattr(name)
}

fn made<'py>(
    py: Python<'py>,
    name: &str,
    arguments: impl pyo3::call::PyCallArgs<'py>,
    named: &[(&str, Option<Bound<'py, PyAny>>)],
) -> PyErr {
    let make = || {
        let keywords = PyDict::new(py);
        for (key, value) in named {
            if let Some(value) = value {
                keywords.set_item(key, value)?;
            }
        }
        let error = class(py, name)?.call(arguments, Some(&keywords))?;
        Ok(PyErr::from_value(error))
    };
    make().unwrap_or_else(|error| error)
}

fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> Option<Bound<'py, PyAny>> {
    value
        .into_pyobject(py)
        .map_err(Into::into)
        .ok()
        .map(|object| object.into_bound().into_any())
}

/// A pattern that the service refuses.
pub(crate) fn of_pattern(py: Python<'_>, error: &pattern_test::PatternError) -> PyErr {
    refused(py, error, advice::of_pattern(error))
}

/// A path where a pattern is asked for.
pub(crate) fn of_path(py: Python<'_>, error: &pattern_test::PatternError) -> PyErr {
    let help = "this is a path: read a pattern file with `Path(…).read_text()`, a pattern in a template \
                with `Template(file)[id]`";
    refused(py, error, Some(help.into()))
}

fn refused(py: Python<'_>, error: &pattern_test::PatternError, help: Option<String>) -> PyErr {
    let Position { line, column } = error.position();
    let help = help.and_then(|help| object(py, help));
    let arguments = (
        error.reason(),
        line,
        column,
        error.service_text(),
        error.exception(),
    );
    made(py, "PatternError", arguments, &[("help", help)])
}

/// A text that is no event: what is wrong, and where; in which row of a column, where it stands in one.
pub(crate) fn of_event(py: Python<'_>, error: &MatchError, row: Option<usize>) -> PyErr {
    let (message, position) = match error {
        MatchError::NotUtf8(_) => (error.to_string(), None),
        MatchError::Event(error) => (error.to_string(), Some(error.position())),
    };
    let named = [
        ("line", position.and_then(|at| object(py, at.line))),
        ("column", position.and_then(|at| object(py, at.column))),
        ("row", row.and_then(|row| object(py, row))),
    ];
    made(py, "EventError", (message,), &named)
}

/// A part of a file that is no event.
pub(crate) fn of_intake(
    py: Python<'_>,
    error: &IntakeError,
    file: &str,
    position: Option<Position>,
) -> PyErr {
    let named = [
        ("line", position.and_then(|at| object(py, at.line))),
        ("column", position.and_then(|at| object(py, at.column))),
        ("file", object(py, file)),
    ];
    made(py, "EventError", (error.to_string(),), &named)
}

/// Where there is no telling.
pub(crate) fn undecided(py: Python<'_>, row: Option<usize>) -> PyErr {
    let row = row.and_then(|row| object(py, row));
    made(py, "UndecidedError", (UNDECIDED,), &[("row", row)])
}

/// What the service refuses to answer.
pub(crate) fn of_service(py: Python<'_>, name: &str, message: &str) -> PyErr {
    made(py, "ServiceError", (name, message), &[])
}

/// Something that could not be read.
pub(crate) fn of_input(py: Python<'_>, message: String) -> PyErr {
    made(py, "InputError", (message,), &[])
}

/// Says that a value is of a type that is not taken.
pub(crate) fn type_error(value: &Bound<'_, PyAny>, expected: &str) -> PyErr {
    let kind: Bound<'_, PyType> = value.get_type();
    let name = kind
        .name()
        .map_or_else(|_| "this".to_owned(), |name| name.to_string());
    pyo3::exceptions::PyTypeError::new_err(format!("expected {expected}, found {name}"))
}
