//! The Python module `pattern_test._native`: the library, over Python's values and Arrow's columns.
//!
//! What Python sees is documented in `python/pattern_test/_native.pyi` and `docs/python.md`; the classes
//! that only hold data are written in Python, and made of the documented JSON.

mod arrow;
mod column;
mod command;
mod errors;
mod event;
mod pattern;
mod rules;
mod suites;

/// The native half of `pattern_test`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::arrow::Array;
    #[pymodule_export]
    use crate::command::{run, said};
    #[pymodule_export]
    use crate::event::{Event, events_in};
    #[pymodule_export]
    use crate::pattern::{Pattern, answer, explain, explain_html};
    #[pymodule_export]
    use crate::rules::RuleSet;
    #[pymodule_export]
    use crate::suites::{CaseRow, Suites, coverage};

    /// The version of the package and of the command.
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
