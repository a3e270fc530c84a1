//! Numbers, addresses, letter case and wildcards, each by its definition.

use super::ast::Piece;
use std::cmp::Ordering;

/// A decimal number: sign, digits without zeros at either end, power of ten of the last digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Takes the text of a JSON number with an exponent of a sane size.
    pub(crate) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let (mantissa, power) = lower.split_once('e').unwrap_or((&lower, "0"));
        let power: i64 = power.trim_start_matches('+').parse().unwrap();
        let digits = mantissa.trim_start_matches('-');
        let fraction = digits.split_once('.').map_or(0, |(_, f)| f.len());
        let digits = digits.replace('.', "");
        let whole = digits.trim_end_matches('0');
        let zeros = digits.len() - whole.len();
        let whole = whole.trim_start_matches('0');
        let exponent = power + i64::try_from(zeros).unwrap() - i64::try_from(fraction).unwrap();
        Self {
            negative: mantissa.starts_with('-') && !whole.is_empty(),
            digits: whole.to_owned(),
            exponent: if whole.is_empty() { 0 } else { exponent },
        }
    }

    /// Compares without the sign: first where the first digit stands, then digit by digit.
    fn size(&self, other: &Self) -> Ordering {
        let first = |d: &Self| i64::try_from(d.digits.len()).unwrap() + d.exponent;
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => first(self)
                .cmp(&first(other))
                .then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.size(other),
            (true, true) => other.size(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A pattern's number, if the shortest decimal of its double is the number itself.
pub(crate) fn comparable(text: &str) -> Option<Decimal> {
    let double: f64 = text.parse().unwrap();
    let number = Decimal::of(text);
    (double.is_finite() && shortest(double) == number).then_some(number)
}

/// An event's number as it is compared: what is no integer is what its double is.
pub(crate) fn received(text: &str) -> Option<Decimal> {
    if text.chars().all(|c| c == '-' || c.is_ascii_digit()) {
        return comparable(text);
    }
    let double: f64 = text.parse().unwrap();
    double.is_finite().then(|| shortest(double))
}

/// Of the decimals that read back as the double those with the fewest digits, but two at least; of
/// these the nearest, of two as near the one that ends in an even digit.
fn shortest(double: f64) -> Decimal {
    for digits in 1..=17 {
        // The nearest of all decimals of this length, then its neighbours.
        let nearest = format!("{double:.digits$e}");
        let (mantissa, power) = nearest.split_once('e').unwrap();
        let mantissa: i64 = mantissa.replace('.', "").parse().unwrap();
        let power = power.parse::<i32>().unwrap() - i32::try_from(digits).unwrap();
        for mantissa in [mantissa, mantissa + 1, mantissa - 1] {
            let text = format!("{mantissa}e{power}");
            if text.parse() == Ok(double) {
                return Decimal::of(&text);
            }
        }
    }
    unreachable!("17 digits are enough for any double")
}

/// An address as the version and the bits; IPv4 in IPv6 is IPv4.
pub(crate) fn address(text: &str) -> Option<(u8, u128)> {
    if !text.contains(':') {
        if text.chars().count() > 15 {
            return None;
        }
        let mut bits = 0;
        let parts: Vec<_> = text.split('.').collect();
        for part in &parts {
            if part.is_empty() || !part.chars().all(|c| c.is_ascii_digit()) {
                return None;
            }
            let number: u128 = part.parse().ok()?;
            if number > 255 {
                return None;
            }
            bits = bits * 256 + number;
        }
        return (parts.len() == 4).then_some((4, bits));
    }
    let parts: Vec<_> = text.split("::").collect();
    let groups = match parts[..] {
        [all] => groups(all).filter(|groups| groups.len() == 8)?,
        [front, back] => {
            let (mut front, back) = (groups(front)?, groups(back)?);
            if front.len() + back.len() > 7 {
                return None;
            }
            front.resize(8 - back.len(), 0);
            front.extend(back);
            front
        }
        _ => return None,
    };
    let bits = groups.iter().fold(0, |bits, group| bits << 16 | group);
    if bits >> 32 == 0xffff {
        return Some((4, bits & 0xffff_ffff));
    }
    Some((6, bits))
}

fn groups(text: &str) -> Option<Vec<u128>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let group = |group: &str| {
        let hex = !group.is_empty() && group.chars().all(|c| c.is_ascii_hexdigit());
        let number = u128::from_str_radix(group, 16).ok().filter(|_| hex)?;
        (number < 0x1_0000).then_some(number)
    };
    text.split(':').map(group).collect()
}

/// The hex digits of an address.
pub(crate) fn address_digits(text: &str) -> Option<String> {
    let (version, bits) = address(text)?;
    let width = if version == 4 { 8 } else { 32 };
    Some(format!("{bits:0width$X}"))
}

/// An event's number as the service writes it, as far as it is digits.
pub(crate) fn number_digits(text: &str) -> String {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect();
    if text.chars().all(|c| c == '-' || c.is_ascii_digit()) {
        return digits(if text == "-0" { "0" } else { text });
    }
    let double: f64 = text.parse().unwrap();
    if double.is_infinite() || double.is_sign_negative() {
        String::new()
    } else if double == 0.0 || (0.001..10_000_000.0).contains(&double) {
        digits(&format!("{double:?}"))
    } else {
        shortest(double).digits[..1].to_owned()
    }
}

/// Digit by digit from the left, until it is certain that the digits lie between those of the
/// block's first and last address, whatever follows.
pub(crate) fn block_contains(block: &str, digits: &str) -> bool {
    let (base, length) = block.split_once('/').unwrap();
    let base = address_digits(base).unwrap();
    let bits: String = base
        .chars()
        .map(|c| format!("{:04b}", c.to_digit(16).unwrap()))
        .collect();
    let fixed = &bits[..length.parse().unwrap()];
    let filled = |with: &str| {
        let bits = fixed.to_owned() + &with.repeat(bits.len() - fixed.len());
        u128::from_str_radix(&bits, 2).unwrap()
    };
    let width = base.len();
    let first = format!("{:0width$X}", filled("0"));
    let last = format!("{:0width$X}", filled("1"));
    between(&first, &last, digits)
}

/// The same for a literal, which is a block of one address.
pub(crate) fn literal_accepts(literal: &str, digits: &str) -> bool {
    let literal = address_digits(literal).unwrap();
    between(&literal, &literal, digits)
}

fn between(first: &str, last: &str, digits: &str) -> bool {
    let (mut above, mut below) = (false, false);
    let ends = first.chars().zip(last.chars());
    let mut compared = 0;
    for ((low, high), digit) in ends.zip(digits.chars()) {
        if (!above && digit < low) || (!below && digit > high) {
            return false;
        }
        above |= digit > low;
        below |= digit < high;
        compared += 1;
        if above && below {
            return true;
        }
    }
    compared == first.len()
}

/// All spellings that an operand of `equals-ignore-case` accepts.
pub(crate) fn ignore_case_forms(operand: &str) -> Vec<String> {
    let mut forms = vec![String::new()];
    for c in operand.chars() {
        let (lower, upper) = (c.to_lowercase().to_string(), c.to_uppercase().to_string());
        forms = forms
            .iter()
            .flat_map(|form| [form.clone() + &lower, form.clone() + &upper])
            .collect();
    }
    forms
}

pub(crate) fn wildcard_accepts(pieces: &[Piece], text: &str) -> bool {
    let mut characters = text.chars();
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Character(c), rest)) => {
            characters.next() == Some(*c) && wildcard_accepts(rest, characters.as_str())
        }
        Some((Piece::Star, rest)) => {
            wildcard_accepts(rest, text)
                || (characters.next().is_some() && wildcard_accepts(pieces, characters.as_str()))
        }
    }
}

#[test]
fn numbers_are_ordered_by_value() {
    let ordered = [
        "-1e400", "-10", "-2", "-0.5", "0", "1e-400", "0.1", "0.11", "1", "1.5", "15", "2e1",
    ];
    for (index, number) in ordered.iter().enumerate() {
        for (other_index, other) in ordered.iter().enumerate() {
            let order = Decimal::of(number).cmp(&Decimal::of(other));
            assert_eq!(order, index.cmp(&other_index), "{number} {other}");
        }
    }
    for (one, other) in [
        ("-0", "0e5"),
        ("1", "1.0"),
        ("10", "1E+1"),
        ("0.10", "1e-1"),
    ] {
        assert_eq!(Decimal::of(one), Decimal::of(other));
    }
}
