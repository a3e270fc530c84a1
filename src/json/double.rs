//! The double nearest to a number.
//!
//! The standard library's reader brings a table of 10 KB that hardly compresses, a tenth of what a browser
//! has to load to match an event. There, this reads most numbers with one exact operation, and the others by
//! long division; elsewhere it is the standard library that reads.

/// The double nearest to a JSON number, ties to even; infinite where it is beyond the largest. Linear in the
/// length of the text. `None` for what is no number.
pub(crate) fn nearest(text: &str) -> Option<f64> {
    #[cfg(target_arch = "wasm32")]
    return small::nearest(text);
    #[cfg(not(target_arch = "wasm32"))]
    return text.parse().ok();
}

#[cfg(any(test, target_arch = "wasm32"))]
mod small {
    use std::cmp::Ordering;

    /// More digits than decide between two doubles; of what follows it matters only whether it is zero.
    const MOST_DIGITS: usize = 800;

    pub(super) fn nearest(text: &str) -> Option<f64> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() {
            return None;
        }
        let mut power = super::super::number::saturating_integer(power)?;
        let mut digits = Vec::new();
        for (index, byte) in whole.bytes().chain(fraction.bytes()).enumerate() {
            if !byte.is_ascii_digit() {
                return None;
            }
            let digit = byte - b'0';
            let behind_point = index >= whole.len();
            if digits.len() < MOST_DIGITS {
                if !digits.is_empty() || digit != 0 {
                    digits.push(digit);
                }
                power = power.saturating_sub(behind_point.into());
            } else {
                // What is cut off is kept as a last digit that is not zero.
                if let Some(last) = digits.last_mut().filter(|last| **last == 0 && digit != 0) {
                    *last = 1;
                }
                power = power.saturating_add((!behind_point).into());
            }
        }
        let value = of_digits(&digits, power);
        Some(if negative { -value } else { value })
    }

    /// The double nearest to the digits, the last of which stands for this power of ten.
    fn of_digits(digits: &[u8], power: i64) -> f64 {
        let first = power.saturating_add(i64::try_from(digits.len()).unwrap_or(i64::MAX));
        if digits.is_empty() || first < -330 {
            return 0.0;
        }
        if first > 310 {
            return f64::INFINITY;
        }
        if digits.len() <= 15 && power.abs() <= 22 {
            // Both are doubles, and a single operation rounds as it should.
            let value = digits
                .iter()
                .fold(0.0, |value, digit| value * 10.0 + f64::from(*digit));
            let scale = (0..power.abs()).fold(1.0, |scale, _| scale * 10.0);
            return if power < 0 {
                value / scale
            } else {
                value * scale
            };
        }
        let mut above = Natural::default();
        for digit in digits {
            above.times_ten_plus(*digit);
        }
        let mut below = Natural(vec![1]);
        for _ in 0..power.abs() {
            match power < 0 {
                true => below.times_ten_plus(0),
                false => above.times_ten_plus(0),
            }
        }
        quotient(above, below)
    }

    fn quotient(mut above: Natural, mut below: Natural) -> f64 {
        // Between a half and two, once both are of the same length in bits.
        let scale = above.bits() - below.bits();
        match scale > 0 {
            true => below.shift(scale),
            false => above.shift(-scale),
        }
        let mut bits = 0_u64;
        for _ in 0..64 {
            bits <<= 1;
            if above.compare(&below) != Ordering::Less {
                above.minus(&below);
                bits |= 1;
            }
            above.shift(1);
        }
        // The value of the lowest of these bits, and of the lowest that a double has here.
        let lowest = scale - 63;
        let last = (lowest + 11 - i64::from(bits.leading_zeros())).max(-1074);
        let cut = last - lowest;
        if cut > 64 {
            return 0.0;
        }
        let wide = u128::from(bits);
        let (mut kept, rest, half) = (wide >> cut, wide & ((1 << cut) - 1), 1_u128 << (cut - 1));
        let is_tie = rest == half && above.0.iter().all(|part| *part == 0);
        kept += u128::from(rest >= half && (!is_tie || kept & 1 == 1));
        // A carry out of the digits of a double ends in the next exponent, as it should.
        let kept = u64::try_from(kept).unwrap_or(u64::MAX);
        let exponent = u64::try_from(last + 1074).unwrap_or(0);
        let value = match kept >> 52 {
            0 => kept,
            _ => (exponent << 52).saturating_add(kept),
        };
        f64::from_bits(value.min(f64::INFINITY.to_bits()))
    }

    /// A natural number, the low parts first.
    #[derive(Default)]
    struct Natural(Vec<u32>);

    impl Natural {
        fn times_ten_plus(&mut self, digit: u8) {
            let mut carry = u64::from(digit);
            for part in &mut self.0 {
                carry += u64::from(*part) * 10;
                *part = low(carry);
                carry >>= 32;
            }
            if carry > 0 {
                self.0.push(low(carry));
            }
        }

        fn bits(&self) -> i64 {
            let parts = i64::try_from(self.0.len()).unwrap_or(0);
            let zeros = self.0.last().map_or(0, |last| last.leading_zeros());
            parts * 32 - i64::from(zeros)
        }

        fn shift(&mut self, bits: i64) {
            let mut carry = 0;
            for part in &mut self.0 {
                let wide = u64::from(*part) << (bits % 32) | carry;
                *part = low(wide);
                carry = wide >> 32;
            }
            if carry > 0 {
                self.0.push(low(carry));
            }
            let zeros = usize::try_from(bits / 32).unwrap_or(0);
            self.0.splice(..0, std::iter::repeat_n(0, zeros));
        }

        fn compare(&self, other: &Self) -> Ordering {
            let bits = self.bits().cmp(&other.bits());
            bits.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
        }

        /// Takes away what is not larger.
        fn minus(&mut self, other: &Self) {
            let mut borrow = false;
            let others = other.0.iter().chain(std::iter::repeat(&0));
            for (part, other) in self.0.iter_mut().zip(others) {
                let (less, one) = part.overflowing_sub(*other);
                let (less, two) = less.overflowing_sub(borrow.into());
                *part = less;
                borrow = one || two;
            }
            while self.0.last() == Some(&0) {
                self.0.pop();
            }
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the high half is carried")]
    fn low(wide: u64) -> u32 {
        wide as u32
    }
}

#[cfg(test)]
mod tests {
    use super::small;
    use proptest::prelude::*;

    fn same(text: &str) {
        let theirs: f64 = text.parse().unwrap();
        let ours = small::nearest(text).unwrap();
        assert_eq!(
            ours.to_bits(),
            theirs.to_bits(),
            "{text}: {ours:e}, {theirs:e}"
        );
    }

    #[test]
    fn the_ends_and_the_ties() {
        for text in [
            "0",
            "-0",
            "0e9",
            "1",
            "-1.5",
            "123456789012345678",
            "1e22",
            "1e23",
            "8.5e-23",
            "9007199254740993",
            "9007199254740992.99999999999999999999999999999999999999999",
            "9007199254740993.00000000000000000001",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e400",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-323",
            "1e-400",
            "7.2057594037927933e16",
            "100000000000000016777215",
            "100000000000000016777216",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0.000001e3",
        ] {
            same(text);
        }
    }

    #[test]
    fn what_is_cut_off_still_counts() {
        let tie = format!("9007199254740993.{}", "0".repeat(900));
        same(&tie);
        same(&format!("{tie}1"));
        same(&format!("{}e-2000", "9".repeat(2000)));
        same(&format!("1{}", "0".repeat(1000)));
        same(&format!("0.{}1", "0".repeat(320)));
        same(&format!("{}1e-1000", "0".repeat(1000)));
        for text in ["", "-", ".5", "1x", "e5", "inf", "nan"] {
            assert_eq!(small::nearest(text), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_double_is_read_back(bits in any::<u64>(), digits in 1_usize..40) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                same(&format!("{value:.digits$e}"));
                same(&format!("{value:e}"));
            }
        }

        #[test]
        fn the_halves_between_doubles_go_where_they_should(bits in 0_u64..0x7fe0_0000_0000_0000) {
            // The decimal of a double of one bit more is the middle between two, to the last digit.
            let (low, high) = (f64::from_bits(bits), f64::from_bits(bits + 1));
            let (low, high) = (format!("{low:.1100}"), format!("{high:.1100}"));
            let sum = halved(&low, &high);
            same(&sum);
            same(&format!("{sum}1"));
        }
    }

    /// The middle of two decimals with as many digits behind the point.
    fn halved(low: &str, high: &str) -> String {
        let width = high.len();
        let low = format!("{low:0>width$}");
        let mut carry = 0;
        let mut sum: Vec<u8> = Vec::new();
        for (a, b) in low.bytes().zip(high.bytes()).rev() {
            if b == b'.' {
                sum.push(b'.');
                continue;
            }
            let digit = a - b'0' + (b - b'0') + carry;
            sum.push(b'0' + digit % 10);
            carry = digit / 10;
        }
        sum.push(b'0' + carry);
        sum.reverse();
        // Halved from the front.
        let mut rest = 0;
        for byte in &mut sum {
            if *byte != b'.' {
                let digit = rest * 10 + *byte - b'0';
                *byte = b'0' + digit / 2;
                rest = digit % 2;
            }
        }
        String::from_utf8(sum).unwrap() + if rest == 1 { "5" } else { "0" }
    }
}
