//! Skipping objects and arrays 64 bytes at a time, checked in full.
//!
//! Each block of 64 bytes becomes a few words of 64 bits, one bit for each byte: where strings are,
//! brackets, colons, commas, blanks, and the rest, which must be numbers and `true`, `false`, `null`.
//! JSON's grammar is then checked in three parts that need no look at single bytes:
//!
//! - **Neighbours.** A value begins behind every opening bracket, colon and comma, and nowhere else;
//!   only a closing bracket may stand behind an opening one too. A string behind an opening bracket or
//!   a comma *may be a key*, and a colon stands only behind such a one.
//! - **Kinds.** A colon stands only in an object. What may be a key and has no colon behind it stands
//!   only in an array, as does any other value behind an opening bracket or a comma. With the
//!   neighbours that makes every member of an object a string, a colon and a value.
//! - **Brackets** close what was opened last: the only part with a stack, one step for each bracket.
//!   The stack is one word, a bit for each level; what is nested deeper is left to the other scanner.
//!
//! Of the numbers those are checked at once that lie within a block and have no exponent; the others,
//! words and escapes are looked at one by one. Whatever does not fit sends the whole container to the
//! byte-by-byte scanner, which knows where exactly the mistake is.

use super::scanner::{self, byte};
use crate::json::MAX_DEPTH;
use fearless_simd::{Simd, SimdBase as _, SimdMask as _, u8x64};

/// Bytes in a block.
const BLOCK: usize = 64;

/// So many levels fit in a word, beside the bit that marks its end.
const LEVELS: usize = 63;

/// One bit for each byte of a block.
#[derive(Debug, Clone, Copy)]
struct Bits {
    quotes: u64,
    backslashes: u64,
    opens: u64,
    closes: u64,
    colons: u64,
    commas: u64,
    controls: u64,
    /// Spaces, tabs and line ends.
    blanks: u64,
}

impl Bits {
    #[inline(always)]
    fn of<S: Simd>(simd: S, block: &[u8; BLOCK]) -> Self {
        let bytes = u8x64::from_slice(simd, block);
        // Braces and brackets differ in this one bit.
        let bracket = bytes | 0x20;
        let mut bits = Self {
            quotes: bytes.simd_eq(b'"').to_bitmask(),
            opens: bracket.simd_eq(b'{').to_bitmask(),
            closes: bracket.simd_eq(b'}').to_bitmask(),
            colons: bytes.simd_eq(b':').to_bitmask(),
            commas: bytes.simd_eq(b',').to_bitmask(),
            backslashes: 0,
            controls: 0,
            blanks: 0,
        };
        // Most blocks have none of these.
        if (bytes.simd_le(b' ') | bytes.simd_eq(b'\\')).any_true() {
            bits.backslashes = bytes.simd_eq(b'\\').to_bitmask();
            bits.controls = bytes.simd_lt(b' ').to_bitmask();
            bits.blanks = bytes.simd_eq(b' ').to_bitmask();
            if bits.controls != 0 {
                let ends = bytes.simd_eq(b'\n') | bytes.simd_eq(b'\r');
                bits.blanks |= (ends | bytes.simd_eq(b'\t')).to_bitmask();
            }
        }
        bits
    }
}

/// The same of what numbers consist of.
#[derive(Debug, Clone, Copy)]
struct Figures {
    digits: u64,
    zeros: u64,
    minuses: u64,
    points: u64,
}

impl Figures {
    #[inline(always)]
    fn of<S: Simd>(simd: S, block: &[u8; BLOCK]) -> Self {
        let bytes = u8x64::from_slice(simd, block);
        Self {
            digits: (bytes - b'0').simd_le(9).to_bitmask(),
            zeros: bytes.simd_eq(b'0').to_bitmask(),
            minuses: bytes.simd_eq(b'-').to_bitmask(),
            points: bytes.simd_eq(b'.').to_bitmask(),
        }
    }

