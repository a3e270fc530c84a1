//! What a plain YAML scalar is.

/// Which words are something other than strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Schema {
    /// YAML 1.1 as CloudFormation reads it: `yes` is true and `010` is eight.
    Yaml11,
    /// The core schema of YAML 1.2, as Serverless reads it.
    Core,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plain {
    Null,
    Bool(bool),
    /// As JSON spells it.
    Number(String),
    Text,
}

pub(super) fn plain(text: &str, schema: Schema) -> Plain {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Plain::Null,
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        _ => {}
    }
    if schema == Schema::Yaml11 {
        match text {
            "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Plain::Bool(true),
            "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Plain::Bool(false),
            _ => {}
        }
    }
    match number(text, schema) {
        Some(number) => Plain::Number(number),
        None => Plain::Text,
    }
}

fn number(text: &str, schema: Schema) -> Option<String> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        return None;
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let digits: String = match schema {
        Schema::Yaml11 if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            digits.replace('_', "")
        }
        _ => digits.to_owned(),
    };
    let based = |rest: &str, base: u32| {
        let value = u64::from_str_radix(rest, base).ok()?;
        Some(format!("{sign}{value}"))
    };
    if let Some(rest) = digits.strip_prefix("0x") {
        return based(rest, 16);
    }
    if let Some(rest) = digits.strip_prefix("0b") {
        return based(rest, 2).filter(|_| schema == Schema::Yaml11);
    }
    if let Some(rest) = digits.strip_prefix("0o") {
        return based(rest, 8).filter(|_| schema == Schema::Core);
    }
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole {
        let plain = digits.trim_start_matches('0');
        let plain = if plain.is_empty() { "0" } else { plain };
        return match schema {
            Schema::Yaml11 if digits.len() > 1 && digits.starts_with('0') => {
                // Eight and nine are no octal digits: account numbers with a zero in front often
                // stay strings for that reason alone.
                based(plain, 8)
            }
            _ => Some(format!("{sign}{plain}")),
        };
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (&*digits, None),
    };
    let (whole, part) = match mantissa.split_once('.') {
        Some((whole, part)) => (whole, part),
        None if schema == Schema::Core && exponent.is_some() => (mantissa, ""),
        None => return None,
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.map(|e| e.strip_prefix(['-', '+']).unwrap_or(e));
    if !all_digits(whole)
        || !all_digits(part)
        || whole.is_empty() && part.is_empty()
        || power.is_some_and(|power| power.is_empty() || !all_digits(power))
    {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let part = if part.is_empty() {
        String::new()
    } else {
        format!(".{part}")
    };
    let exponent = exponent.map_or(String::new(), |e| format!("e{e}"));
    Some(format!("{sign}{whole}{part}{exponent}"))
}

/// A number as CloudFormation passes it on: `4.0` as `4`.
pub(super) fn normalised(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|byte| byte == b'0') => {
            whole.to_owned()
        }
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plain_words_are() {
        let number = |text: &str| Plain::Number(text.to_owned());
        for (text, yaml11, core) in [
            ("~", Plain::Null, Plain::Null),
            ("yes", Plain::Bool(true), Plain::Text),
            ("True", Plain::Bool(true), Plain::Bool(true)),
            ("127", number("127"), number("127")),
            ("-1", number("-1"), number("-1")),
            ("4.0", number("4.0"), number("4.0")),
            (".5", number("0.5"), number("0.5")),
            ("1_000", number("1000"), Plain::Text),
            ("010", number("8"), number("10")),
            ("012345678901", Plain::Text, number("12345678901")),
            (
                "123456789012",
                number("123456789012"),
                number("123456789012"),
            ),
            ("0x1F", number("31"), number("31")),
            ("1e3", Plain::Text, number("1e3")),
            ("1.5e3", number("1.5e3"), number("1.5e3")),
            ("2020-01-01", Plain::Text, Plain::Text),
            ("1.2.3", Plain::Text, Plain::Text),
            ("-", Plain::Text, Plain::Text),
            (".", Plain::Text, Plain::Text),
            ("aws.ec2", Plain::Text, Plain::Text),
        ] {
            assert_eq!(plain(text, Schema::Yaml11), yaml11, "{text} in YAML 1.1");
            assert_eq!(plain(text, Schema::Core), core, "{text} in the core schema");
        }
    }

    #[test]
    fn whole_numbers_lose_their_zeros() {
        assert_eq!(normalised("4.0"), "4");
        assert_eq!(normalised("4.50"), "4.50");
        assert_eq!(normalised("40"), "40");
    }
}
