//! From bytes to marks, 64 bytes at a time.
//!
//! Each block of 64 bytes becomes a few words of 64 bits, one bit for each byte: where strings begin and
//! end, brackets, colons, values, and what is wrong. Nothing here has branches that depend on the text, or
//! hardly anything. `follow.rs` goes from mark to mark.
//!
//! JSON's grammar is checked in parts that need no look at single bytes. Here are checked
//!
//! - **neighbours**: a value begins behind every opening bracket, colon and comma, and nowhere else; only
//!   a closing bracket may stand behind an opening one too. A string behind an opening bracket or a
//!   comma *may be a key*, and a colon stands only behind such a one;
//! - **numbers** without exponents, escapes, and that there are no control characters in strings. Words
//!   and numbers with exponents are looked at one by one.
//!
//! What is left needs to know which bracket closes which:
//!
//! - **kinds**: a colon stands only in an object. What may be a key and has no colon behind it stands
//!   only in an array, as does any other value behind an opening bracket or a comma. With the neighbours
//!   that makes every member of an object a string, a colon and a value;
//! - **brackets** close what was opened last.
//!
//! Marking several blocks in advance, before the first of them is followed, was tried and was slower: the
//! marks go through memory then, and what is marked behind the end of an event is marked again.

use super::scanner::{self, byte};
use fearless_simd::{Simd, SimdBase as _, SimdMask as _, u8x64};

/// Bytes in a block.
pub(super) const BLOCK: usize = 64;

/// What the second pass has to know of one block, one bit for each byte. Brackets and colons are those
/// outside of strings.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) opens: u64,
    pub(super) closes: u64,
    /// Those of the brackets that are braces, and more.
    pub(super) braces: u64,
    pub(super) colons: u64,
    /// What only stands in an array.
    pub(super) elements: u64,
    /// Quotes.
    pub(super) string_starts: u64,
    pub(super) string_ends: u64,
    /// Where strings, numbers and words begin.
    pub(super) values: u64,
    /// Dots, wherever they stand.
    pub(super) dots: u64,
    /// What has no place in any JSON.
    pub(super) bad: u64,
}

/// One bit for each byte of a block.
#[derive(Debug, Clone, Copy)]
struct Bits {
    quotes: u64,
    backslashes: u64,
    opens: u64,
    closes: u64,
    /// Braces, and small letters.
    braces: u64,
    colons: u64,
    commas: u64,
    dots: u64,
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
            braces: bytes.simd_ge(0x60).to_bitmask(),
            colons: bytes.simd_eq(b':').to_bitmask(),
            commas: bytes.simd_eq(b',').to_bitmask(),
            dots: bytes.simd_eq(b'.').to_bitmask(),
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
}

/// What the numbers of one block leave to the next, each 0 or 1: what its last byte was.
#[derive(Debug, Clone, Copy, Default)]
struct Number {
    minus: u64,
    leading_zero: u64,
    digit: u64,
    point: u64,
    /// A digit behind a point.
    fraction: u64,
}

impl Number {
    /// What is wrong with `runs`, the bytes of numbers without exponents, which begin at `starts`; or
    /// belongs to something else. What holds once one more block has been read is left in `self`.
    #[inline(always)]
    fn check(&mut self, figures: Figures, runs: u64, starts: u64) -> u64 {
        let digits = figures.digits & runs;
        let minuses = figures.minuses & runs;
        let points = figures.points & runs;
        let signs = starts & minuses;
        let first_digits = starts & !minuses | signs << 1 | self.minus;
        let leading_zeros = first_digits & figures.zeros;
        let behind_point = points << 1 | self.point;
        // Adding one to the digits behind a point ends up behind them.
        let (sum, carries) = digits.overflowing_add(behind_point & digits);
        let (sum, carries_on) = sum.overflowing_add(self.fraction);
        let wrong = runs & !(digits | minuses | points)
            | minuses & !starts
            | (first_digits | behind_point) & !digits
            | (leading_zeros << 1 | self.leading_zero) & digits
            | points & !(digits << 1 | self.digit)
            | sum & !digits & points;
        *self = Self {
            minus: signs >> 63,
            leading_zero: leading_zeros >> 63,
            digit: digits >> 63,
            point: points >> 63,
            fraction: u64::from(carries | carries_on),
        };
        wrong
    }
}