    /// Whether all runs of bytes in `runs`, which begin at `starts`, are numbers without exponents.
    #[inline(always)]
    fn are_numbers(self, runs: u64, starts: u64) -> bool {
        let digits = self.digits & runs;
        let minuses = self.minuses & runs;
        let points = self.points & runs;
        let others = runs & !(digits | minuses | points);
        let first_digits = starts & !minuses | (starts & minuses) << 1;
        let behind_point = points << 1;
        // Adding one to the digits behind a point ends up behind them.
        let behind_fraction = digits.wrapping_add(behind_point & digits) & !digits;
        let wrong = others
            | minuses & !starts
            | first_digits & !digits
            | (first_digits & self.zeros) << 1 & digits
            | points & !(digits << 1)
            | behind_point & !digits
            | behind_fraction & points;
        wrong == 0
    }
}

/// For each bit, whether the number of bits up to and with it is odd.
#[inline(always)]
fn parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// What one block leaves to the next.
struct State {
    /// All ones inside of a string.
    in_string: u64,
    /// The first byte that no escape reaches into.
    behind_escape: usize,
    /// Whether the last byte belonged to a number or word.
    in_scalar: u64,
    last: Last,
    /// For each open container, the innermost last, whether it is an object, behind a one.
    stack: u64,
}

/// What the next byte that is no blank follows, each 0 or 1.
struct Last {
    open: u64,
    comma: u64,
    colon: u64,
    /// The end of a string that may be a key.
    key: u64,
    /// Whether the string that goes on into the next block may be a key.
    in_key: u64,
}

/// The bytes that follow something, blanks left out.
struct Behind {
    open: u64,
    /// An opening bracket or a comma.
    lead: u64,
    /// An opening bracket, a comma or a colon.
    opener: u64,
    /// What may be a key.
    key: u64,
}

/// Behind the object or array that starts at `start`, inside of `depth` open containers; `None` where
/// there is something wrong with it, or it is nested too deep for this.
#[inline(always)]
pub(super) fn container<S: Simd>(
    simd: S,
    bytes: &[u8],
    start: usize,
    depth: usize,
) -> Option<usize> {
    if depth + LEVELS > MAX_DEPTH {
        return None;
    }
    let mut state = State {
        in_string: 0,
        behind_escape: start,
        in_scalar: 0,
        last: Last {
            open: 0,
            comma: 0,
            colon: 1,
            key: 0,
            in_key: 0,
        },
        stack: 1,
    };
    let mut base = start;
    let mut last;
    loop {
        let rest = bytes.get(base..)?;
        let block = match rest.first_chunk::<BLOCK>() {
            Some(block) => block,
            None if rest.is_empty() => return None,
            None => {
                last = [b' '; BLOCK];
                last.get_mut(..rest.len())?.copy_from_slice(rest);
                &last
            }
        };
        if let Some(end) = state.block(simd, bytes, block, base)? {
            return Some(end);
        }
        base += BLOCK;
    }
}

impl State {
    /// Reads one block. `Some(Some(end))` where the container ends in it, `None` where something is
    /// wrong.
    #[inline(always)]
    fn block<S: Simd>(
        &mut self,
        simd: S,
        bytes: &[u8],
        block: &[u8; BLOCK],
        base: usize,
    ) -> Option<Option<usize>> {
        let bits = Bits::of(simd, block);
        let mut quotes = bits.quotes;
        let mut bad = 0;
        if bits.backslashes != 0 || self.behind_escape > base {
            bad = self.escapes(bytes, base, bits.backslashes, &mut quotes);
        }
        // From each opening quote up to, not with, the closing one.
        let strings = parity(quotes) ^ self.in_string;
        let string_starts = quotes & strings;
        let string_ends = quotes & !strings;
        let outside = !strings;
        let opens = bits.opens & outside;
        let closes = bits.closes & outside;
        let colons = bits.colons & outside;
        let commas = bits.commas & outside;
        let blanks = bits.blanks & outside;
        bad |= bits.controls & strings;
        let scalars = outside & !(string_ends | opens | closes | colons | commas | blanks);
        let scalar_starts = scalars & !(scalars << 1 | self.in_scalar);

        let marks = Marks {
            opens,
            commas,
            colons,
            string_starts,
            strings,
        };
        let behind = if blanks == 0 {
            self.last.behind(marks, step)
        } else {
            self.last
                .behind(marks, |marked, last| step_over(marked, last, blanks))
        };
        let others = opens | scalar_starts;
        bad |= ((string_starts | others) ^ behind.opener) & !(closes & behind.open);
        bad |= colons & !behind.key;
        let elements = others & behind.lead | behind.key & !colons;
        let (wrong, end) = self.brackets(block, opens, closes, colons, elements);
        bad |= wrong;
        // What stands behind the end is somebody else's.
        let ours = end.map_or(u64::MAX, |end| u64::MAX >> (63 - end));
        if bad & ours != 0 {
            return None;
        }
        if scalar_starts & ours != 0 {
            self.scalars(
                simd,
                bytes,
                block,
                base,
                scalars & ours,
                scalar_starts & ours,
            )?;
        }
        if let Some(end) = end {
            return Some(Some(base + end as usize + 1));
        }
        self.in_string = 0_u64.wrapping_sub(strings >> 63);
        self.in_scalar = scalars >> 63;
        Some(None)
    }

