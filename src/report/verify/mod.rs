//! What `verify` found: the model behind all its formats.

mod coverage;
mod format;
mod github;
mod human;
mod json;
mod junit;
mod list;
mod mutants;
mod summary;
mod tap;
mod words;

pub use format::{VerifyFormat, write};
pub(super) use json::Document;
pub(super) use list::Document as ListDocument;
pub use list::write as write_list;
pub use summary::write as write_summary;

use crate::json::Position;
use crate::report::checkout::Checkout;
use crate::suite::coverage::Coverage;
use crate::suite::load::LoadError;
use crate::suite::mutants::Mutation;
use crate::suite::{Case, Outcome, RunResult, Suite};
use std::time::Duration;

/// The outcome of all suites, in words.
#[derive(Debug, Clone)]
pub struct VerifyReport {
    /// The suites that could be read, in the order given.
    pub suites: Vec<SuiteReport>,
    /// Those that could not.
    pub unread: Vec<LoadError>,
    /// How long it took.
    pub elapsed: Duration,
    /// What files are called in the repository, for annotations.
    pub checkout: Checkout,
    /// What the cases put to use, where that was asked for.
    pub coverage: Option<Measured<Coverage>>,
    /// What the cases would not notice, where that was asked for.
    pub mutation: Option<Measured<Mutation>>,
}

/// Something that was measured, and how much of it is asked for.
#[derive(Debug, Clone)]
pub struct Measured<T> {
    /// What was measured.
    pub value: T,
    /// The least that is asked for, in percent.
    pub least: Option<f64>,
}

impl Measured<Coverage> {
    /// Whether it is as much as was asked for.
    pub fn is_enough(&self) -> bool {
        self.least
            .is_none_or(|least| self.value.total().percent() >= least)
    }
}

impl Measured<Mutation> {
    /// Whether it is as much as was asked for.
    pub fn is_enough(&self) -> bool {
        self.least
            .is_none_or(|least| self.value.total().percent() >= least)
    }
}

/// The outcome of one suite.
#[derive(Debug, Clone)]
pub struct SuiteReport {
    /// Its name.
    pub name: String,
    /// Its cases, in order.
    pub cases: Vec<CaseReport>,
}

/// The outcome of one case.
#[derive(Debug, Clone)]
pub struct CaseReport {
    /// Its name.
    pub name: String,
    /// What it is there for.
    pub why: Option<String>,
    /// The file in which it stands.
    pub file: String,
    /// Where.
    pub position: Option<Position>,
    /// The pattern's name.
    pub pattern: String,
    /// The event's name.
    pub event: Option<String>,
    /// What is expected, in words.
    pub expected: String,
    /// What became of it.
    pub status: Status,
    /// How long it took.
    pub elapsed: Duration,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// All is as expected.
    Passed,
    /// Something is not.
    Failed(Vec<FailureReport>),
    /// There is no telling: why.
    Broken(String),
    /// Nothing was to be done behind the first failure.
    NotRun,
}

/// One thing that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureReport {
    /// What was expected and what is so instead, in one line.
    pub message: String,
    /// Why it is so, a paragraph each.
    pub details: Vec<String>,
}

/// How many cases came to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All is as expected.
    pub passed: usize,
    /// Something is not.
    pub failed: usize,
    /// There is no telling.
    pub broken: usize,
    /// Not looked at.
    pub not_run: usize,
}

impl Counts {
    fn add(&mut self, status: &Status) {
        let count = match status {
            Status::Passed => &mut self.passed,
            Status::Failed(_) => &mut self.failed,
            Status::Broken(_) => &mut self.broken,
            Status::NotRun => &mut self.not_run,
        };
        *count += 1;
    }

    /// All of them.
    pub fn total(self) -> usize {
        let Self {
            passed,
            failed,
            broken,
            not_run,
        } = self;
        passed + failed + broken + not_run
    }
}

impl SuiteReport {
    /// How many of its cases came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for case in &self.cases {
            counts.add(&case.status);
        }
        counts
    }

    /// How long its cases took, one after the other.
    pub fn elapsed(&self) -> Duration {
        self.cases.iter().map(|case| case.elapsed).sum()
    }
}

impl VerifyReport {
    /// What became of these suites, in words.
    pub fn new(suites: &[Suite], result: RunResult, unread: Vec<LoadError>) -> Self {
        let suites = suites
            .iter()
            .zip(result.suites)
            .map(|(suite, result)| SuiteReport {
                name: suite.name.clone(),
                cases: suite
                    .cases
                    .iter()
                    .zip(result.cases)
                    .map(|(case, result)| case_report(case, result.outcome, result.elapsed))
                    .collect(),
            })
            .collect();
        Self {
            suites,
            unread,
            elapsed: Duration::ZERO,
            checkout: Checkout::default(),
            coverage: None,
            mutation: None,
        }
    }

    /// How many cases of all suites came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for case in self.suites.iter().flat_map(|suite| &suite.cases) {
            counts.add(&case.status);
        }
        counts
    }

    /// Whether nothing failed and as much is covered as was asked for. Says nothing of trouble.
    pub fn passed(&self) -> bool {
        self.counts().failed == 0
            && self
                .coverage
                .as_ref()
                .is_none_or(Measured::<Coverage>::is_enough)
            && self
                .mutation
                .as_ref()
                .is_none_or(Measured::<Mutation>::is_enough)
    }

    /// Whether something could not be read or decided.
    pub fn trouble(&self) -> bool {
        !self.unread.is_empty() || self.counts().broken > 0 || self.counts().total() == 0
    }
}

fn case_report(case: &Case, outcome: Outcome, elapsed: Duration) -> CaseReport {
    let status = match outcome {
        Outcome::Passed => Status::Passed,
        Outcome::Broken(why) => Status::Broken(why),
        Outcome::NotRun => Status::NotRun,
        Outcome::Failed(failures) => Status::Failed(
            failures
                .iter()
                .map(|failure| words::failure(case, failure))
                .collect(),
        ),
    };
    CaseReport {
        name: case.name.clone(),
        why: case.why.clone(),
        file: case.file.to_string(),
        position: case.position,
        pattern: case.pattern.name.clone(),
        event: case.event.as_ref().map(|event| event.name.clone()),
        expected: words::expected(&case.expect),
        status,
        elapsed,
    }
}