/// For each bit, whether the number of bits up to and with it is odd.
#[inline(always)]
fn parity<S: Simd>(simd: S, mut bits: u64) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx512) = simd.level().as_avx512() {
        return parity_by_product(avx512, bits);
    }
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    /// The same, as the product of polynomials over two elements with the one that has all terms.
    #[inline]
    fn parity_by_product(avx512: Avx512, bits: u64) -> u64 {
        use std::arch::x86_64::{
            _mm_clmulepi64_si128, _mm_cvtsi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8,
        };
        let _ = avx512;
        let bits = _mm_cvtsi64_si128(bits.cast_signed());
        let product = _mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1));
        _mm_cvtsi128_si64(product).cast_unsigned()
    }
);

/// What one block leaves to the next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    /// All ones inside of a string.
    in_string: u64,
    /// The first byte that no escape reaches into.
    pub(super) behind_escape: usize,
    /// Whether the last byte belonged to a number or word.
    in_scalar: u64,
    /// Where the last number or word began.
    scalar_start: usize,
    number: Number,
    last: Last,
}

/// What the next byte that is no blank follows, each 0 or 1.
#[derive(Debug, Clone, Copy, Default)]
struct Last {
    /// An opening bracket or a comma.
    lead: u64,
    colon: u64,
    /// The end of a string that may be a key.
    key: u64,
    /// Whether the string that goes on into the next block may be a key.
    in_key: u64,
}

/// The bytes that follow something, blanks left out.
struct Behind {
    lead: u64,
    colon: u64,
    key: u64,
}

impl State {
    /// At a place where a value is to begin.
    pub(super) fn at_value(at: usize) -> Self {
        Self {
            behind_escape: at,
            last: Last {
                colon: 1,
                ..Last::default()
            },
            ..Self::default()
        }
    }

    /// Reads one block; only where it is not `TRUSTED` what is wrong is looked for.
    #[inline(always)]
    pub(super) fn block<S: Simd, const TRUSTED: bool>(
        &mut self,
        simd: S,
        bytes: &[u8],
        block: &[u8; BLOCK],
        base: usize,
    ) -> Marks {
        let bits = Bits::of(simd, block);
        let mut quotes = bits.quotes;
        let mut bad = 0;
        if bits.backslashes != 0 || self.behind_escape > base {
            let escapes = Escapes::of(bytes, base, bits.backslashes, self.behind_escape);
            quotes &= !escapes.escaped;
            bad = escapes.bad;
            self.behind_escape = escapes.behind;
        }
        // From each opening quote up to, not with, the closing one.
        let strings = parity(simd, quotes) ^ self.in_string;
        let string_starts = quotes & strings;
        let string_ends = quotes & !strings;
        let outside = !strings;
        let opens = bits.opens & outside;
        let closes = bits.closes & outside;
        let colons = bits.colons & outside;
        let commas = bits.commas & outside;
        let blanks = bits.blanks & outside;
        let scalars = outside & !(string_ends | opens | closes | commas | colons | blanks);
        let scalar_starts = scalars & !(scalars << 1 | self.in_scalar);

        let mut marks = Marks {
            opens,
            closes,
            braces: bits.braces,
            colons,
            elements: 0,
            string_starts,
            string_ends,
            values: string_starts | scalar_starts,
            dots: bits.dots,
            bad: 0,
        };
        self.in_string = 0_u64.wrapping_sub(strings >> 63);
        if TRUSTED {
            self.in_scalar = scalars >> 63;
            return marks;
        }
        bad |= bits.controls & strings;
        let separators = Separators {
            opens,
            commas,
            colons,
            string_starts,
            strings,
        };
        let behind = if blanks == 0 {
            self.last.behind(separators, blanks, step)
        } else {
            self.last.behind(separators, blanks, step_over)
        };
        let others = opens | scalar_starts;
        let mut amiss = (string_starts | others) ^ (behind.lead | behind.colon);
        if amiss & closes != 0 {
            amiss &= !empty(bytes, base, amiss & closes);
        }
        bad |= amiss | colons & !behind.key;
        if scalars | self.in_scalar != 0 {
            let figures = Figures::of(simd, block);
            let wrong = self.number.check(figures, scalars, scalar_starts);
            if wrong != 0 {
                let before = (self.in_scalar != 0).then_some(self.scalar_start);
                bad |= bad_scalars(bytes, base, scalar_starts, before);
                // That holds for what goes on in the next block too.
                self.number = Number::default();
            }
            self.scalar_start = last_of(scalar_starts, base, self.scalar_start);
            self.in_scalar = scalars >> 63;
        }
        marks.elements = others & behind.lead | behind.key & !colons;
        marks.bad = bad;
        marks
    }
}