    /// Takes the quotes that are escaped out, and says which backslashes begin no escape.
    #[cold]
    fn escapes(&mut self, bytes: &[u8], base: usize, backslashes: u64, quotes: &mut u64) -> u64 {
        let from = |offset: usize| match offset.checked_sub(base) {
            None => u64::MAX,
            Some(shift @ 0..64) => u64::MAX << shift,
            Some(_) => 0,
        };
        let mut bad = 0;
        // The bytes of an escape that began in front are none of its own.
        *quotes &= from(self.behind_escape);
        let mut left = backslashes & from(self.behind_escape);
        while left != 0 {
            let bit = left & left.wrapping_neg();
            let at = base + left.trailing_zeros() as usize;
            match scanner::escape(bytes, at) {
                Ok(end) => {
                    self.behind_escape = end;
                    *quotes &= !(from(at) & !from(end));
                    left &= from(end);
                }
                Err(_) => {
                    bad |= bit;
                    left &= left - 1;
                }
            }
        }
        bad
    }

    /// Goes from bracket to bracket: what is wrong, with them or with what stands in the wrong kind
    /// of container, and where the outermost is closed.
    #[inline(always)]
    fn brackets(
        &mut self,
        block: &[u8; BLOCK],
        opens: u64,
        closes: u64,
        colons: u64,
        elements: u64,
    ) -> (u64, Option<u32>) {
        let mut wrong = 0;
        let mut left = opens | closes;
        // What was not looked at yet.
        let mut todo = u64::MAX;
        while left != 0 {
            let at = left.trailing_zeros();
            let up_to = left ^ (left - 1);
            left &= left - 1;
            wrong |= misplaced(self.stack, colons, elements) & todo & up_to;
            todo = !up_to;
            let brace = u64::from(byte(block, at as usize) >> 5 & 1);
            // No branches: nobody foresees which bracket it is.
            let open = opens >> at & 1;
            let close = open ^ 1;
            let deepest = self.stack >> LEVELS;
            wrong |= (deepest & open | (self.stack ^ brace) & close) << at;
            self.stack = self.stack << open >> close | brace & open;
            if self.stack == 1 {
                return (wrong, Some(at));
            }
        }
        wrong |= misplaced(self.stack, colons, elements) & todo;
        (wrong, None)
    }

    /// Checks the numbers and words that begin in a block.
    #[inline(always)]
    fn scalars<S: Simd>(
        &self,
        simd: S,
        bytes: &[u8],
        block: &[u8; BLOCK],
        base: usize,
        runs: u64,
        starts: u64,
    ) -> Option<()> {
        // Of one that began in the block in front all was looked at there. One that goes on behind
        // this block is looked at on its own.
        let head = runs & !runs.wrapping_add(self.in_scalar);
        let tail = match runs.leading_ones() {
            0 => 0,
            ones => u64::MAX << (64 - ones),
        };
        let within = runs & !(head | tail);
        let mut left = starts & tail;
        if !Figures::of(simd, block).are_numbers(within, starts & within) {
            left = starts;
        }
        while left != 0 {
            scalar(bytes, base + left.trailing_zeros() as usize)?;
            left &= left - 1;
        }
        Some(())
    }
}

/// The colons that do not stand in an object, or what only stands in an array and does not.
#[inline(always)]
fn misplaced(stack: u64, colons: u64, elements: u64) -> u64 {
    if stack & 1 == 1 { elements } else { colons }
}

/// What is marked in one block.
struct Marks {
    opens: u64,
    commas: u64,
    colons: u64,
    string_starts: u64,
    strings: u64,
}

