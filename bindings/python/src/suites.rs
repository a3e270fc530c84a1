//! Suites of expectations, for the pytest plugin: what there is, what becomes of each case, and how much of
//! the patterns is covered.

use crate::errors;
use pattern_test::cli::chosen_mode;
use pattern_test::config::Config;
use pattern_test::report::style::Look;
use pattern_test::report::verify::{self, Measured, Status, VerifyFormat, VerifyReport};
use pattern_test::suite::load::{self, LoadError, Loaded};
use pattern_test::suite::{
    self, CaseResult, Group, Jobs, Modes, Outcome, RunResult, Suite, SuiteResult,
};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

/// Suites that were read.
#[pyclass(frozen, module = "pattern_test")]
pub(crate) struct Suites {
    loaded: Loaded,
    least: Option<f64>,
}

/// A case.
#[pyclass(frozen, get_all, module = "pattern_test")]
pub(crate) struct CaseRow {
    /// The number of its suite.
    suite: usize,
    /// Its own number in it.
    case: usize,
    /// The suite's name: its file, or the pattern's.
    suite_name: String,
    /// Its name.
    name: String,
    /// The file in which it stands.
    file: String,
    /// The line there.
    line: Option<usize>,
    /// The pattern's name.
    pattern: String,
    /// What is expected, in words.
    expected: String,
    /// What it is there for.
    why: Option<String>,
}

/// A suite that cannot be used: its file, line and column, what is wrong, what to do.
type ErrorRow = (String, Option<usize>, Option<usize>, String, Option<String>);

/// What became of a case: `passed`, `failed` or `undecided`, and each failure with its explanation.
type Outcomes = (&'static str, Vec<(String, Vec<String>)>);

/// Suites, and which of their cases were run: the numbers of the suite and of the case.
type Ran = (Py<Suites>, HashSet<(usize, usize)>);

fn report(suites: &[Suite], result: RunResult) -> VerifyReport {
    VerifyReport::new(suites, result, Vec::new())
}

#[pymethods]
impl Suites {
    /// Reads the suites at these paths; without any, all that the project has.
    #[new]
    fn new(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Self> {
        let loaded = py.detach(|| -> Result<_, String> {
            let directory = std::env::current_dir()
                .map_err(|error| format!("cannot find the working directory: {error}"))?;
            let config = Config::find(&directory)
                .map_err(|error| format!("{}: {}", error.file.display(), error.message))?;
            let mode = chosen_mode(&config).map_err(|error| format!("{error:#}"))?;
            let loaded = load::load(&paths, &config.paths, mode.map(Modes::from), &[]);
            Ok((loaded, config.verify.min_coverage))
        });
        let (loaded, least) = loaded.map_err(|message| errors::of_input(py, message))?;
        Ok(Self { loaded, least })
    }

    /// The least coverage that the project's configuration asks for, in percent.
    #[getter]
    fn least_coverage(&self) -> Option<f64> {
        self.least
    }

    /// All cases.
    #[getter]
    fn cases(&self) -> Vec<CaseRow> {
        let suites = &self.loaded.suites;
        let not_run = suites.iter().map(|suite| SuiteResult {
            cases: vec![
                CaseResult {
                    outcome: Outcome::NotRun,
                    elapsed: Duration::ZERO,
                };
                suite.cases.len()
            ],
        });
        let not_run = RunResult {
            suites: not_run.collect(),
        };
        let suites = report(suites, not_run).suites.into_iter().enumerate();
        suites
            .flat_map(|(number, suite)| {
                let cases = suite.cases.into_iter().enumerate();
                let name = suite.name;
                cases.map(move |(at, case)| CaseRow {
                    suite: number,
                    case: at,
                    suite_name: name.clone(),
                    name: case.name,
                    file: case.file,
                    line: case.position.map(|position| position.line),
                    pattern: case.pattern,
                    expected: case.expected,
                    why: case.why,
                })
            })
            .collect()
    }

    /// The suites that cannot be used.
    #[getter]
    fn errors(&self) -> Vec<ErrorRow> {
        let row = |error: &LoadError| {
            let position = error.position();
            (
                error.file.clone(),
                position.map(|position| position.line),
                position.map(|position| position.column),
                error.message.clone(),
                error.help.clone(),
            )
        };
        self.loaded.errors.iter().map(row).collect()
    }

    /// What becomes of a case: `passed`, `failed` or `undecided`, and what there is to say, a failure each,
    /// with its explanation.
    fn run(&self, py: Python<'_>, suite: usize, case: usize) -> PyResult<Outcomes> {
        let found = self.loaded.suites.get(suite);
        let found = found.and_then(|suite| Some((suite, suite.cases.get(case)?)));
        let Some((suite, case)) = found else {
            return Err(PyIndexError::new_err("no such case"));
        };
        let report = py.detach(|| {
            let one = [Suite {
                name: suite.name.clone(),
                cases: vec![case.clone()],
            }];
            let result = suite::run(&one, Jobs::default(), &AtomicUsize::new(0));
            report(&one, result)
        });
        let cases = report.suites.into_iter().flat_map(|suite| suite.cases);
        let status = cases.map(|case| case.status).next();
        Ok(match status {
            Some(Status::Passed) => ("passed", Vec::new()),
            Some(Status::Failed(failures)) => {
                let each = failures.into_iter();
                let each = each.map(|failure| (failure.message, failure.details));
                ("failed", each.collect())
            }
            Some(Status::Broken(why)) => ("undecided", vec![(why, Vec::new())]),
            Some(Status::NotRun) | None => ("undecided", Vec::new()),
        })
    }
}

/// How much of the patterns some cases cover, as the document that `verify --format json` writes. With
/// `whole` also the patterns of which no case expects anything.
#[pyfunction]
pub(crate) fn coverage(py: Python<'_>, given: Vec<Ran>, whole: bool) -> String {
    py.detach(|| {
        let ran: Vec<_> = given
            .iter()
            .flat_map(|(suites, cases)| {
                let suites = suites.get().loaded.suites.iter().enumerate();
                suites.map(move |(number, suite)| {
                    let all = suite.cases.iter().enumerate();
                    let ran = all.filter(|(at, _)| cases.contains(&(number, *at)));
                    Suite {
                        name: suite.name.clone(),
                        cases: ran.map(|(_, case)| case.clone()).collect(),
                    }
                })
            })
            .collect();
        let mut groups = suite::groups(&ran);
        if whole {
            let seen: HashSet<_> = groups.iter().map(|group| &group.pattern.name).collect();
            let all = given
                .iter()
                .flat_map(|(suites, _)| &suites.get().loaded.without);
            let others: Vec<_> = all
                .filter(|pattern| !seen.contains(&pattern.name))
                .collect();
            groups.extend(others.into_iter().filter_map(Group::without_cases));
        }
        let nothing = RunResult { suites: Vec::new() };
        let mut measured = report(&[], nothing);
        measured.coverage = Some(Measured {
            value: suite::coverage::measure(&groups),
            least: None,
        });
        let mut out = Vec::new();
        // Writing to memory does not fail.
        let _ = verify::write(&measured, &[], VerifyFormat::Json, Look::PLAIN, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    })
}
