//! Skipping objects and arrays 64 bytes at a time, checked in full.
//!
//! Each block of 64 bytes becomes a few words of 64 bits, one bit for each byte: where strings are,
//! brackets, colons, commas, blanks, and the rest, which must be numbers and `true`, `false`, `null`.
//! JSON's grammar is then checked in three parts that need no look at single bytes:
//!
//! - **Neighbours.** A value begins only behind `{`, `[`, `:` or `,`; a comma stands only behind a
//!   value, a colon only behind a string, a closing bracket only behind a value or its opening one.
//! - **Colons and commas.** Directly in an object they take turns, and the object begins with a
//!   colon, ends with none outstanding, and a container in it stands behind a colon. With the
//!   neighbours that makes every member a string, a colon and a value. In an array there are no
//!   colons.
//! - **Brackets** close what was opened last: the only part with a stack, one step for each bracket.
//!
//! Numbers, words and escapes are looked at one by one. Whatever does not fit sends the whole
//! container to the byte-by-byte scanner, which knows where exactly the mistake is.

use super::scanner::{self, Levels, byte};
use crate::json::MAX_DEPTH;
use wide::u8x16;

/// Bytes in a block.
const BLOCK: usize = 64;

/// One bit for each byte of a block.
#[derive(Debug, Clone, Copy, Default)]
struct Bits {
    quotes: u64,
    backslashes: u64,
    opens: u64,
    closes: u64,
    colons: u64,
    commas: u64,
    controls: u64,
    spaces: u64,
}

impl Bits {
    #[inline(always)]
    fn of(block: &[u8; BLOCK]) -> Self {
        let mut bits = Self::default();
        let mut rare = u8x16::splat(0);
        let (parts, _) = block.as_chunks::<16>();
        for (index, part) in parts.iter().enumerate() {
            let part = u8x16::new(*part);
            // Braces and brackets differ in this one bit.
            let bracket = part | u8x16::splat(0x20);
            let equal = |wanted: u8| mask(part.cmp_eq(u8x16::splat(wanted)), index);
            bits.quotes |= equal(b'"');
            bits.opens |= mask(bracket.cmp_eq(u8x16::splat(b'{')), index);
            bits.closes |= mask(bracket.cmp_eq(u8x16::splat(b'}')), index);
            bits.colons |= equal(b':');
            bits.commas |= equal(b',');
            rare =
                rare | part.min(u8x16::splat(b' ')).cmp_eq(part) | part.cmp_eq(u8x16::splat(b'\\'));
        }
        if rare.move_mask() != 0 {
            bits.add_rare(parts);
        }
        bits
    }

    /// Backslashes, blanks and control characters, of which most blocks have none.
    #[inline(always)]
    fn add_rare(&mut self, parts: &[[u8; 16]]) {
        for (index, part) in parts.iter().enumerate() {
            let part = u8x16::new(*part);
            self.backslashes |= mask(part.cmp_eq(u8x16::splat(b'\\')), index);
            self.spaces |= mask(part.cmp_eq(u8x16::splat(b' ')), index);
            self.controls |= mask(part.min(u8x16::splat(0x1f)).cmp_eq(part), index);
        }
    }
}

/// The bits of the sixteen bytes at one of four places.
#[inline(always)]
fn mask(found: u8x16, index: usize) -> u64 {
    u64::from(found.move_mask().cast_unsigned()) << (index * 16)
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
    in_scalar: bool,
    /// Whether the next byte that is no blank follows an opening bracket; a colon or comma; a
    /// string; a closing bracket, number or word.
    behind_open: bool,
    behind_separator: bool,
    behind_string: bool,
    behind_other: bool,
    /// Whether the container that is open is an object.
    in_object: bool,
    /// Whether the next separator in it is to be a colon.
    wants_colon: bool,
    level: usize,
}