impl Last {
    /// Goes on from one block to the next with one of the two steps.
    #[inline(always)]
    fn behind(&mut self, marks: Marks, step: impl Fn(u64, u64) -> (u64, u64)) -> Behind {
        let (open, last_open) = step(marks.opens, self.open);
        let (comma, last_comma) = step(marks.commas, self.comma);
        let (colon, last_colon) = step(marks.colons, self.colon);
        let lead = open | comma;
        // Adding one to a run of ones, the bytes of a string, ends up at its closing quote.
        let (sum, carries) = marks.strings.overflowing_add(marks.string_starts & lead);
        let (sum, carries_on) = sum.overflowing_add(self.in_key);
        let (key, last_key) = step(sum & !marks.strings, self.key);
        *self = Self {
            open: last_open,
            comma: last_comma,
            colon: last_colon,
            key: last_key,
            in_key: u64::from(carries | carries_on),
        };
        Behind {
            open,
            lead,
            opener: lead | colon,
            key,
        }
    }
}

/// The bytes behind those marked, and whether that is the first of the next block. `last` is what
/// this said of the block in front.
#[inline(always)]
fn step(marked: u64, last: u64) -> (u64, u64) {
    (marked << 1 | last, marked >> 63)
}

/// The same, over blanks.
#[inline(always)]
fn step_over(marked: u64, last: u64, blanks: u64) -> (u64, u64) {
    let next = marked << 1 | last;
    // Adding one to a run of ones ends up behind it.
    let (sum, carries) = (next & blanks).overflowing_add(blanks);
    let behind = (next | sum) & !blanks;
    (behind, u64::from(carries) | marked >> 63)
}

