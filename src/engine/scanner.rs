//! Reading JSON bytes without keeping anything: the part that skips.
//!
//! Everything here checks in full what it passes over: brackets, commas and colons, the escapes and
//! control characters of strings, the digits of numbers, and the nesting. So malformed JSON is
//! noticed wherever it stands, also in values that no pattern looks at. What is *not* done is to say
//! what is wrong: functions fail with the offset at which they stopped, and the caller has the
//! ordinary reader put it into words. That the bytes are UTF-8 is checked before they come here.

#[cfg(feature = "cli")]
use super::follow;
use crate::json::MAX_DEPTH;
use fearless_simd::{Simd, SimdBase as _, SimdMask as _, u8x32};

/// The offset at which something else stood than JSON has there. Behind the last byte, or close to
/// it, it may only be that the text ends too early.
pub(super) type Stop = usize;

/// Which of the open containers are objects, one bit for each level.
#[derive(Debug, Clone)]
pub(super) struct Levels([u64; MAX_DEPTH / 64 + 1]);

impl Default for Levels {
    fn default() -> Self {
        Self([0; MAX_DEPTH / 64 + 1])
    }
}

impl Levels {
    #[inline(always)]
    pub(super) fn set(&mut self, level: usize, is_object: bool) {
        if let Some(word) = self.0.get_mut(level / 64) {
            let bit = 1 << (level % 64);
            *word = if is_object { *word | bit } else { *word & !bit };
        }
    }

    #[inline(always)]
    pub(super) fn is_object(&self, level: usize) -> bool {
        self.0
            .get(level / 64)
            .is_some_and(|word| word >> (level % 64) & 1 == 1)
    }
}

/// The byte at an offset; 0, which stands nowhere in JSON, behind the end.
#[inline(always)]
pub(super) fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

/// The offset of the next byte that is not white space.
#[inline(always)]
pub(crate) fn white_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(byte(bytes, at), b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    at
}

/// How many line ends there are.
#[cfg(feature = "cli")]
#[inline(always)]
pub(super) fn line_ends<S: Simd>(simd: S, bytes: &[u8]) -> usize {
    let (blocks, rest) = bytes.as_chunks::<64>();
    let in_block = |block| {
        let ends = fearless_simd::u8x64::from_slice(simd, block)
            .simd_eq(b'\n')
            .to_bitmask();
        ends.count_ones() as usize
    };
    blocks.iter().map(|block| in_block(block)).sum::<usize>()
        + rest.iter().filter(|byte| **byte == b'\n').count()
}

/// Bytes looked at at once in a string.
const CHUNK: usize = 32;

/// What ends a piece of a string, one bit for each byte of a chunk.
struct Ends {
    quotes: u64,
    /// Backslashes and control characters.
    others: u64,
}

impl Ends {
    #[inline(always)]
    fn of<S: Simd>(chunk: u8x32<S>) -> Self {
        Self {
            quotes: chunk.simd_eq(b'"').to_bitmask(),
            others: (chunk.simd_eq(b'\\') | chunk.simd_lt(b' ')).to_bitmask(),
        }
    }

    /// How many bytes stand in front of a quote that ends the string. Where the next string begins
    /// hangs on it, so as little as can be has to be worked out for it.
    #[inline(always)]
    fn quote(&self) -> Option<usize> {
        let in_front = self.quotes ^ self.quotes.wrapping_sub(1);
        (self.quotes != 0 && self.others & in_front == 0)
            .then_some(self.quotes.trailing_zeros() as usize)
    }
}

/// From behind a string's opening quote to behind its closing one, and whether it has escapes.
#[inline(always)]
pub(super) fn string<S: Simd>(simd: S, bytes: &[u8], mut at: usize) -> Result<(usize, bool), Stop> {
    let mut escaped = false;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let ends = match rest.first_chunk::<CHUNK>() {
            Some(chunk) => Ends::of(u8x32::from_slice(simd, chunk)),
            None => {
                // A zero stands behind the end.
                let mut chunk = [0; CHUNK];
                if let Some(start) = chunk.get_mut(..rest.len()) {
                    start.copy_from_slice(rest);
                }
                Ends::of(u8x32::from_slice(simd, &chunk))
            }
        };
        if let Some(length) = ends.quote() {
            return Ok((at + length + 1, escaped));
        }
        if ends.others == 0 {
            at += CHUNK;
            continue;
        }
        at += ends.others.trailing_zeros() as usize;
        if byte(bytes, at) != b'\\' {
            return Err(at);
        }
        escaped = true;
        at = escape(bytes, at)?;
    }
}

/// Behind the escape that starts at `at`.
#[cold]
pub(super) fn escape(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    match byte(bytes, at + 1) {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 2),
        b'u' => match unit(bytes, at) {
            Some(0xd800..=0xdbff) => match unit(bytes, at + 6) {
                Some(0xdc00..=0xdfff) => Ok(at + 12),
                _ => Err(at),
            },
            Some(0xdc00..=0xdfff) | None => Err(at),
            Some(_) => Ok(at + 6),
        },
        _ => Err(at),
    }
}

