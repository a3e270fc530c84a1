//! The command, inside of this process.

use pattern_test::cli;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::ffi::OsString;

/// Runs the command on these arguments, with the process's streams; the exit code.
#[pyfunction]
pub(crate) fn run(py: Python<'_>, words: Vec<OsString>) -> u8 {
    py.detach(|| cli::run(&words))
}

/// The exit code of a command that only reads, and what it wrote to its two streams.
#[pyfunction]
pub(crate) fn said(
    py: Python<'_>,
    words: Vec<OsString>,
) -> (u8, Bound<'_, PyBytes>, Bound<'_, PyBytes>) {
    let said = py.detach(|| cli::said(&words));
    let bytes = |bytes: &[u8]| PyBytes::new(py, bytes);
    (said.code, bytes(&said.out), bytes(&said.err))
}
