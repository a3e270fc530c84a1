//! Putting results back in the order of the input.

use super::block::{Found, Text};
use super::{Bad, Control, Options};
use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};

/// How many bytes of results may wait for those in front of them.
const MOST_WAITING_BYTES: usize = 16 << 20;
/// How many blocks may.
const MOST_WAITING: usize = 256;

/// Takes what a scan finds, in the order of the input.
pub trait Sink {
    /// What was produced of chosen events: whole events or records.
    ///
    /// # Errors
    /// It cannot be taken; the scan ends.
    fn matched(&mut self, out: &[u8]) -> io::Result<()>;

    /// A chosen event whose text was asked for.
    ///
    /// # Errors
    /// It cannot be taken; the scan ends.
    fn text(&mut self, file: usize, text: &Text) -> io::Result<()>;

    /// A piece that is no event.
    ///
    /// # Errors
    /// It cannot be taken; the scan ends.
    fn bad(&mut self, file: usize, bad: &Bad) -> io::Result<()>;

    /// An input that could not be read, or not to its end.
    fn unread(&mut self, file: usize, message: &str);

    /// All that was found in one more block has been taken.
    ///
    /// # Errors
    /// It cannot be taken; the scan ends.
    fn block(&mut self, totals: &Totals) -> io::Result<()>;
}

/// What was counted so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Bytes, after unpacking.
    pub bytes: u64,
    /// Events.
    pub events: u64,
    /// Chosen events.
    pub matched: u64,
    /// For each rule the chosen events that it matches.
    pub by_rule: Vec<u64>,
    /// Pieces that are no events.
    pub bad: u64,
    /// Lines that these take up.
    pub bad_lines: u64,
    /// Events that some rule might match in strict mode, had the search not been given up.
    pub undecided: u64,
    /// Events that were not chosen for having no time.
    pub timeless: u64,
    /// Records that some place drops without matching them.
    pub dropped: u64,
    /// Verdicts on records that nobody documents.
    pub unknown: u64,
    /// Inputs that could not be read to their end.
    pub unread: u64,
    /// Inputs that were read to their end.
    pub files: u64,
}

/// Takes results in any order, and gives them to the sink in that of the input.
#[derive(Debug)]
pub struct Order<S> {
    state: Mutex<State<S>>,
    moved: Condvar,
    texts: AtomicU64,
    limit: Option<u64>,
    most_texts: u64,
    ends_at_bad: bool,
}

#[derive(Debug)]
struct State<S> {
    sink: S,
    totals: Totals,
    /// The file, the number of the block and its part that are to be taken next.
    next: (usize, u64, u64),
    waiting: BTreeMap<(usize, u64, u64), Found>,
    waiting_bytes: usize,
    /// Nothing more is taken.
    is_closed: bool,
    error: Option<io::Error>,
}

impl<S: Sink> Order<S> {
    /// To be filled by a scan for `rules` rules.
    pub fn new(sink: S, rules: usize, options: &Options) -> Self {
        let totals = Totals {
            by_rule: vec![0; rules],
            ..Totals::default()
        };
        Self {
            state: Mutex::new(State {
                sink,
                totals,
                next: (0, 0, 0),
                waiting: BTreeMap::new(),
                waiting_bytes: 0,
                is_closed: options.limit == Some(0),
                error: None,
            }),
            moved: Condvar::new(),
            texts: AtomicU64::new(0),
            limit: options.limit,
            most_texts: options.texts,
            ends_at_bad: options.ends_at_bad,
        }
    }

    /// How many texts have been given to the sink.
    pub(super) fn texts_taken(&self) -> &AtomicU64 {
        &self.texts
    }

