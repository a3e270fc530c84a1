//! From mark to mark: what stands in what, and what of it is asked for.
//!
//! The stack of open containers is one word, a bit for each level. What is nested deeper than it has room
//! for is left to others, as is anything that is wrong: the byte-by-byte scanner knows where exactly the
//! mistake is.

use super::blocks::{BLOCK, Marks, State, last_of};
#[cfg(feature = "cli")]
use crate::json::MAX_DEPTH;
use fearless_simd::Simd;
use std::ops::Range;

/// So many levels fit in a word, beside the bit that marks its end.
const LEVELS: usize = 62;

/// What is told of an event while it is checked: the brackets, keys and values that a caller follows.
///
/// What a container has in it is told only where the container was *followed*, and so was what it
/// stands in. Nothing that is told is certain before the end was reached: the text may turn out to be
/// no JSON. Whoever is told gives `None` where something is wrong already.
pub(super) trait Follow<S: Simd> {
    /// Whether anything is followed at all.
    const FOLLOWS: bool;

    /// Whether the text is taken for well-formed.
    const TRUSTS: bool;

    /// What is to be told of the container that was followed last.
    fn wants(&self) -> Wants;

    /// A colon, and the key in front of it.
    fn member(&mut self, simd: S, key: Key, colon: Colon) -> Option<()>;

    /// A string, number or word that stands in an array.
    fn element(&mut self, simd: S, at: usize) -> Option<()>;

    /// An opening bracket; whether it is to be followed.
    fn open(&mut self, is_object: bool) -> bool;

    /// The bracket that closes what was followed last.
    fn close(&mut self);

    /// Whether nothing more need be told, the text being well-formed; then nothing more is read.
    fn is_done(&self) -> bool;
}

/// A key, without its quotes.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) range: Range<usize>,
    /// Only where this is not so there may be escapes or dots in it.
    pub(super) is_plain: bool,
}

/// Where a member's value begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colon {
    pub(super) at: usize,
    /// Where the next string behind it ends, if that is known and it has no escapes.
    pub(super) string_end: Option<usize>,
}

/// What of a container is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wants {
    /// Brackets alone.
    Brackets,
    /// Its members.
    Members,
    /// Those of its elements that are no containers.
    Elements,
}

/// To follow nothing.
#[cfg(feature = "cli")]
struct Nothing;

#[cfg(feature = "cli")]
impl<S: Simd> Follow<S> for Nothing {
    const FOLLOWS: bool = false;
    const TRUSTS: bool = false;

    fn wants(&self) -> Wants {
        Wants::Brackets
    }

    fn member(&mut self, _: S, _: Key, _: Colon) -> Option<()> {
        None
    }

    fn element(&mut self, _: S, _: usize) -> Option<()> {
        None
    }

    fn open(&mut self, _: bool) -> bool {
        false
    }

    fn close(&mut self) {}

    fn is_done(&self) -> bool {
        false
    }
}

/// Behind the object or array that starts at `start`, inside of `depth` open containers; `None` where
/// there is something wrong with it, or it is nested too deep for this.
#[cfg(feature = "cli")]
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
    follow(simd, bytes, start, &mut Nothing)
}

/// The same outside of everything, with somebody who is told of what is followed.
#[inline(always)]
pub(super) fn follow<S: Simd, F: Follow<S>>(
    simd: S,
    bytes: &[u8],
    start: usize,
    told: &mut F,
) -> Option<usize> {
    let mut state = State::at_value(start);
    let mut open = Open {
        stack: 1,
        followed: 2,
        string_start: start,
        string_end: start,
        dots: false,
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
        let marks = if F::TRUSTS {
            state.block::<S, true>(simd, bytes, block, base)
        } else {
            state.block::<S, false>(simd, bytes, block, base)
        };
        if let Some(end) = open.block(simd, base, marks, state.behind_escape, told)? {
            return Some(end);
        }
        base += BLOCK;
    }
}

/// What is open.
struct Open {
    /// For each open container, the innermost last, whether it is an object, behind a one.
    stack: u64,
    /// The stack is less than this where it ends with what was followed last.
    followed: u64,
    /// Where the last string began and ended.
    string_start: usize,
    string_end: usize,
    /// Whether there is a dot behind that beginning, in the blocks before this one.
    dots: bool,
}

impl Open {
    /// Goes through one block. `Some(Some(end))` where the container ends in it, `None` where something
    /// is wrong.
    #[inline(always)]
    fn block<S: Simd, F: Follow<S>>(
        &mut self,
        simd: S,
        base: usize,
        marks: Marks,
        behind_escape: usize,
        told: &mut F,
    ) -> Option<Option<usize>> {
        let (misplaced, end) = self.brackets(simd, base, &marks, behind_escape, told)?;
        let ours = end.map_or(u64::MAX, |end| u64::MAX >> (63 - end));
        if !F::TRUSTS && (marks.bad | misplaced) & ours != 0 {
            return None;
        }
        if let Some(end) = end {
            return Some(Some(base + end as usize + 1));
        }
        if F::FOLLOWS {
            let behind_start = u64::MAX
                .checked_shl(63_u32.wrapping_sub(marks.string_starts.leading_zeros()))
                .unwrap_or(u64::MAX);
            self.dots &= marks.string_starts == 0;
            self.dots |= marks.dots & behind_start != 0;
            self.string_start = last_of(marks.string_starts, base, self.string_start);
            self.string_end = last_of(marks.string_ends, base, self.string_end);
        }
        Some(None)
    }