/// Behind the object or array that starts at `start`, inside of `depth` open containers; `None` where
/// there is something wrong with it.
pub(super) fn container(
    bytes: &[u8],
    start: usize,
    depth: usize,
    levels: &mut Levels,
) -> Option<usize> {
    let mut state = State {
        in_string: 0,
        behind_escape: start,
        in_scalar: false,
        behind_open: false,
        behind_separator: true,
        behind_string: false,
        behind_other: false,
        in_object: false,
        wants_colon: false,
        level: depth,
    };
    let mut base = start;
    loop {
        let rest = bytes.get(base..)?;
        let end = match rest.first_chunk::<BLOCK>() {
            Some(block) => state.block(bytes, block, base, depth, levels)?,
            None if rest.is_empty() => return None,
            None => {
                let mut block = [b' '; BLOCK];
                block.get_mut(..rest.len())?.copy_from_slice(rest);
                state.block(bytes, &block, base, depth, levels)?
            }
        };
        if let Some(end) = end {
            return Some(end);
        }
        base += BLOCK;
    }
}

impl State {
    /// Reads one block. `Some(Some(end))` where the container ends in it, `None` where something is
    /// wrong.
    #[inline(always)]
    fn block(
        &mut self,
        bytes: &[u8],
        block: &[u8; BLOCK],
        base: usize,
        depth: usize,
        levels: &mut Levels,
    ) -> Option<Option<usize>> {
        let bits = Bits::of(block);
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
        bad |= bits.controls & strings;
        let mut blanks = bits.spaces & outside;
        if bits.controls & outside != 0 {
            blanks |= line_ends(block) & outside;
        }
        let scalars = outside & !(string_ends | opens | closes | colons | commas | blanks);
        let scalar_starts = scalars & !(scalars << 1 | u64::from(self.in_scalar));
        // The byte behind the last of a number or word: it is no part of it, and looks back.
        let scalar_ends_before = !scalars & (scalars << 1 | u64::from(self.in_scalar));

        let separators = colons | commas;
        let (behind_open, open_last) = follow(opens, blanks, self.behind_open);
        let (behind_separator, separator_last) = follow(separators, blanks, self.behind_separator);
        let (behind_string, string_last) = follow(string_ends, blanks, self.behind_string);
        let (behind_closed, closed_last) = follow(closes, blanks, self.behind_other);
        let (behind_scalar, scalar_last) = follow_from(scalar_ends_before, blanks);
        let behind_value = behind_string | behind_closed | behind_scalar;
        let value_starts = string_starts | opens | scalar_starts;
        bad |= value_starts & !(behind_open | behind_separator);
        bad |= commas & !behind_value;
        bad |= colons & !behind_string;
        bad |= closes & !(behind_value | behind_open);

        let end = self.brackets(
            block,
            depth,
            levels,
            Marks {
                opens,
                closes,
                colons,
                commas,
                behind_open,
            },
        )?;
        // What stands behind the end is somebody else's.
        let ours = end.map_or(u64::MAX, |end| u64::MAX >> (63 - end));
        if bad & ours != 0 {
            return None;
        }
        let mut starts = scalar_starts & ours;
        while starts != 0 {
            scalar(bytes, base + starts.trailing_zeros() as usize)?;
            starts &= starts - 1;
        }
        if let Some(end) = end {
            return Some(Some(base + end as usize + 1));
        }
        self.in_string = 0_u64.wrapping_sub(strings >> 63);
        self.in_scalar = scalars >> 63 == 1;
        self.behind_open = open_last;
        self.behind_separator = separator_last;
        self.behind_string = string_last;
        self.behind_other = closed_last || scalar_last;
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

    /// Goes from bracket to bracket, and checks the separators in between. `Some(Some(bit))` where
    /// the outermost is closed, `None` where something is wrong.
    #[inline(always)]
    fn brackets(
        &mut self,
        block: &[u8; BLOCK],
        depth: usize,
        levels: &mut Levels,
        marks: Marks,
    ) -> Option<Option<u32>> {
        let odd = parity(marks.colons | marks.commas);
        let mut left = marks.opens | marks.closes;
        // The bits in front of which everything was looked at.
        let mut from = u64::MAX;
        let mut before = 0;
        while left != 0 {
            let at = left.trailing_zeros();
            let bit = 1_u64 << at;
            left &= left - 1;
            if !self.separators(&marks, odd, before, from & (bit - 1)) {
                return None;
            }
            let bracket = byte(block, at as usize);
            if marks.opens & bit != 0 {
                if (self.in_object && self.wants_colon) || self.level >= MAX_DEPTH {
                    return None;
                }
                self.in_object = bracket == b'{';
                self.wants_colon = self.in_object;
                levels.set(self.level, self.in_object);
                self.level += 1;
            } else {
                let fits = (bracket == b'}') == self.in_object
                    && (!self.wants_colon || marks.behind_open & bit != 0);
                if !fits {
                    return None;
                }
                self.level -= 1;
                if self.level == depth {
                    return Some(Some(at));
                }
                self.in_object = levels.is_object(self.level - 1);
                self.wants_colon = false;
            }
            from = !(bit | (bit - 1));
            before = 0_u64.wrapping_sub(odd >> at & 1);
        }
        self.separators(&marks, odd, before, from).then_some(None)
    }

    /// Checks the separators between two brackets. `before` is all ones where an odd number of them
    /// stands in front of these.
    #[inline(always)]
    fn separators(&mut self, marks: &Marks, odd: u64, before: u64, between: u64) -> bool {
        let here = (marks.colons | marks.commas) & between;
        let colons = marks.colons & between;
        if !self.in_object {
            return colons == 0;
        }
        // The first, third and so on.
        let odd_here = here & (odd ^ before);
        let expected = if self.wants_colon {
            odd_here
        } else {
            here & !odd_here
        };
        self.wants_colon ^= here.count_ones() & 1 == 1;
        colons == expected
    }
}

struct Marks {
    opens: u64,
    closes: u64,
    colons: u64,
    commas: u64,
    behind_open: u64,
}

/// The next bytes that are no blanks behind those marked, and whether one is in the next block.
#[inline(always)]
fn follow(marked: u64, blanks: u64, carried: bool) -> (u64, bool) {
    let next = marked << 1 | u64::from(carried);
    let (behind, carries) = follow_from(next, blanks);
    (behind, carries || marked >> 63 == 1)
}

/// The same, where the bytes behind those marked are given.
#[inline(always)]
fn follow_from(next: u64, blanks: u64) -> (u64, bool) {
    // Adding one to a run of ones ends up behind it.
    let (sum, carries) = (next & blanks).overflowing_add(blanks);
    let behind = (next | sum) & !blanks;
    if blanks == 0 {
        (next, false)
    } else {
        (behind, carries)
    }
}

/// The tabs and line ends of a block.
#[cold]
fn line_ends(block: &[u8; BLOCK]) -> u64 {
    let mut bits = 0;
    for (index, byte) in block.iter().enumerate() {
        bits |= u64::from(matches!(byte, b'\n' | b'\r' | b'\t')) << index;
    }
    bits
}

/// Checks the number or word at `at`, all of it.
#[inline(always)]
fn scalar(bytes: &[u8], at: usize) -> Option<()> {
    let end = scanner::scalar(bytes, at).ok()?;
    matches!(
        byte(bytes, end),
        b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'
    )
    .then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The byte-by-byte scanner and this one, from every depth of a text.
    fn same(text: &str) {
        let bytes = text.as_bytes();
        for start in memchr::memchr2_iter(b'{', b'[', bytes) {
            let slow = scanner::container(bytes, start, 0, &mut Levels::default()).ok();
            let fast = container(bytes, start, 0, &mut Levels::default());
            assert_eq!(fast, slow, "at {start} of {text:?}");
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
        for depth in [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            let bytes = text.as_bytes();
            let slow = scanner::container(bytes, 0, 0, &mut Levels::default()).ok();
            assert_eq!(container(bytes, 0, 0, &mut Levels::default()), slow);
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
