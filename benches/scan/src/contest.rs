//! Taking turns.

use std::process::{Command, Stdio};
use std::time::Duration;
use wait4::Wait4 as _;

/// How many turns each contestant has.
pub(crate) fn rounds() -> usize {
    let set = std::env::var("PATTERN_TEST_BENCH_ROUNDS").ok();
    set.and_then(|rounds| rounds.parse().ok()).unwrap_or(7)
}

/// What a program took.
pub(crate) struct Taken {
    /// Of the processor, its own and the kernel's.
    pub(crate) time: Duration,
    /// From start to end.
    pub(crate) elapsed: Duration,
    /// The most memory that it had, in bytes.
    pub(crate) memory: u64,
    /// What it printed.
    pub(crate) output: String,
}

/// Runs a program to its end; `None` where it fails, or is not there.
pub(crate) fn run(command: &mut Command) -> Option<Taken> {
    let start = std::time::Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdout = child.stdout.take()?;
    let mut output = String::new();
    std::io::Read::read_to_string(&mut stdout, &mut output).ok()?;
    let used = child.wait4().ok()?;
    let is_trouble = !matches!(used.status.code(), Some(0 | 1));
    (!is_trouble).then_some(Taken {
        time: used.rusage.utime + used.rusage.stime,
        elapsed: start.elapsed(),
        memory: used.rusage.maxrss,
        output,
    })
}

/// The time of the processor that each of several programs takes, the median of its turns: a machine
/// that others use as well changes the elapsed time far more. Those that fail have none.
pub(crate) fn times(contestants: &mut [Command]) -> Vec<Option<f64>> {
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    for _ in 0..rounds() {
        for (command, times) in contestants.iter_mut().zip(&mut times) {
            times.extend(run(command).map(|taken| taken.time.as_secs_f64()));
        }
    }
    times.into_iter().map(median).collect()
}

pub(crate) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