/// The escapes of a block.
struct Escapes {
    /// The bytes that belong to one.
    escaped: u64,
    /// The backslashes that begin none.
    bad: u64,
    /// The first byte that none reaches into.
    behind: usize,
}

impl Escapes {
    /// `behind` is what this said of the block in front.
    #[cold]
    fn of(bytes: &[u8], base: usize, backslashes: u64, mut behind: usize) -> Self {
        let from = |offset: usize| match offset.checked_sub(base) {
            None => u64::MAX,
            Some(shift @ 0..64) => u64::MAX << shift,
            Some(_) => 0,
        };
        let mut bad = 0;
        // The bytes of an escape that began in front are none of its own.
        let mut escaped = !from(behind);
        let mut left = backslashes & from(behind);
        while left != 0 {
            let bit = left & left.wrapping_neg();
            let at = base + left.trailing_zeros() as usize;
            match scanner::escape(bytes, at) {
                Ok(end) => {
                    behind = end;
                    escaped |= from(at) & !from(end);
                    left &= from(end);
                }
                Err(_) => {
                    bad |= bit;
                    left &= left - 1;
                }
            }
        }
        Self {
            escaped,
            bad,
            behind,
        }
    }
}

/// Checks the numbers and words of a block one by one, each to its end; the beginnings of those that
/// are none. One that goes on from the block in front began at `before`.
#[cold]
fn bad_scalars(bytes: &[u8], base: usize, starts: u64, before: Option<usize>) -> u64 {
    let mut bad = 0;
    if before.is_some_and(|before| scalar(bytes, before).is_none()) {
        // Its own beginning has been looked at already.
        bad |= 1;
    }
    let mut left = starts;
    while left != 0 {
        if scalar(bytes, base + left.trailing_zeros() as usize).is_none() {
            bad |= left & left.wrapping_neg();
        }
        left &= left - 1;
    }
    bad
}

/// Which of these closing brackets close what has nothing in it: they follow what a value follows.
#[inline(never)]
fn empty(bytes: &[u8], base: usize, closes: u64) -> u64 {
    let mut empty = closes;
    let mut left = closes;
    while left != 0 {
        let bit = left & left.wrapping_neg();
        let front = bytes.get(..base + left.trailing_zeros() as usize);
        let front = front.unwrap_or_default().trim_ascii_end();
        if !front.ends_with(b"{") && !front.ends_with(b"[") {
            empty &= !bit;
        }
        left &= left - 1;
    }
    empty
}

/// Where the last of some bits stands; without one, `before`.
#[inline(always)]
pub(super) fn last_of(bits: u64, base: usize, before: usize) -> usize {
    if bits == 0 {
        before
    } else {
        base + 63 - bits.leading_zeros() as usize
    }
}

/// What is marked in one block.
struct Separators {
    opens: u64,
    commas: u64,
    colons: u64,
    string_starts: u64,
    strings: u64,
}

impl Last {
    /// Goes on from one block to the next with one of the two steps.
    #[inline(always)]
    fn behind(
        &mut self,
        marks: Separators,
        blanks: u64,
        step: impl Fn(u64, u64, u64) -> (u64, u64),
    ) -> Behind {
        let (colon, last_colon) = step(marks.colons, self.colon, blanks);
        // A comma behind a colon is wrong anyway. To leave it out keeps the compiler from taking the two
        // steps together in a vector: what is carried to the next block would come late.
        let leads = marks.opens | marks.commas & !colon;
        let (lead, last_lead) = step(leads, self.lead, blanks);
        // Adding one to a run of ones, the bytes of a string, ends up at its closing quote.
        let (sum, carries) = marks.strings.overflowing_add(marks.string_starts & lead);
        let (sum, carries_on) = sum.overflowing_add(self.in_key);
        let keys = sum & !marks.strings;
        // There is hardly ever a blank behind a key.
        let (mut key, mut last_key) = (keys << 1 | self.key, keys >> 63);
        if key & blanks != 0 {
            (key, last_key) = step_over(keys, self.key, blanks);
        }
        *self = Self {
            lead: last_lead,
            colon: last_colon,
            key: last_key,
            in_key: u64::from(carries | carries_on),
        };
        Behind { lead, colon, key }
    }
}

/// The bytes behind those marked, and whether that is the first of the next block. `last` is what
/// this said of the block in front.
#[inline(always)]
fn step(marked: u64, last: u64, _: u64) -> (u64, u64) {
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