/// Checks the number or word at `at`, all of it.
#[inline(always)]
fn scalar(bytes: &[u8], at: usize) -> Option<()> {
    let end = scanner::bare(bytes, at).ok()?;
    matches!(
        byte(bytes, end),
        b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'
    )
    .then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::scanner::Levels;
    use fearless_simd::{Level, dispatch};
    use proptest::prelude::*;

    fn slow(bytes: &[u8], start: usize) -> Option<usize> {
        let level = Level::baseline();
        let mut levels = Levels::default();
        dispatch!(level, simd => scanner::container(simd, bytes, start, 0, &mut levels)).ok()
    }

    /// The byte-by-byte scanner and this one, from every depth of a text.
    fn same(text: &str) {
        let bytes = text.as_bytes();
        for start in memchr::memchr2_iter(b'{', b'[', bytes) {
            let slow = slow(bytes, start);
            for level in [Level::new(), Level::baseline()] {
                let fast = dispatch!(level, simd => container(simd, bytes, start, 0));
                assert_eq!(fast, slow, "at {start} of {text:?}");
            }
        }
    }

    #[test]
    fn mistakes_of_every_kind() {
        for text in [
            "{}",
            "[]",
            "{1}",
            "{\"a\"}",
            "{\"a\":1}",
            "{\"a\":1,2}",
            "{\"a\":1,\"b\"}",
            "{\"a\":1,}",
            "{,}",
            "[,]",
            "[1,]",
            "[1 2]",
            "[1,2]",
            "[\"a\":1]",
            "{\"a\":\"b\":1}",
            "{[1]}",
            "{{}}",
            "{\"a\":[1]}",
            "{\"a\":1,[2]}",
            "{\"a\",\"b\"}",
            "{\"a\":}",
            "{:1}",
            "[:]",
            "{\"a\" 1}",
            "[}",
            "{]",
            "[[]",
            "[[]]]",
            "{\"a\":{}\"b\":1}",
            "{\"a\":{},\"b\":1}",
            "[tru]",
            "[truee]",
            "[1.]",
            "[01]",
            "[-]",
            "[1e5]",
            "[\"\\x\"]",
            "[\"\\u12\"]",
            "[\"\\ud800\"]",
            "[\"\\\\\"]",
            "[\"\\\"\"]",
            "[\"\t\"]",
            "[\t1\n]",
            "[1\u{c}]",
            "[\\]",
            "[1\\\"]",
            "[\"a\"\"b\"]",
            "[\"a\"1]",
            "[1\"a\"]",
            "{\"a\" : 1 , \"b\" : [ ] }",
            "[ ",
            "{\"a\":1 \"b\":2}",
            "[1]2",
            "{\"a\":1:2}",
            "{\"a\"::1}",
            "{\"a\":1,,\"b\":2}",
            "[nul",
            "[\"",
        ] {
            same(text);
            // The same across the ends of blocks.
            for blanks in [60, 61, 62, 63, 64, 125, 126] {
                same(&text.replacen(['[', '{'], &format!("[\"{}\",", "x".repeat(blanks)), 1));
                same(&format!("[\"{}\",{text}]", "x".repeat(blanks)));
                same(&format!("[{}{text}]", " ".repeat(blanks)));
            }
        }
    }

    #[test]
    fn nesting_is_limited() {
        let level = Level::new();
        for depth in [1, LEVELS - 1, LEVELS, LEVELS + 1, MAX_DEPTH, MAX_DEPTH + 1] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            let fast =
                |around| dispatch!(level, simd => container(simd, text.as_bytes(), 0, around));
            let fits = (depth <= LEVELS).then_some(2 * depth);
            assert_eq!(fast(0), fits);
            assert_eq!(fast(MAX_DEPTH - LEVELS), fits);
            assert_eq!(fast(MAX_DEPTH - LEVELS + 1), None);
            let slow = slow(text.as_bytes(), 0);
            assert_eq!(slow, (depth <= MAX_DEPTH).then_some(2 * depth));
        }
    }

    fn tokens() -> impl Strategy<Value = String> {
        let token = proptest::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"a\"",
            "\"a\":",
            "\"\\\"{\"",
            "\"\\u00e9\\ud83d\\ude00\"",
            "1",
            "-0.5e7",
            "true",
            "null",
            " ",
            "\n",
            "{}",
            "[]",
            "{\"k\":",
            "\"xxxxxxxxxxxxxxxxxxxxx\"",
            ",\"k\":",
            "],",
            "},",
            "\\",
            "\"",
            "x",
        ]);
        proptest::collection::vec(token, 1..40).prop_map(|tokens| tokens.concat())
    }

    /// Random values, with or without a mistake in them.
    fn values() -> impl Strategy<Value = (String, Option<(proptest::sample::Index, u8)>)> {
        let leaf = proptest::sample::select(vec![
            "1",
            "-1.5e-3",
            "true",
            "false",
            "null",
            "\"\"",
            "\"a\\\\\"",
            "\"b\\\"c\"",
            "\"größe, {:}[]\"",
            "\"0123456789012345678901234567890123456789012345678901234567890123\"",
            "12345678901234567",
        ])
        .prop_map(str::to_owned);
        let value = leaf.prop_recursive(6, 60, 6, |inner| {
            let blank = || proptest::sample::select(vec!["", "", "", " ", "\n  "]);
            let list = (proptest::collection::vec(inner.clone(), 0..6), blank());
            let members = (proptest::collection::vec(inner, 0..6), blank());
            prop_oneof![
                list.prop_map(|(items, b)| format!("[{b}{}{b}]", items.join(&format!("{b},{b}")))),
                members.prop_map(|(items, b)| {
                    let items: Vec<_> = items.iter().map(|i| format!("\"k\"{b}:{b}{i}")).collect();
                    format!("{{{b}{}{b}}}", items.join(&format!("{b},{b}")))
                }),
            ]
        });
        let byte = proptest::sample::select(b"{}[]\",:\\ 1tn\x01".to_vec());
        (
            value,
            proptest::option::of((any::<proptest::sample::Index>(), byte)),
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn random_tokens(text in tokens()) {
            same(&text);
        }

        /// Right and wrong ones, also across the ends of blocks.
        #[test]
        fn random_numbers(
            before in 0_usize..64,
            numbers in proptest::collection::vec("-?[01]{0,2}9?\\.?[0-9]{0,12}\\.?([eE][+-]?[0-9]{1,2})?-?", 1..20),
        ) {
            same(&format!("[\"{}\",{}]", "x".repeat(before), numbers.join(",")));
            for number in numbers {
                same(&format!("{{\"{}\":{number}}}", "x".repeat(before)));
            }
        }

        #[test]
        fn random_values((text, mistake) in values()) {
            same(&text);
            if let Some((at, byte)) = mistake {
                let mut bytes = text.into_bytes();
                let at = at.index(bytes.len());
                bytes[at] = byte;
                if let Ok(text) = String::from_utf8(bytes) {
                    same(&text);
                }
            }
        }
    }
}
