//! Numbers as the service compares them: rules, section 4, *Numbers*.

use super::double;

/// A JSON number: its text, and its double where it is *comparable*.
///
/// A number in a pattern is comparable when the shortest decimal that reads back as its double is
/// numerically equal to the number as written. An event's numbers reach the comparison in a text of
/// the service's own: an integer keeps its digits, anything with a fraction or an exponent goes
/// through a double first and is what that double is.
///
/// ```
/// use pattern_test::json::Number;
///
/// let one = Number::parse("1");
/// assert!(one.same(&Number::parse("1.0")));
/// assert!(one.same(&Number::in_event("10e-1")));
/// // More digits than a double holds: compared by its text alone.
/// let long = Number::parse("12345678901234567890");
/// assert_eq!(long.value(), None);
/// assert!(long.same(&Number::in_event("12345678901234567890")));
/// assert!(!long.same(&Number::in_event("12345678901234567890.0")));
/// // Rounded in an event, and left as it is in a pattern: never the same.
/// let long = "0.1234567890123456789";
/// assert_eq!(Number::in_event(long).value(), Some(0.12345678901234568));
/// assert!(!Number::parse(long).same(&Number::in_event(long)));
/// ```
#[derive(Debug, Clone)]
pub struct Number {
    text: Box<str>,
    value: Option<f64>,
}

impl Number {
    /// Takes the text of a JSON number that stands in a pattern. Linear in its length.
    pub fn parse(text: &str) -> Self {
        Self {
            text: text.into(),
            value: comparable(text),
        }
    }

    /// Takes the text of a JSON number that stands in an event. Linear in its length.
    pub fn in_event(text: &str) -> Self {
        if is_integer(text) {
            return Self::parse(text);
        }
        let value = double::nearest(text).filter(|value| value.is_finite());
        Self {
            text: text.into(),
            value,
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

    /// Whether it is written without fraction and exponent.
    pub fn is_integer(&self) -> bool {
        is_integer(&self.text)
    }

    /// The comparable number next to it, as JSON text; `None` where it is beyond the largest double.
    pub fn nearest(&self) -> Option<String> {
        let value = double::nearest(&self.text)?;
        let plain = zmij::Buffer::new().format(value).to_owned();
        value.is_finite().then(|| match comparable(&plain) {
            Some(_) => plain,
            None => shortest(value),
        })
    }

    /// Whether the service takes the two for the same number: both comparable and of equal value,
    /// or neither comparable and the same integer.
    ///
    /// What has a fraction or an exponent and is not comparable is the same as nothing: an event's
    /// number is comparable then, or infinite.
    pub fn same(&self, other: &Self) -> bool {
        match (self.value, other.value) {
            (Some(a), Some(b)) => a == b,
            (None, None) => self.text == other.text && is_integer(&self.text),
            _ => false,
        }
    }
}

/// Whether a JSON number is written without fraction and exponent.
pub(crate) fn is_integer(text: &str) -> bool {
    !text.contains(['.', 'e', 'E'])
}

/// The digits that the service's text of an event's number with a fraction or an exponent begins
/// with: those in front of the decimal point, of which there is one where the text has an exponent.
/// `None` where it begins with none, being negative or infinite.
pub(crate) fn leading_digits(text: &str) -> Option<u64> {
    let value = double::nearest(text)?;
    if !value.is_finite() || value.is_sign_negative() {
        return None;
    }
    if value == 0.0 || (1e-3..1e7).contains(&value) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and below ten millions"
        )]
        return Some(value as u64);
    }
    let mut buffer = zmij::Buffer::new();
    let first = |text: &str| {
        let digit = text.chars().find(|c| matches!(c, '1'..='9'))?;
        digit.to_digit(10).map(u64::from)
    };
    if value < f64::MIN_POSITIVE {
        first(&shortest(value))
    } else {
        first(buffer.format_finite(value))
    }
}

