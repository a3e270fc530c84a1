//! Many patterns against each other.

use super::compare::{Asker, Relation};
use super::space::Space;
use super::{Finding, Options};
use crate::pattern::Pattern;
use std::num::NonZeroUsize;

/// How two of several patterns stand to each other.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The place of the first among the patterns.
    pub first: usize,
    /// The place of the second, which is larger.
    pub second: usize,
    /// Over all events.
    pub relation: Relation,
    /// Over events in which no path has more than one value.
    pub relation_of_single_values: Relation,
    /// An event that both match.
    pub both: Finding,
    /// Where one is contained in the other: an event that only the other matches.
    pub beyond: Option<Finding>,
}

/// Compares each of the patterns with each that comes behind it, in that order, with an event for
/// each pair. On as many threads as `threads` says, and on the caller's alone where that is one; the
/// answer is the same.
pub fn overlap(patterns: &[&Pattern], options: &Options<'_>, threads: NonZeroUsize) -> Vec<Pair> {
    let threads = threads.get().min(patterns.len().max(1));
    if threads <= 1 {
        let rows = rows_of(patterns, options, 0, 1);
        return rows.into_iter().flat_map(|(_, pairs)| pairs).collect();
    }
    // Every thread takes every so many-th pattern: the first have more pairs than the last.
    let mut rows: Vec<(usize, Vec<Pair>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| scope.spawn(move || rows_of(patterns, options, worker, threads)))
            .collect();
        let done = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
        done.flat_map(|rows| match rows {
            Ok(rows) => rows,
            Err(panic) => std::panic::resume_unwind(panic),
        })
        .collect()
    });
    rows.sort_by_key(|(first, _)| *first);
    rows.into_iter().flat_map(|(_, pairs)| pairs).collect()
}

fn rows_of(
    patterns: &[&Pattern],
    options: &Options<'_>,
    worker: usize,
    threads: usize,
) -> Vec<(usize, Vec<Pair>)> {
    let mut space = Space::default();
    let subjects: Vec<_> = patterns.iter().map(|p| space.subject(p)).collect();
    let mut rows = Vec::new();
    for (first, one) in subjects.iter().enumerate().skip(worker).step_by(threads) {
        let mut row = Vec::with_capacity(subjects.len() - first - 1);
        for (second, other) in subjects.iter().enumerate().skip(first + 1) {
            let mut asker = Asker::new(&mut space, options);
            let single = asker.intersection(one, other, true);
            let both = match &single {
                Finding::Event(_) => single.clone(),
                _ if options.scalar => single.clone(),
                _ => asker.intersection(one, other, false),
            };
            let only_first = asker.difference(one, other);
            let only_second = asker.difference(other, one);
            let relation = Relation::new(&only_first, &only_second, &both);
            row.push(Pair {
                first,
                second,
                relation,
                relation_of_single_values: Relation::new(&only_first, &only_second, &single),
                both,
                beyond: match relation {
                    Relation::Narrower => Some(only_first),
                    Relation::Wider => Some(only_second),
                    _ => None,
                },
            });
        }
        rows.push((first, row));
    }
    rows
}
