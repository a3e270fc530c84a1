//! Events one after the other: where a block may be cut, and where to go on behind what is no event.

use crate::engine::{Malformed, skip_object, white_space};
use memchr::memmem;

/// How many line ends are tried before the block is read from its start to find a place to cut.
const TRIES: usize = 4;

/// Where to go on behind text that is no event: it begins at `start`, and was found wrong at `stop`.
///
/// Where both are on one line, that is the next line that begins with a brace, perhaps behind blanks;
/// else, so that not every object inside of it is taken for an event, one that begins with a brace
/// directly. `None` where there is no such line.
pub(super) fn resume(bytes: &[u8], start: usize, stop: usize) -> Option<usize> {
    let wrong = bytes.get(start..stop.min(bytes.len())).unwrap_or_default();
    let same_line = memchr::memchr(b'\n', wrong).is_none();
    let rest = bytes.get(start..).unwrap_or_default();
    if same_line {
        line_with_brace(rest).map(|at| start + at)
    } else {
        memmem::find(rest, b"\n{").map(|at| start + at + 1)
    }
}

/// The first line, but for the one that `bytes` begin with, that begins with a brace, perhaps behind
/// blanks.
pub(super) fn line_with_brace(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes)
        .map(|end| end + 1)
        .find(|line| {
            let line = bytes.get(*line..).unwrap_or_default();
            let mut behind_blanks = line.iter().skip_while(|b| matches!(b, b' ' | b'\t'));
            behind_blanks.next() == Some(&b'{')
        })
}

/// Whether an object that could not be read may only lack what comes behind `bytes`.
pub(super) fn may_be_cut(stop: Malformed, bytes: &[u8]) -> bool {
    stop.at + Malformed::TAIL >= bytes.len()
}

/// Where to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Here: what is in front is whole, whatever follows.
    At(usize),
    /// Nothing is whole; the first event, or what is none, begins here.
    Nowhere(usize),
}

/// Finds the last place at which `bytes`, which begin between events, may be cut.
///
/// A line that begins with a brace mostly begins an event. It surely does where an object ends just in
/// front of it: inside of an array or object a comma would follow. So only the last event is looked
/// at, as a rule.
pub(super) fn cut(bytes: &[u8]) -> Cut {
    let ends_line = bytes.last() == Some(&b'\n');
    let braces = memmem::rfind_iter(bytes, b"\n{").map(|at| at + 1);
    let ends = ends_line.then_some(bytes.len()).into_iter().chain(braces);
    for end in ends.take(TRIES) {
        let before = bytes.get(..end.saturating_sub(1)).unwrap_or_default();
        let start = memmem::rfind(before, b"\n{").map_or(0, |at| at + 1);
        let front = bytes.get(..start).unwrap_or_default().trim_ascii_end();
        let begins_event = end < bytes.len() || front.is_empty() || front.ends_with(b"}");
        if begins_event
            && let Ok(behind) = skip_object(bytes, start)
            && behind <= end
            && white_space(bytes, behind) >= end
        {
            return Cut::At(end);
        }
    }
    cut_from_start(bytes)
}

/// The same by reading everything.
fn cut_from_start(bytes: &[u8]) -> Cut {
    let mut whole = 0;
    loop {
        let start = white_space(bytes, whole);
        let next = match skip_object(bytes, start) {
            Ok(end) => Some(end),
            Err(stop) if may_be_cut(stop, bytes) => None,
            Err(stop) => resume(bytes, start, stop.at),
        };
        match next {
            Some(next) => whole = next,
            None if whole > 0 => return Cut::At(whole),
            None => return Cut::Nowhere(start),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_events() {
        for (text, expected) in [
            ("{\"a\":1}\n{\"b\":2}\n", Cut::At(16)),
            ("{\"a\":1}\n{\"b\":2", Cut::At(8)),
            ("{\"a\":1}{\"b\":2}{\"c\"", Cut::At(14)),
            ("{\"a\":\n{\"b\":2}\n", Cut::Nowhere(0)),
            ("{\"a\":[\n{\"b\":2},\n{\"c\":3}\n", Cut::Nowhere(0)),
            ("{\"a\":[\n{\"b\":2},\n{\"c\":3}\n]}\n{\"d\":", Cut::At(26)),
            ("  {", Cut::Nowhere(2)),
            ("junk\n{\"a\":1}\n{\"b", Cut::At(13)),
            ("junk and no end", Cut::Nowhere(0)),
        ] {
            assert_eq!(cut(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn goes_on_at_the_next_event() {
        let resume = |text: &str, stop| resume(text.as_bytes(), 0, stop);
        assert_eq!(resume("{x}\n {\"a\":1}", 1), Some(4));
        assert_eq!(resume("{x}\njunk\n{\"a\":1}", 1), Some(9));
        assert_eq!(resume("{\n \"a\": [\n  {}\n {}]}\n{}", 16), Some(21));
        assert_eq!(resume("{\"a\"\n{\"b\":1}", 5), Some(5));
        assert_eq!(resume("junk", 0), None);
    }
}