    /// Goes from bracket to bracket: what is wrong, with them or with what stands in the wrong kind
    /// of container, and where the outermost is closed. Between them, what was asked for is told.
    #[inline(always)]
    fn brackets<S: Simd, F: Follow<S>>(
        &mut self,
        simd: S,
        base: usize,
        bits: &Marks,
        behind_escape: usize,
        told: &mut F,
    ) -> Option<(u64, Option<u32>)> {
        let mut left = bits.opens | bits.closes;
        let depth = self.stack.ilog2();
        // As deep as all that is opened here would be at most.
        if left != 0 && bits.opens.count_ones() + depth > LEVELS as u32 {
            return None;
        }
        let mut pass = Pass {
            stack: self.stack,
            objects: (self.stack & 1).wrapping_neg(),
            wrong: 0,
        };
        let mut end = None;
        let closes = bits.closes.count_ones();
        // What is followed may be inside of what is not only where enough is closed.
        if !F::FOLLOWS || depth.saturating_sub(closes) >= self.followed.ilog2() {
            if left & bits.braces == 0 && closes < self.stack.trailing_zeros() {
                // In an array there are arrays alone, and it stays open: so it does not matter in which
                // order they are opened and closed. How many there are in a block is hard to foresee.
                pass.stack = self.stack << bits.opens.count_ones() >> closes;
                left = 0;
            }
            while left != 0 {
                let at = left.trailing_zeros();
                left &= left - 1;
                pass.bracket(bits, at);
                if !F::FOLLOWS && pass.stack == 1 {
                    end = Some(at);
                    break;
                }
            }
        } else {
            let mut before = 0;
            loop {
                let at = left.trailing_zeros();
                // All up to the bracket; without one, all there is.
                let up_to = left ^ left.wrapping_sub(1);
                if pass.stack < self.followed {
                    self.tell(simd, base, up_to ^ before, bits, behind_escape, told)?;
                    if left == 0 {
                        break;
                    }
                    if bits.opens >> at & 1 == 0 {
                        told.close();
                        self.followed >>= 1;
                    } else if told.open(bits.braces >> at & 1 == 1) {
                        self.followed <<= 1;
                    }
                    if F::TRUSTS && told.is_done() {
                        return None;
                    }
                }
                if left == 0 {
                    break;
                }
                before = up_to;
                left &= left - 1;
                pass.bracket(bits, at);
                if pass.stack == 1 {
                    end = Some(at);
                    break;
                }
            }
        }
        self.stack = pass.stack;
        // The brackets behind the end have not been looked at.
        let misplaced = bits.elements & pass.objects | bits.colons & !pass.objects;
        Some((pass.wrong.wrapping_neg() | misplaced, end))
    }

    /// Tells of what stands directly in what was followed last, in one segment of a block.
    #[inline(always)]
    fn tell<S: Simd, F: Follow<S>>(
        &self,
        simd: S,
        base: usize,
        segment: u64,
        bits: &Marks,
        behind_escape: usize,
        told: &mut F,
    ) -> Option<()> {
        match told.wants() {
            Wants::Brackets => {}
            Wants::Members => {
                let mut colons = bits.colons & segment;
                while colons != 0 {
                    let below = (colons & colons.wrapping_neg()) - 1;
                    let at = base + colons.trailing_zeros() as usize;
                    colons &= colons - 1;
                    let start = last_of(bits.string_starts & below, base, self.string_start) + 1;
                    let end = last_of(bits.string_ends & below, base, self.string_end);
                    if end < start {
                        return None;
                    }
                    let (own, dots_before) = match start.checked_sub(base) {
                        Some(from @ 0..64) => (below & u64::MAX << from, false),
                        _ => (below, self.dots),
                    };
                    let has_dots = dots_before | (bits.dots & own != 0);
                    let key = Key {
                        range: start..end,
                        is_plain: !has_dots && behind_escape <= start,
                    };
                    let ends = bits.string_ends & !below;
                    let has_end = ends != 0 && behind_escape <= at;
                    let colon = Colon {
                        at,
                        string_end: has_end.then(|| base + ends.trailing_zeros() as usize),
                    };
                    told.member(simd, key, colon)?;
                    if F::TRUSTS && told.is_done() {
                        return None;
                    }
                }
            }
            Wants::Elements => {
                let mut values = bits.values & segment;
                while values != 0 {
                    let at = base + values.trailing_zeros() as usize;
                    values &= values - 1;
                    told.element(simd, at)?;
                }
            }
        }
        Some(())
    }
}

/// Going from bracket to bracket.
struct Pass {
    stack: u64,
    /// Ones from where an object is the innermost container on.
    objects: u64,
    /// One where a bracket closes what another kind has opened.
    wrong: u64,
}

impl Pass {
    #[inline(always)]
    fn bracket(&mut self, bits: &Marks, at: u32) {
        let brace = bits.braces >> at & 1;
        let next = if bits.opens >> at & 1 == 1 {
            self.stack << 1 | brace
        } else {
            self.wrong |= (self.stack ^ brace) & 1;
            self.stack >> 1
        };
        // From behind the bracket on.
        self.objects ^= (((next ^ self.stack) & 1) << 1).wrapping_neg() << at;
        self.stack = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::scanner::{self, Levels};
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
