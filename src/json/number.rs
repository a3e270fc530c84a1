//! Numbers as the service compares them: rules, section 4, *Numbers*.

/// A JSON number: its text, and its double where it is *comparable*.
///
/// A number is comparable when the shortest decimal that reads back as its double is numerically
/// equal to the number as written.
///
/// ```
/// use pattern_test::json::Number;
///
/// let one = Number::parse("1");
/// assert!(one.same(&Number::parse("1.0")));
/// assert!(one.same(&Number::parse("10e-1")));
/// // More digits than a double holds: compared by its text alone.
/// let long = Number::parse("12345678901234567890");
/// assert_eq!(long.value(), None);
/// assert!(long.same(&Number::parse("12345678901234567890")));
/// assert!(!long.same(&Number::parse("12345678901234567890.0")));
/// ```
#[derive(Debug, Clone)]
pub struct Number {
    text: Box<str>,
    value: Option<f64>,
}

impl Number {
    /// Takes the text of a JSON number. Linear in its length.
    pub fn parse(text: &str) -> Self {
        Self {
            text: text.into(),
            value: comparable(text),
        }
    }

    /// The number as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its value, when it is comparable; never infinite, never NaN.
    pub fn value(&self) -> Option<f64> {
        self.value
    }

    /// Whether the service takes the two for the same number: both comparable and of equal value,
    /// or neither comparable and of equal text.
    pub fn same(&self, other: &Self) -> bool {
        match (self.value, other.value) {
            (Some(a), Some(b)) => a == b,
            (None, None) => self.text == other.text,
            _ => false,
        }
    }
}

/// The double behind `text`, if the shortest decimal of that double is the number in `text`.
fn comparable(text: &str) -> Option<f64> {
    let value: f64 = text.parse().ok()?;
    if !value.is_finite() {
        return None;
    }
    let shortest = format!("{value:e}");
    (Decimal::parse(text)? == Decimal::parse(&shortest)?).then_some(value)
}

/// A decimal number in lowest terms: no zeros at either end of the digits, and no sign on zero.
#[derive(PartialEq, Eq)]
struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    /// Power of ten of the last digit.
    exponent: i64,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, saturating_integer(power)?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let mut exponent = power.saturating_sub(i64::try_from(fraction.len()).ok()?);
        while digits.last() == Some(&b'0') {
            digits.pop();
            exponent = exponent.saturating_add(1);
        }
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        digits.drain(..leading);
        if digits.is_empty() {
            return Some(Self {
                negative: false,
                digits,
                exponent: 0,
            });
        }
        Some(Self {
            negative,
            digits,
            exponent,
        })
    }
}

/// Reads an exponent; one that does not fit is as good as the largest that does.
fn saturating_integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut value = 0_i64;
    for digit in digits.chars() {
        let digit = i64::from(digit.to_digit(10)?);
        value = value.saturating_mul(10).saturating_add(digit);
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparable_numbers() {
        for (text, value) in [
            ("1", 1.0),
            ("1.0", 1.0),
            ("1e0", 1.0),
            ("100e-2", 1.0),
            ("0.1", 0.1),
            ("-0", 0.0),
            ("-0.0e5", 0.0),
            ("1e308", 1e308),
            ("5e-324", 5e-324),
            ("123456789012", 123_456_789_012.0),
            ("1e22", 1e22),
        ] {
            assert_eq!(Number::parse(text).value(), Some(value), "{text}");
        }
    }

    #[test]
    fn incomparable_numbers() {
        for text in [
            "12345678901234567890",
            "9007199254740993",
            "1e400",
            "-1e400",
            "1e-400",
            "0.1000000000000000055511151231257827",
            "1e99999999999999999999",
            "1e-99999999999999999999",
        ] {
            assert_eq!(Number::parse(text).value(), None, "{text}");
        }
    }

    #[test]
    fn comparable_and_incomparable_never_match() {
        assert!(!Number::parse("9007199254740993").same(&Number::parse("9007199254740992")));
    }

    #[test]
    fn a_zero_with_a_vast_exponent_is_zero() {
        assert_eq!(Number::parse("0e99999999999999999999").value(), Some(0.0));
    }
}
