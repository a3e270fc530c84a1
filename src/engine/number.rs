//! Comparable numbers, without a heap: [`Number`](crate::json::Number) for the fast path.

use super::scanner::byte;
use crate::json::is_integer;

/// More significant digits than these no double's shortest decimal has.
const MOST_DIGITS: usize = 17;

/// The double behind an event's number, if it is *comparable*: rules, section 4, *Numbers*.
///
/// One with a fraction or an exponent is, unless its double is infinite. An integer of at most 15
/// significant digits always is: no two of them have the same double, so none but itself can be the
/// shortest that reads back. One of more than 17 never is. Only in between the shortest decimal has
/// to be written out.
pub(super) fn comparable(text: &str) -> Option<f64> {
    if let Some(Rough { value, exact: true }) = rough(text) {
        return Some(value);
    }
    if !is_integer(text) {
        return text.parse().ok().filter(|value: &f64| value.is_finite());
    }
    let decimal = Decimal::parse(text)?;
    let value: f64 = text.parse().ok()?;
    if !value.is_finite() {
        return None;
    }
    if decimal.length <= 15 && decimal.exponent.unsigned_abs() <= 280 {
        return Some(value);
    }
    let mut shortest = zmij::Buffer::new();
    (decimal == Decimal::parse(shortest.format_finite(value))?).then_some(value)
}

/// Powers of ten that are doubles exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// How far the [`key`] of a rough value may be from that of the number: three roundings, and the
/// digits that were left out, are less than half of it.
pub(super) const MARGIN: u64 = 8;

/// About the value of a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rough {
    pub(super) value: f64,
    /// Whether it is the value, and comparable; if not, its key is within [`MARGIN`].
    pub(super) exact: bool,
}

/// Most numbers, eight digits at a time: the end of the one at `at`, and what [`rough`] says of it.
/// `None` for the others, those with an exponent, of more than nineteen digits, with eight bytes of
/// text or less behind them, and for what is no number.
#[expect(
    clippy::cast_precision_loss,
    reason = "fifteen digits lose nothing, and with more the value is a rough one"
)]
#[inline(always)]
pub(super) fn plain(bytes: &[u8], at: usize) -> Option<(usize, Rough)> {
    let negative = byte(bytes, at) == b'-';
    let start = at + usize::from(negative);
    let mut mantissa = 0;
    let mut end = digits(bytes, start, &mut mantissa)?;
    let whole = end - start;
    if whole == 0 || (whole > 1 && byte(bytes, start) == b'0') {
        return None;
    }
    let mut fraction = 0;
    if byte(bytes, end) == b'.' {
        let behind = digits(bytes, end + 1, &mut mantissa)?;
        fraction = behind - end - 1;
        if fraction == 0 {
            return None;
        }
        end = behind;
    }
    // So many digits fit in the mantissa.
    if whole + fraction > 19 || byte(bytes, end) | 0x20 == b'e' {
        return None;
    }
    let value = mantissa as f64 / POWERS.get(fraction)?;
    let rough = Rough {
        value: if negative { -value } else { value },
        exact: mantissa < 1_000_000_000_000_000,
    };
    Some((end, rough))
}

/// Behind the digits at `at`, which are appended to a number; where they are too many for it, it
/// becomes a wrong one.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize, number: &mut u64) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    loop {
        let eight = bytes.get(at..)?.first_chunk::<8>()?;
        // A digit's value in each byte, more than nine where there is none.
        let values = u64::from_le_bytes(*eight) ^ (EACH * 0x30);
        let others = (((values & (EACH * 0x7f)) + EACH * (0x80 - 10)) | values) & (EACH * 0x80);
        let count = others.trailing_zeros() / 8;
        if count == 0 {
            return Some(at);
        }
        // The first digit has the lowest byte: zeros are put in front. Then pairs, fours and eights
        // are made of them.
        let ones = values << (64 - 8 * count);
        let pairs = ones.wrapping_mul(10).wrapping_add(ones >> 8) & 0x00ff_00ff_00ff_00ff;
        let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
        let all = fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff;
        let power = TENS.get(count as usize)?;
        *number = number.wrapping_mul(*power).wrapping_add(all);
        at += count as usize;
        if count < 8 {
            return Some(at);
        }
    }
}

/// Powers of ten up to that of eight digits.
const TENS: [u64; 9] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];

/// Most numbers in one pass, without what a full conversion takes; `None` for the others.
///
/// Fifteen digits are less than 2^53, so they and the power of ten are doubles, and the one
/// operation on them rounds as a conversion would.
#[expect(
    clippy::cast_precision_loss,
    reason = "fifteen digits lose nothing, and with more the value is a rough one"
)]
#[inline]
pub(super) fn rough(text: &str) -> Option<Rough> {
    let mut mantissa = 0_u64;
    let mut digits = 0_u32;
    let mut exponent = 0_i32;
    let mut fraction = 0_i32;
    let (negative, unsigned) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    for byte in unsigned {
        match byte {
            b'0'..=b'9' if digits < 18 => {
                mantissa = mantissa * 10 + u64::from(byte - b'0');
                digits += u32::from(mantissa != 0);
                exponent -= fraction;
            }
            b'0'..=b'9' => exponent += 1 - fraction,
            b'.' => fraction = 1,
            _ => return None,
        }
    }
    let power = *POWERS.get(exponent.unsigned_abs() as usize)?;
    let value = if exponent < 0 {
        mantissa as f64 / power
    } else {
        mantissa as f64 * power
    };
    Some(Rough {
        value: if negative { -value } else { value },
        exact: digits <= 15,
    })
}