/// The unit of a `\uXXXX` that starts at `at`.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let escape = bytes.get(at..at + 6)?;
    let digits = escape.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0_u16, |unit, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}

/// Behind the number that starts at `at` with a digit or a minus.
#[inline(always)]
pub(super) fn number(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    if byte(bytes, at) == b'-' {
        at += 1;
    }
    match byte(bytes, at) {
        b'0' => at += 1,
        b'1'..=b'9' => at = digits(bytes, at)?,
        _ => return Err(at),
    }
    if byte(bytes, at) == b'.' {
        at = digits(bytes, at + 1)?;
    }
    if byte(bytes, at) | 0x20 == b'e' {
        at += 1;
        if matches!(byte(bytes, at), b'+' | b'-') {
            at += 1;
        }
        at = digits(bytes, at)?;
    }
    Ok(at)
}

/// Behind the digits at `at`, of which there must be one.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    if !byte(bytes, at).is_ascii_digit() {
        return Err(at);
    }
    while byte(bytes, at).is_ascii_digit() {
        at += 1;
    }
    Ok(at)
}

/// Behind `word`, of which the first letter was seen at `at`.
#[inline(always)]
pub(super) fn word(bytes: &[u8], at: usize, word: &[u8]) -> Result<usize, Stop> {
    let end = at + word.len();
    if bytes.get(at..end) == Some(word) {
        Ok(end)
    } else {
        Err(at)
    }
}

/// From a key's opening quote to its value.
#[inline(always)]
fn key<S: Simd>(simd: S, bytes: &[u8], at: usize) -> Result<usize, Stop> {
    if byte(bytes, at) != b'"' {
        return Err(at);
    }
    let (end, _) = string(simd, bytes, at + 1)?;
    colon(bytes, end)
}

/// From behind a key to its value.
#[inline(always)]
pub(super) fn colon(bytes: &[u8], end: usize) -> Result<usize, Stop> {
    let at = white_space(bytes, end);
    if byte(bytes, at) != b':' {
        return Err(at);
    }
    Ok(white_space(bytes, at + 1))
}

/// Behind the scalar that starts at `at`.
#[inline(always)]
fn scalar<S: Simd>(simd: S, bytes: &[u8], at: usize) -> Result<usize, Stop> {
    match byte(bytes, at) {
        b'"' => string(simd, bytes, at + 1).map(|(end, _)| end),
        _ => bare(bytes, at),
    }
}

/// Behind the number, `true`, `false` or `null` that starts at `at`.
#[inline(always)]
pub(super) fn bare(bytes: &[u8], at: usize) -> Result<usize, Stop> {
    match byte(bytes, at) {
        b'-' | b'0'..=b'9' => number(bytes, at),
        b't' => word(bytes, at, b"true"),
        b'f' => word(bytes, at, b"false"),
        b'n' => word(bytes, at, b"null"),
        _ => Err(at),
    }
}

/// Behind the value that starts at `at`, inside of `depth` open containers.
#[cfg(feature = "cli")]
#[inline(always)]
pub(super) fn skip<S: Simd>(
    simd: S,
    bytes: &[u8],
    at: usize,
    depth: usize,
    levels: &mut Levels,
) -> Result<usize, Stop> {
    match byte(bytes, at) {
        b'{' | b'[' => match follow::container(simd, bytes, at, depth) {
            Some(end) => Ok(end),
            None => container(simd, bytes, at, depth, levels),
        },
        _ => scalar(simd, bytes, at),
    }
}

/// Behind the object or array that starts at `at`, byte by byte.
#[cold]
pub(super) fn container<S: Simd>(
    simd: S,
    bytes: &[u8],
    mut at: usize,
    depth: usize,
    levels: &mut Levels,
) -> Result<usize, Stop> {
    let mut level = depth;
    let mut in_object = false;
    'value: loop {
        match byte(bytes, at) {
            open @ (b'{' | b'[') => {
                if level >= MAX_DEPTH {
                    return Err(at);
                }
                let is_object = open == b'{';
                let inside = white_space(bytes, at + 1);
                let closing = if is_object { b'}' } else { b']' };
                if byte(bytes, inside) == closing {
                    at = inside + 1;
                    if level == depth {
                        return Ok(at);
                    }
                } else {
                    levels.set(level, is_object);
                    level += 1;
                    in_object = is_object;
                    at = if is_object {
                        key(simd, bytes, inside)?
                    } else {
                        inside
                    };
                    continue 'value;
                }
            }
            _ => at = scalar(simd, bytes, at)?,
        }
        loop {
            at = white_space(bytes, at);
            match byte(bytes, at) {
                b',' => {
                    at = white_space(bytes, at + 1);
                    if in_object {
                        at = key(simd, bytes, at)?;
                    }
                    continue 'value;
                }
                b'}' if in_object => {}
                b']' if !in_object => {}
                _ => return Err(at),
            }
            at += 1;
            level -= 1;
            if level == depth {
                return Ok(at);
            }
            in_object = levels.is_object(level - 1);
        }
    }
}
