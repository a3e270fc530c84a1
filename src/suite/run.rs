//! Looking at all cases of all suites, on several threads.

use super::check::check;
use super::model::{Case, Outcome, Suite};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How many cases a thread takes at a time.
const BATCH: usize = 16;

/// How to go about it.
#[derive(Debug, Clone, Copy)]
pub struct Jobs {
    /// How many threads may be at work, at least one; with one, none is spawned.
    pub threads: usize,
    /// Whether nothing is to be done behind the first case that does not pass.
    pub fail_fast: bool,
    /// The time since some moment, for [`CaseResult::elapsed`]. The library does not look at a clock
    /// by itself: not every platform has one.
    pub clock: fn() -> Duration,
}

impl Default for Jobs {
    /// This thread alone, all cases, no clock.
    fn default() -> Self {
        Self {
            threads: 1,
            fail_fast: false,
            clock: || Duration::ZERO,
        }
    }
}

/// What became of one case.
#[derive(Debug, Clone)]
pub struct CaseResult {
    /// What became of it.
    pub outcome: Outcome,
    /// How long that took, by [`Jobs::clock`].
    pub elapsed: Duration,
}

/// What became of the cases of one suite, in its order.
#[derive(Debug, Clone)]
pub struct SuiteResult {
    /// One for each case.
    pub cases: Vec<CaseResult>,
}

/// What became of all suites, in the order given.
#[derive(Debug, Clone)]
pub struct RunResult {
    /// One for each suite.
    pub suites: Vec<SuiteResult>,
}

/// Looks at every case. `done` is counted up as cases are finished, so that somebody may watch.
///
/// The outcomes do not depend on the number of threads: with [`Jobs::fail_fast`] everything in
/// front of the first case that does not pass is looked at, and nothing behind it is told.
pub fn run(suites: &[Suite], jobs: Jobs, done: &AtomicUsize) -> RunResult {
    let cases: Vec<&Case> = suites.iter().flat_map(|suite| &suite.cases).collect();
    let next = AtomicUsize::new(0);
    // Cases from here on need not be looked at.
    let end = AtomicUsize::new(cases.len());
    let work = || {
        let mut results = Vec::new();
        loop {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            let batch = cases.iter().enumerate().skip(start).take(BATCH);
            if start >= end.load(Ordering::Relaxed) {
                return results;
            }
            for (index, case) in batch {
                if index >= end.load(Ordering::Relaxed) {
                    break;
                }
                let started = (jobs.clock)();
                let outcome = check(case);
                if jobs.fail_fast && outcome != Outcome::Passed {
                    end.fetch_min(index + 1, Ordering::Relaxed);
                }
                results.push((
                    index,
                    CaseResult {
                        outcome,
                        elapsed: (jobs.clock)().saturating_sub(started),
                    },
                ));
                done.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    let mut finished = in_parallel(jobs.threads.min(cases.len().div_ceil(BATCH)), work);
    finished.sort_unstable_by_key(|(index, _)| *index);
    let end = end.into_inner();
    let mut finished = finished
        .into_iter()
        .filter(|(index, _)| *index < end)
        .map(|(_, result)| result);
    let not_run = CaseResult {
        outcome: Outcome::NotRun,
        elapsed: Duration::ZERO,
    };
    let suites = suites
        .iter()
        .map(|suite| SuiteResult {
            cases: suite
                .cases
                .iter()
                .map(|_| finished.next().unwrap_or_else(|| not_run.clone()))
                .collect(),
        })
        .collect();
    RunResult { suites }
}

/// The same work on so many threads; what all of them return, in no particular order.
pub(super) fn in_parallel<T: Send>(threads: usize, work: impl Fn() -> Vec<T> + Sync) -> Vec<T> {
    if threads <= 1 {
        return work();
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(&work)).collect();
        let mut results = work();
        for other in others {
            match other.join() {
                Ok(more) => results.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    })
}