/// The double behind `text`, if the shortest decimal of that double is the number in `text`.
fn comparable(text: &str) -> Option<f64> {
    let value = double::nearest(text)?;
    if !value.is_finite() {
        return None;
    }
    let shortest = shortest(value);
    (Decimal::parse(text)? == Decimal::parse(&shortest)?).then_some(value)
}

/// The shortest decimal of two digits or more that reads back as this finite double, as the service
/// finds it: the nearest of that length, ties to even.
///
/// The length matters below 1e-321, where a decimal of one digit reads back and one of two digits
/// is nearer.
fn shortest(value: f64) -> String {
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(value);
    let mantissa = shortest.split(['e', 'E']).next().unwrap_or_default();
    let digits = mantissa.bytes().filter(|byte| matches!(byte, b'1'..=b'9'));
    // How many of the smallest double it is.
    let count = value.abs().to_bits();
    if digits.count() > 1 || !(1..=202).contains(&count) {
        return shortest.to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", two_digits(count))
}

/// The decimal of two digits that is nearest to so many of the smallest double.
fn two_digits(count: u64) -> String {
    // The smallest double is 4.94…e-324.
    let mut value = u128::from(count) * 49_406_564_584_124_654;
    let mut power = -340;
    while value >= 1000 {
        value /= 10;
        power += 1;
    }
    let rounded = (value + 5) / 10;
    let (digits, power) = match rounded {
        100 => (10, power + 3),
        _ => (rounded, power + 2),
    };
    format!("{}.{}e{power}", digits / 10, digits % 10)
}

/// A decimal number in lowest terms: no zeros at either end of the digits, and no sign on zero.
#[derive(Debug, PartialEq, Eq)]
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
pub(super) fn saturating_integer(text: &str) -> Option<i64> {
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
            ("4.9e-324", 5e-324),
            ("9.9e-324", 1e-323),
            ("1.5e-323", 1.5e-323),
            ("1.14e-322", 1.14e-322),
            ("831566654334199.2", 831_566_654_334_199.2),
            ("2e23", 2e23),
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
            "5e-324",
            "1e-323",
            "831566654334199.3",
            "831566654334199.25",
        ] {
            assert_eq!(Number::parse(text).value(), None, "{text}");
        }
    }

    #[test]
    fn comparable_and_incomparable_never_match() {
        assert!(!Number::parse("9007199254740993").same(&Number::parse("9007199254740992")));
    }

    #[test]
    fn an_event_rounds_what_is_no_integer() {
        for (text, value) in [
            ("0.1000000000000000055511151231257827", Some(0.1)),
            ("9007199254740993.0", Some(9_007_199_254_740_992.0)),
            ("5e-324", Some(5e-324)),
            ("1e-400", Some(0.0)),
            ("1e400", None),
            ("9007199254740993", None),
        ] {
            let number = Number::in_event(text);
            assert_eq!(number.value(), value, "{text}");
            assert_eq!(
                Number::parse(text).same(&number),
                text == "9007199254740993",
                "{text}"
            );
        }
    }

    #[test]
    fn the_nearest_is_comparable_and_short() {
        for (text, nearest) in [
            ("0.1000000000000000055511151231257827", Some("0.1")),
            ("9007199254740993", Some("9007199254740992.0")),
            ("5e-324", Some("4.9e-324")),
            ("1e400", None),
        ] {
            assert_eq!(Number::parse(text).nearest().as_deref(), nearest, "{text}");
        }
    }

    #[test]
    fn the_smallest_doubles_have_two_digits() {
        for bits in 1..=202 {
            let value = f64::from_bits(bits);
            let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
            let one = digits(format!("{value:e}").split('e').next().unwrap()) == 1;
            let expected = match one {
                true => format!("{value:.1e}"),
                false => format!("{value:e}"),
            };
            assert_eq!(Decimal::parse(&shortest(value)), Decimal::parse(&expected));
            assert_eq!(shortest(-value), format!("-{}", shortest(value)));
        }
    }

    #[test]
    fn a_zero_with_a_vast_exponent_is_zero() {
        assert_eq!(Number::parse("0e99999999999999999999").value(), Some(0.0));
    }
}
