//! Lines that are trusted to be events.

use super::block::end_of_line;
use super::block::{Choose, Found, Here, Matcher};
use crate::engine::white_space;
use memchr::{memchr_iter, memrchr};
use std::ops::Range;

/// Whether it pays to look for what must be in an event before reading it. Each block starts anew, so that
/// what is found in it does not hang on which thread has it.
#[derive(Debug, Default)]
struct Prospects {
    /// How many events were passed by, and how many had to be read all the same.
    passed: u64,
    read: u64,
}

impl Prospects {
    /// So many are read before that is judged.
    const TRIAL: u64 = 32;

    fn pays(&self) -> bool {
        self.read < Self::TRIAL || self.passed * 2 >= self.read
    }
}

impl Matcher<'_> {
    /// Matches the lines of a block, those that can match nothing being only counted.
    pub(super) fn lines(
        &mut self,
        here: &mut Here<'_>,
        found: &mut Found,
        hand_on: &mut dyn FnMut(Found) -> bool,
    ) -> Option<()> {
        let bytes = here.bytes;
        let needles = match self.options.choose {
            Choose::Flattened | Choose::Strict | Choose::Disagree => self.needles,
            // These want the others too.
            Choose::NotFlattened | Choose::NotStrict => None,
        };
        let mut search = needles.map(|needles| needles.search(bytes));
        let mut prospects = Prospects::default();
        let mut at = white_space(bytes, 0);
        while at < bytes.len() {
            if let Some(search) = search.as_mut().filter(|_| prospects.pays()) {
                let stop = match search.next(at) {
                    Some(hit) => start_of_line(bytes, at..hit),
                    None => bytes.len(),
                };
                let (count, behind) = self.pass_by(bytes, at..stop);
                found.events += count;
                prospects.passed += count;
                if behind > at {
                    at = white_space(bytes, behind);
                    if at >= bytes.len() {
                        break;
                    }
                }
                prospects.read += 1;
            }
            let end = end_of_line(bytes, at);
            at = self.next_event(here, at, Some(end), found);
            self.relieve(found, at, hand_on)?;
        }
        Some(())
    }

    /// Counts the lines that are not blank, up to one that is longer than an event may be; and where
    /// that begins.
    fn pass_by(&self, bytes: &[u8], lines: Range<usize>) -> (u64, usize) {
        let piece = bytes.get(lines.clone()).unwrap_or_default();
        let mut count = 0;
        let mut start = 0;
        for end in memchr_iter(b'\n', piece).chain([piece.len()]) {
            if end - start > self.options.longest {
                break;
            }
            let line = piece.get(start..end).unwrap_or_default();
            count += u64::from(!line.trim_ascii_start().is_empty());
            start = (end + 1).min(piece.len());
        }
        (count, lines.start + start)
    }
}

/// Where the line begins that the end of a range lies in, if not in front of the range.
fn start_of_line(bytes: &[u8], range: Range<usize>) -> usize {
    let before = bytes.get(range.clone()).unwrap_or_default();
    memrchr(b'\n', before).map_or(range.start, |end| range.start + end + 1)
}
