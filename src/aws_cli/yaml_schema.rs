//! Which plain scalars are something other than strings in YAML 1.2, as the AWS CLI's YAML library
//! sees it: that decides what is read, and what must be quoted.

/// What a plain scalar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Str,
    /// `=` and `<<`, which have a meaning elsewhere and are quoted for that.
    Default,
    Null,
    Bool(bool),
    Int,
    Float,
    Date,
}

pub(super) fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::Bool(true),
        "false" | "False" | "FALSE" => return Kind::Bool(false),
        "=" | "<<" => return Kind::Default,
        ".nan" | ".NaN" | ".NAN" => return Kind::Float,
        _ => {}
    }
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(number, ".inf" | ".Inf" | ".INF") {
        return Kind::Float;
    }
    if is_int(number) {
        return Kind::Int;
    }
    if is_float(number) {
        return Kind::Float;
    }
    if is_date(text) {
        return Kind::Date;
    }
    Kind::Str
}

fn all(text: &str, allowed: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'_' || allowed(byte))
}

fn is_int(number: &str) -> bool {
    if let Some(digits) = number.strip_prefix("0x") {
        return all(digits, |byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = number.strip_prefix("0b") {
        return all(digits, |byte| matches!(byte, b'0' | b'1'));
    }
    if let Some(digits) = number.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7'));
    }
    all(number, |byte| byte.is_ascii_digit()) && number.starts_with(|c: char| c.is_ascii_digit())
}

fn is_float(number: &str) -> bool {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (number, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let digits = |text: &str| text.is_empty() || all(text, |byte| byte.is_ascii_digit());
    exponent_fits
        && match mantissa.split_once('.') {
            None => exponent.is_some() && digits(mantissa) && is_whole(mantissa),
            Some(("", part)) => !part.is_empty() && digits(part),
            Some((whole, part)) => is_whole(whole) && digits(part),
        }
}

fn is_whole(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && all(text, |byte| byte.is_ascii_digit())
}

/// `2020-01-31`, and the same with a time behind it.
fn is_date(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else {
        return is_short_date(text);
    };
    let plain = date.bytes().enumerate().all(|(at, byte)| {
        if at == 4 || at == 7 {
            byte == b'-'
        } else {
            byte.is_ascii_digit()
        }
    });
    plain && (time.is_empty() || is_time(time)) || is_short_date(text)
}

/// A date with one digit for month or day is one only before a time.
fn is_short_date(text: &str) -> bool {
    let Some(at) = text.find(['T', 't', ' ', '\t']) else {
        return false;
    };
    let Some((date, time)) = text.split_at_checked(at) else {
        return false;
    };
    let parts: Vec<_> = date.split('-').collect();
    let digits = |text: &str, fits: std::ops::RangeInclusive<usize>| {
        fits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(parts[..], [year, month, day]
        if digits(year, 4..=4) && digits(month, 1..=2) && digits(day, 1..=2))
        && is_time(time)
}

/// `T12:30:00`, with a fraction and a zone if wanted.
fn is_time(text: &str) -> bool {
    let clock = match text.strip_prefix(['T', 't']) {
        Some(clock) => clock,
        None => text.trim_start_matches([' ', '\t']),
    };
    let digits = |text: &str, fits: std::ops::RangeInclusive<usize>| {
        fits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = clock.splitn(3, ':');
    let (Some(hour), Some(minute), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let Some((second, rest)) = rest.split_at_checked(end) else {
        return false;
    };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let zone = rest.trim_start_matches([' ', '\t']);
    let zone_fits = zone.is_empty()
        || zone == "Z"
        || zone
            .strip_prefix(['-', '+'])
            .is_some_and(|offset| match offset.split_once(':') {
                Some((hours, minutes)) => digits(hours, 1..=2) && digits(minutes, 2..=2),
                None => digits(offset, 1..=2),
            });
    digits(hour, 1..=2) && digits(minute, 2..=2) && digits(second, 2..=2) && zone_fits
}
