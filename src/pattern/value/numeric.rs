//! Numeric ranges.

use crate::json::Number;

/// One end of a range.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The number at the end; comparable.
    pub number: Number,
    /// Whether the number itself is in the range.
    pub inclusive: bool,
}

/// An operand of `numeric`.
#[derive(Debug, Clone, Default)]
pub struct NumericRange {
    /// The lower end, if there is one.
    pub bottom: Option<Bound>,
    /// The upper end, if there is one.
    pub top: Option<Bound>,
}

impl NumericRange {
    /// Whether the number lies in the range. One that is not comparable lies in none.
    pub fn contains(&self, number: &Number) -> bool {
        number
            .value()
            .is_some_and(|value| self.contains_value(value))
    }

    /// As [`contains`](Self::contains), for the value of a number that is comparable.
    pub(crate) fn contains_value(&self, value: f64) -> bool {
        let inside = |bound: &Option<Bound>, strictly: fn(f64, f64) -> bool| match bound {
            None => true,
            Some(Bound { number, inclusive }) => number
                .value()
                .is_some_and(|end| strictly(value, end) || (*inclusive && value == end)),
        };
        inside(&self.bottom, |value, end| value > end)
            && inside(&self.top, |value, end| value < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_in_or_out() {
        let bound = |text, inclusive| {
            Some(Bound {
                number: Number::parse(text),
                inclusive,
            })
        };
        let range = NumericRange {
            bottom: bound("0", false),
            top: bound("5", true),
        };
        let contains = |text| range.contains(&Number::parse(text));
        assert!(!contains("0"));
        assert!(contains("0.1"));
        assert!(contains("5e0"));
        assert!(!contains("5.1"));
        assert!(!contains("12345678901234567890"));
        assert!(!NumericRange::default().contains(&Number::parse("1e400")));
    }
}