    /// Takes what was found in one block. Waits while too much waits for what is in front. False
    /// where nothing more is wanted.
    pub(super) fn deliver(&self, found: Found, control: &Control) -> bool {
        let mut state = self.lock();
        let place = (found.file, found.number, found.part);
        state.waiting_bytes += found.weight();
        state.waiting.insert(place, found);
        loop {
            if state.is_closed {
                break;
            }
            let next = state.next;
            if let Some(found) = state.waiting.remove(&next) {
                state.waiting_bytes -= found.weight();
                state.next = match (found.goes_on, found.is_last) {
                    (true, _) => (next.0, next.1, next.2 + 1),
                    (false, true) => (next.0 + 1, 0, 0),
                    (false, false) => (next.0, next.1 + 1, 0),
                };
                match self.take(&mut state, found) {
                    Ok(true) => {}
                    Ok(false) => state.is_closed = true,
                    Err(error) => {
                        state.error = Some(error);
                        state.is_closed = true;
                    }
                }
                self.moved.notify_all();
                continue;
            }
            let too_much =
                state.waiting_bytes > MOST_WAITING_BYTES || state.waiting.len() > MOST_WAITING;
            if !too_much || place < next {
                return true;
            }
            state = self
                .moved
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        control.stop.store(true, Ordering::Relaxed);
        self.moved.notify_all();
        false
    }

    /// Gives one block's results to the sink, up to the limit. False where that is reached.
    fn take(&self, state: &mut State<S>, mut found: Found) -> io::Result<bool> {
        let State { sink, totals, .. } = state;
        let mut goes_on = true;
        if let Some(limit) = self.limit {
            let left = usize::try_from(limit - totals.matched).unwrap_or(usize::MAX);
            if found.hits.len() >= left {
                found.cut(left);
                found
                    .bad
                    .retain(|bad| bad.place.offset < found.start + found.bytes);
                goes_on = false;
            }
        }
        if self.ends_at_bad && !found.bad.is_empty() {
            found.bad.sort_by_key(|bad| bad.place.offset);
            found.bad.truncate(1);
            let end = found
                .bad
                .first()
                .map_or(0, |bad| bad.place.offset - found.start);
            found.cut(found.hits.partition_point(|hit| hit.end <= end));
            goes_on = false;
        }
        totals.bytes += found.bytes;
        totals.events += found.events;
        totals.matched += found.hits.len() as u64;
        totals.undecided += found.undecided;
        totals.timeless += found.timeless;
        totals.dropped += found.dropped;
        totals.unknown += found.unknown;
        totals.files += u64::from(found.is_last && found.error.is_none());
        for rule in &found.rules {
            if let Some(count) = totals.by_rule.get_mut(rule.index()) {
                *count += 1;
            }
        }
        if !found.out.is_empty() {
            sink.matched(&found.out)?;
        }
        for text in &found.texts {
            if self.texts.load(Ordering::Relaxed) < self.most_texts {
                sink.text(found.file, text)?;
                self.texts.fetch_add(1, Ordering::Relaxed);
            }
        }
        for bad in &found.bad {
            totals.bad += 1;
            totals.bad_lines += bad.lines;
            sink.bad(found.file, bad)?;
        }
        if let Some(message) = &found.error {
            totals.unread += 1;
            sink.unread(found.file, message);
        }
        sink.block(totals)?;
        Ok(goes_on)
    }

    /// Ends the taking, whatever is still to come, and says how things stand. What was taken was
    /// taken whole. `None` where the sink is busy, and perhaps stays so.
    pub fn interrupt<T>(&self, with: impl FnOnce(&mut S, &Totals) -> T) -> Option<T> {
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(state)) => state.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        state.is_closed = true;
        let State { sink, totals, .. } = &mut *state;
        Some(with(sink, totals))
    }

    /// Looks at how the scan ended: at the sink, the totals, and what the sink could not take.
    pub fn finish<T>(&self, with: impl FnOnce(&mut S, &Totals, Option<io::Error>) -> T) -> T {
        let mut state = self.lock();
        let State {
            sink,
            totals,
            error,
            ..
        } = &mut *state;
        with(sink, totals, error.take())
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
