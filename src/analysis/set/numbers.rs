//! Comparable numbers as ranges, and the nicest number in a set.
//!
//! A comparable number is a finite double, so there are finitely many, and they can be counted: a
//! set of them is a set of ranges of whole numbers, in which an open end is the next double. Both
//! zeros are the same number.

use super::ranges::Ranges;
use crate::json::Number;
use crate::pattern::value::NumericRange;

/// What zero is counted as; negative numbers are below.
const ZERO: u128 = 1 << 64;

/// The place of a finite double among all of them.
pub(super) fn place(value: f64) -> u128 {
    let size = u128::from(value.abs().to_bits());
    if value < 0.0 {
        ZERO - size
    } else {
        ZERO + size
    }
}

pub(super) fn value_at(place: u128) -> f64 {
    let size = |distance: u128| f64::from_bits(u64::try_from(distance).unwrap_or(0));
    match place.checked_sub(ZERO) {
        Some(distance) => size(distance),
        None => -size(ZERO - place),
    }
}

/// All comparable numbers.
pub(super) fn all() -> Ranges {
    Ranges::of(place(f64::MIN), place(f64::MAX))
}

/// One number; none where it is not comparable.
pub(super) fn one(number: &Number) -> Ranges {
    match number.value() {
        Some(value) => Ranges::of(place(value), place(value)),
        None => Ranges::default(),
    }
}

pub(super) fn range(range: &NumericRange) -> Ranges {
    let end = |bound: &Option<crate::pattern::value::Bound>, otherwise: f64, outwards: bool| {
        let Some(bound) = bound else {
            return Some(place(otherwise));
        };
        let at = place(bound.number.value()?);
        Some(match (bound.inclusive, outwards) {
            (true, _) => at,
            (false, true) => at + 1,
            (false, false) => at - 1,
        })
    };
    match (
        end(&range.bottom, f64::MIN, true),
        end(&range.top, f64::MAX, false),
    ) {
        (Some(first), Some(last)) => Ranges::of(first, last).intersection(&all()),
        _ => Ranges::default(),
    }
}

/// The number of the set that is easiest to read, as JSON text.
pub(super) fn nicest(set: &Ranges) -> Option<String> {
    for simple in [1.0, 0.0, 2.0, 10.0, -1.0, 100.0] {
        if set.contains(place(simple)) {
            return Some(text(simple));
        }
    }
    set.iter()
        .map(|(first, last)| in_range(value_at(first), value_at(last)))
        .min_by_key(String::len)
}

/// The shortest decimal from `low` to `high`.
fn in_range(low: f64, high: f64) -> String {
    let fits = |value: f64| value.is_finite() && low <= value && value <= high;
    let whole = if low > 0.0 { low.ceil() } else { high.floor() };
    if fits(whole) && whole.abs() < 1e15 {
        return text(whole);
    }
    // Halving both first: the sum of two large numbers is no number any more.
    let middle = low / 2.0 + high / 2.0;
    for digits in 0..17 {
        for near in [middle, low, high] {
            let rounded: f64 = format!("{near:.digits$e}").parse().unwrap_or(near);
            if fits(rounded) {
                return text(rounded);
            }
        }
    }
    text(low)
}

/// A finite double as a comparable number's JSON text.
fn text(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let size = value.abs();
    if (1e-5..1e15).contains(&size) {
        format!("{value}")
    } else {
        format!("{value:e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::value::Bound;

    fn between(bottom: &str, top: &str, inclusive: bool) -> Ranges {
        let bound = |text| {
            Some(Bound {
                number: Number::parse(text),
                inclusive,
            })
        };
        range(&NumericRange {
            bottom: bound(bottom),
            top: bound(top),
        })
    }

    #[test]
    fn between_neighbours_there_is_nothing() {
        assert!(between("0", "4.9e-324", false).is_empty());
        assert!(between("-4.9e-324", "0", false).is_empty());
        assert!(!between("-4.9e-324", "4.9e-324", false).is_empty());
        assert_eq!(
            nicest(&between("-4.9e-324", "4.9e-324", false)).unwrap(),
            "0"
        );
    }

    #[test]
    fn both_zeros_are_one() {
        assert_eq!(one(&Number::parse("-0")), one(&Number::parse("0.0e3")));
        assert!(one(&Number::parse("1e400")).is_empty());
    }

    #[test]
    fn nice_numbers() {
        let nice = |bottom, top| nicest(&between(bottom, top, false)).unwrap();
        assert_eq!(nice("0", "1"), "0.5");
        assert_eq!(nice("200", "599"), "201");
        assert_eq!(nice("-7", "-3"), "-4");
        assert_eq!(nice("1.25", "1.5"), "1.4");
        assert_eq!(nice("1e300", "1e308"), "5e307");
        assert_eq!(nice("-1e308", "-1e300"), "-5e307");
    }

    #[test]
    fn whatever_is_chosen_lies_inside_and_is_comparable() {
        let ends = [
            "-1e308", "-3.5", "-1e-300", "0", "4.9e-324", "0.1", "0.3", "17", "1e21", "1.7e308",
        ];
        for (index, bottom) in ends.iter().enumerate() {
            for top in ends.iter().skip(index + 1) {
                let set = between(bottom, top, true).without(&between(bottom, top, false));
                for set in [between(bottom, top, false), set] {
                    let Some(text) = nicest(&set) else { continue };
                    let value = Number::in_event(&text).value().unwrap();
                    assert!(set.contains(place(value)), "{bottom} {top} {text}");
                }
            }
        }
    }
}
