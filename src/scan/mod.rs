//! Gigabytes of events against many patterns: reading, cutting into blocks, matching on several
//! threads, and putting the results back in order.
//!
//! - `source` opens inputs and unpacks them by their content.
//! - `stream` reads one input and cuts it into blocks that begin and end between events: `sequence`
//!   where events follow each other, `unwrap` where they are the elements of an array.
//! - `form` says by an input's beginning how it is read; what holds events is taken apart by `intake`.
//! - `block` matches the events of one block; `records` those of which some place filters records.
//! - `feed` hands blocks to threads; `order` takes what they found, in the order of the input.
//!
//! **Why plain reads, no memory mapping.** A file that shrinks under a mapping kills the process.
//! Reading blocks of a size that stays in the processor's cache costs little beside matching, and
//! works for pipes and compressed data just the same.

mod block;
mod feed;
mod form;
mod lines;
mod order;
mod records;
mod sequence;
mod source;
mod stream;
mod unwrap;

pub use block::{Choose, Produce, Record, Text, Write};
pub use order::{Order, Sink, Totals};
pub use records::Filters;
pub use source::Input;

use crate::engine::{self, Needles, RuleSet};
use crate::intake::Time;
use crate::json::Position;
use block::Matcher;
use feed::Feed;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// What to do, all decided.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which events are wanted.
    pub choose: Choose,
    /// What of them.
    pub produce: Produce,
    /// Only events at or behind this time.
    pub since: Option<Time>,
    /// Only events in front of this time.
    pub until: Option<Time>,
    /// Where the array of events is in each value of the input, as the tokens of a JSON Pointer.
    pub each: Option<Vec<String>>,
    /// Whether what stands beside arrays at the top of an input is wanted too: records come both ways.
    pub mixed: bool,
    /// The longest event that is read, in bytes.
    pub longest: usize,
    /// Number of threads.
    pub jobs: NonZeroUsize,
    /// How many events are wanted.
    pub limit: Option<u64>,
    /// For how many of them the text is kept.
    pub texts: u64,
    /// Whether the text of bad lines is kept.
    pub keep_bad: bool,
    /// Whether the scan ends at the first.
    pub ends_at_bad: bool,
    /// Whether events are taken for well-formed, and no more of them is read than is asked for.
    pub trusts: bool,
}

/// A place in an input, after unpacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In bytes.
    pub offset: u64,
    /// Line and column, in characters.
    pub position: Position,
}

impl Place {
    /// Where every input begins.
    pub const START: Self = Self {
        offset: 0,
        position: Position::START,
    };

    /// The place behind `bytes`, which begin here.
    #[must_use]
    pub fn behind(self, bytes: &[u8]) -> Self {
        let lines = engine::line_ends(bytes);
        let last = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
        let rest = bytes.get(last..).unwrap_or_default();
        let characters = rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        let position = Position {
            line: lines + 1,
            column: characters + 1,
        };
        Self {
            offset: self.offset + bytes.len() as u64,
            position: position.seen_from(self.position),
        }
    }
}

impl Place {
    /// The piece `range` of `bytes`, which begin here, as one that is no event.
    fn bad(self, bytes: &[u8], range: Range<usize>, stop: usize, message: String) -> Bad {
        let before = |end| bytes.get(..end).unwrap_or_default();
        let text = bytes.get(range.clone()).unwrap_or_default();
        Bad {
            place: self.behind(before(range.start)),
            at: self.behind(before(stop)).position,
            lines: lines(text),
            length: text.len() as u64,
            message,
            text: None,
        }
    }
}

/// How many lines there are in a text that is not empty.
fn lines(text: &[u8]) -> u64 {
    let text = text.trim_ascii_end();
    memchr::memchr_iter(b'\n', text).count() as u64 + 1
}

/// A piece of an input that is no event.
#[derive(Debug, Clone)]
pub struct Bad {
    /// Where it begins.
    pub place: Place,
    /// Where the mistake is.
    pub at: Position,
    /// How many lines it takes up.
    pub lines: u64,
    /// How many bytes.
    pub length: u64,
    /// What is wrong.
    pub message: String,
    /// Its bytes, where they are kept. Pieces that are too long are not.
    pub text: Option<Vec<u8>>,
}

/// What others may look at, or say, while a scan is going on.
#[derive(Debug, Default)]
pub struct Control {
    /// To be set when the work is to end early.
    pub stop: AtomicBool,
    /// Bytes read so far, before unpacking.
    pub read: AtomicU64,
}

/// Reads all inputs, and gives what is found to the sink of `order`, in the order of the inputs.
/// `write` makes records of chosen events, where records are wanted. With `filters`, what the input
/// holds is also looked at as the records that places filter; nothing is trusted then.
pub fn run<S: Sink + Send>(
    rules: &RuleSet,
    filters: Option<&Filters>,
    inputs: &[Input],
    options: &Options,
    control: &Control,
    order: &Order<S>,
    write: &Write<'_>,
) {
    let feed = Feed::new(inputs, options, control);
    let seen = Mutex::default();
    let trusts = options.trusts && filters.is_none();
    let needles = trusts.then(|| Needles::of(rules)).flatten();
    let work = || {
        let mut matcher = Matcher::new(
            rules,
            filters,
            needles.as_ref(),
            options,
            order.texts_taken(),
            write,
            &seen,
        );
        while let Some(block) = feed.next() {
            let mut hand_on = |found| order.deliver(found, control);
            let Some((found, bytes)) = matcher.block(block, &mut hand_on) else {
                break;
            };
            feed.recycle(bytes);
            if !order.deliver(found, control) {
                break;
            }
        }
    };
    if options.jobs.get() == 1 {
        work();
        return;
    }
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.get() {
            scope.spawn(work);
        }
    });
}