/// A decimal number in lowest terms: no zeros at either end of the digits.
#[derive(Debug, PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: [u8; MOST_DIGITS],
    length: usize,
    /// Power of ten of the last digit.
    exponent: i64,
}

impl Decimal {
    /// `None` where there are too many digits.
    fn parse(text: &str) -> Option<Self> {
        let mut digits = [b'0'; MOST_DIGITS];
        let mut length = 0;
        let mut negative = false;
        let mut exponent = 0_i64;
        let mut zeros = 0_usize;
        let mut fraction = false;
        let mut bytes = text.as_bytes().iter();
        for byte in bytes.by_ref().copied() {
            match byte {
                b'-' => negative = true,
                b'.' => fraction = true,
                b'0'..=b'9' => {
                    exponent -= i64::from(fraction);
                    if byte == b'0' {
                        // They count only where a digit follows.
                        zeros += usize::from(length > 0);
                        continue;
                    }
                    if length + zeros >= MOST_DIGITS {
                        return None;
                    }
                    length += zeros;
                    zeros = 0;
                    *digits.get_mut(length)? = byte;
                    length += 1;
                }
                _ => break,
            }
        }
        exponent = exponent
            .saturating_add(i64::try_from(zeros).ok()?)
            .saturating_add(power(bytes.as_slice()));
        Some(Self {
            negative,
            digits,
            length,
            exponent,
        })
    }
}

/// The exponent behind the `e`, of which one that does not fit is as good as the largest that does.
fn power(text: &[u8]) -> i64 {
    let (negative, digits) = match text.split_first() {
        Some((b'-', digits)) => (true, digits),
        Some((b'+', digits)) => (false, digits),
        _ => (false, text),
    };
    let value = digits.iter().fold(0_i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit.wrapping_sub(b'0')))
    });
    if negative { -value } else { value }
}

/// A key that orders finite doubles as their values are ordered, zero having one key.
pub(super) fn key(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Number;
    use proptest::prelude::*;

    fn same(text: &str) {
        let ours = comparable(text);
        assert_eq!(ours, Number::in_event(text).value(), "{text}");
        if let Some(rough) = rough(text) {
            let value: f64 = text.parse().unwrap();
            let distance = key(rough.value).abs_diff(key(value));
            assert!(distance <= MARGIN / 2, "{text}: {distance}");
        }
        for behind in [
            ",2345678",
            "]       ",
            "}\"......",
            ",",
            "",
            "e1      ",
            ".5      ",
            "3.5,     ",
        ] {
            let line = format!("[{text}{behind}");
            let Some((end, fast)) = plain(line.as_bytes(), 1) else {
                continue;
            };
            assert_eq!(crate::engine::scanner::number(line.as_bytes(), 1), Ok(end));
            let read = line.get(1..end).unwrap();
            let value: f64 = read.parse().unwrap();
            let distance = key(fast.value).abs_diff(key(value));
            assert!(distance <= MARGIN / 2, "{read}: {distance}");
            if fast.exact {
                assert_eq!(Some(fast.value), Number::parse(read).value(), "{read}");
            }
        }
    }

    #[test]
    fn as_the_evaluator_has_it() {
        for text in [
            "0",
            "-0",
            "0.0",
            "0e99999999999999999999",
            "1",
            "-1",
            "1.0",
            "1e0",
            "10e-1",
            "100",
            "0.1",
            "1e308",
            "1e309",
            "1e400",
            "-1e400",
            "1e-400",
            "5e-324",
            "3e-324",
            "4.9e-324",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "9007199254740992",
            "9007199254740993",
            "12345678901234567890",
            "12345678901234567000",
            "123456789012345678",
            "0.1000000000000000055511151231257827",
            "-122.422003528252475",
            "37.808480096967251",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0.30000000000000004",
            "100000000000000000000000",
            "1.0e22",
            "1E+23",
            "0.000000000000000000000000000001",
            "12345678901234567",
            "1234567890123456",
            "72057594037927945",
        ] {
            same(text);
        }
    }

    /// What most events hold is not left to the slow way.
    #[test]
    fn most_numbers_are_plain() {
        for text in [
            "0",
            "7",
            "-1",
            "1024",
            "555116777",
            "0.0",
            "-122.4356417167804192",
        ] {
            let line = format!("{text},\"next\":");
            let (end, rough) = plain(line.as_bytes(), 0).expect("it is plain");
            assert_eq!(line.get(..end), Some(text));
            assert_eq!(rough.exact, text.len() < 16);
        }
        for text in [
            "-",
            "01",
            "1.",
            ".5",
            "1e5",
            "1E5",
            "12345678901234567890",
            "x",
            "-x",
        ] {
            assert!(
                plain(format!("{text},\"next\":").as_bytes(), 0).is_none(),
                "{text}"
            );
        }
    }

    #[test]
    fn keys_are_in_order() {
        let values = [f64::MIN, -1.5, -5e-324, 0.0, 5e-324, 1.0, f64::MAX];
        assert!(values.is_sorted_by_key(|value| key(*value)));
        assert_eq!(key(0.0), key(-0.0));
    }

    proptest! {
        #[test]
        fn on_random_numbers(text in "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?") {
            same(&text);
        }

        #[test]
        fn on_random_doubles(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            same(&format!("{value:e}"));
            same(&format!("{value}"));
        }

        #[test]
        fn on_many_digits(text in "-?[0-9]{1,4}\\.[0-9]{10,20}") {
            same(&text);
        }

        #[test]
        fn on_few_digits(digits in 1..10_u64.pow(17), exponent in -340..320) {
            same(&format!("{digits}e{exponent}"));
        }
    }
}
