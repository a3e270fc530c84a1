//! The numbers next to a number as it is written.

/// The number with its last digit one higher or lower: `5` gives `6` and `4`, `0.1` gives `0.2` and
/// `0.0`. None for numbers with an exponent or more digits than can be counted.
pub(super) fn next_to(number: &str) -> Option<[String; 2]> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let places = fraction.len();
    let written = |digits: i128| {
        let sign = if digits < 0 { "-" } else { "" };
        let text = digits.unsigned_abs().to_string();
        let text = "0".repeat((places + 1).saturating_sub(text.len())) + &text;
        let (whole, fraction) = text.split_at_checked(text.len() - places)?;
        Some(match fraction {
            "" => format!("{sign}{whole}"),
            fraction => format!("{sign}{whole}.{fraction}"),
        })
    };
    Some([
        written(digits.checked_add(1)?)?,
        written(digits.checked_sub(1)?)?,
    ])
}

#[cfg(test)]
mod tests {
    use super::next_to;

    #[test]
    fn the_last_digit_moves() {
        let pair = |a: &str, b: &str| Some([a.to_owned(), b.to_owned()]);
        assert_eq!(next_to("5"), pair("6", "4"));
        assert_eq!(next_to("0"), pair("1", "-1"));
        assert_eq!(next_to("0.1"), pair("0.2", "0.0"));
        assert_eq!(next_to("-0.05"), pair("-0.04", "-0.06"));
        assert_eq!(next_to("9.99"), pair("10.00", "9.98"));
        assert_eq!(next_to("1e3"), None);
    }
}
