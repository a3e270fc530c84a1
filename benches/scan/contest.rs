//! Taking turns.

use std::time::{Duration, Instant};

/// How many turns each contestant has.
pub(crate) fn rounds() -> usize {
    let set = std::env::var("PATTERN_TEST_BENCH_ROUNDS").ok();
    set.and_then(|rounds| rounds.parse().ok()).unwrap_or(11)
}

/// The same work for several contestants, of whom the first is ours.
pub(crate) struct Contest<'c> {
    name: &'c str,
    bytes: usize,
    contestants: Vec<(String, Box<dyn FnMut() -> usize + 'c>)>,
}

impl<'c> Contest<'c> {
    pub(crate) fn new(name: &'c str, bytes: usize) -> Self {
        Self {
            name,
            bytes,
            contestants: Vec::new(),
        }
    }

    /// Adds a contestant; what it returns says whether it did the same work.
    pub(crate) fn add(&mut self, name: &str, work: impl FnMut() -> usize + 'c) {
        self.contestants.push((name.to_owned(), Box::new(work)));
    }

    /// Lets them take turns, and prints a row for each. One turn in advance warms everything up.
    pub(crate) fn run(mut self, rounds: usize) {
        let mut found = Vec::new();
        for (name, work) in &mut self.contestants {
            // A contestant may be unable to do it at all.
            match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
                Ok(count) => found.push(Some(count)),
                Err(_) => {
                    println!("| {} | {name} | panics | |", self.name);
                    found.push(None);
                }
            }
        }
        let mut able = found.iter().map(Option::is_some);
        self.contestants.retain(|_| able.next() == Some(true));
        let found: Vec<_> = found.into_iter().flatten().collect();
        let mut times: Vec<Vec<Duration>> = vec![Vec::new(); self.contestants.len()];
        for _ in 0..rounds {
            for ((_, work), times) in self.contestants.iter_mut().zip(&mut times) {
                let start = Instant::now();
                std::hint::black_box(work());
                times.push(start.elapsed());
            }
        }
        for (index, (name, _)) in self.contestants.iter().enumerate() {
            let time = median(times[index].iter().map(Duration::as_secs_f64));
            let ratio = median(
                times[index]
                    .iter()
                    .zip(&times[0])
                    .map(|(theirs, ours)| theirs.as_secs_f64() / ours.as_secs_f64()),
            );
            let rate = self.bytes as f64 / time / 1e6;
            let ratio = if index == 0 {
                String::new()
            } else {
                format!("{ratio:.2}")
            };
            let what = self.name;
            println!(
                "| {what} (found {}) | {name} | {rate:.0} | {ratio} |",
                found[index]
            );
        }
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
