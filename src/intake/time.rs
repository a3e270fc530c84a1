//! Times: epoch numbers and ISO 8601 texts, to the form that events carry.

/// A moment, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(i64);

/// Milliseconds of 0000-01-01 and of the first moment behind the year 9999.
const FIRST: i64 = -62_167_219_200_000;
const BEHIND: i64 = 253_402_300_800_000;

impl Time {
    /// From the text of a JSON number of seconds since 1970. What is finer than a millisecond is
    /// cut off. `None` outside the years 0 to 9999.
    pub(super) fn from_epoch(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let millis = if digits.contains(['e', 'E']) {
            let millis = digits.parse::<f64>().ok()? * 1e3;
            #[expect(clippy::cast_possible_truncation, reason = "checked to be in range")]
            (millis < 1e15).then(|| millis.round() as i64)?
        } else {
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            whole.parse::<i64>().ok()?.checked_mul(1_000)? + thousandths(fraction)?
        };
        Self::in_range(if negative { -millis } else { millis })
    }

    /// So long after the beginning of 1970.
    #[cfg(feature = "cli")]
    pub fn after_1970(elapsed: std::time::Duration) -> Option<Self> {
        Self::in_range(i64::try_from(elapsed.as_millis()).ok()?)
    }

    /// From `2026-03-02T18:15:04.687+09:00`: date, `T` or a space, time with or without seconds
    /// and fraction, then `Z` or an offset.
    pub fn from_iso(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let zone_at = rest.find(['Z', 'z', '+', '-'])?;
        let (clock, zone) = rest.split_at_checked(zone_at)?;
        let (clock, fraction) = match clock.split_once('.') {
            Some((_, "")) => return None,
            Some((clock, fraction)) => (clock, fraction),
            None => (clock, ""),
        };
        let [hour, minute, second] = match clock.len() {
            5 => {
                let [hour, minute] = numbers(clock, ':', [2, 2])?;
                [hour, minute, 0]
            }
            _ => numbers(clock, ':', [2, 2, 2])?,
        };
        let good = (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !good {
            return None;
        }
        let minutes = offset_minutes(zone)?;
        let seconds = days_from_civil(year, month, day) * 86_400
            + (hour * 60 + minute - minutes) * 60
            + second;
        Self::in_range(seconds * 1_000 + thousandths(fraction)?)
    }

    /// `2026-03-02T09:15:04.687Z`, as services write times inside `detail`.
    pub(super) fn with_millis(self) -> String {
        let text = self.whole_seconds();
        let bare = text.strip_suffix('Z').unwrap_or(&text);
        format!("{bare}.{:03}Z", self.0.rem_euclid(1_000))
    }

    /// `2026-03-02T09:15:04Z`, as the envelope has it.
    pub(super) fn whole_seconds(self) -> String {
        let seconds = self.0.div_euclid(1_000);
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let clock = seconds.rem_euclid(86_400);
        format!(
            "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
            clock / 3_600,
            clock / 60 % 60,
            clock % 60
        )
    }

    fn in_range(millis: i64) -> Option<Self> {
        (FIRST..BEHIND).contains(&millis).then_some(Self(millis))
    }
}

/// The first three digits behind the point.
fn thousandths(fraction: &str) -> Option<i64> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    Some(digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// Numbers of fixed width with a separator between them.
fn numbers<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[i64; N]> {
    let mut out = [0; N];
    let mut parts = text.split(separator);
    for (slot, width) in out.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    parts.next().is_none().then_some(out)
}

/// `Z`, `+09:00`, `-0330`, `+09`.
fn offset_minutes(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match zone.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, zone.strip_prefix('+')?),
    };
    let [hours, minutes] = match rest.len() {
        5 => numbers(rest, ':', [2, 2])?,
        _ => {
            let (hours, minutes) = rest.split_at_checked(2)?;
            let [hours] = numbers(hours, ':', [2])?;
            let minutes = if minutes.is_empty() { "00" } else { minutes };
            let [minutes] = numbers(minutes, ':', [2])?;
            [hours, minutes]
        }
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01. Years are counted from March, so that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_is_found_again() {
        let mut expected = (0, 1, 1);
        for days in FIRST / 86_400_000..BEHIND / 86_400_000 {
            assert_eq!(civil_from_days(days), expected);
            let (year, month, day) = expected;
            assert_eq!(days_from_civil(year, month, day), days);
            expected = if day < days_in(year, month) {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
        }
        assert_eq!(expected, (10_000, 1, 1));
    }

    #[test]
    fn epoch_numbers() {
        for (number, expected) in [
            ("0", "1970-01-01T00:00:00.000Z"),
            ("-0.001", "1969-12-31T23:59:59.999Z"),
            ("1772442904.687", "2026-03-02T09:15:04.687Z"),
            ("1772442904.5", "2026-03-02T09:15:04.500Z"),
            ("1772442904.6879999", "2026-03-02T09:15:04.687Z"),
            ("1.772442904687e9", "2026-03-02T09:15:04.687Z"),
            ("1709210096", "2024-02-29T12:34:56.000Z"),
            ("253402300799.999", "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(
                Time::from_epoch(number).map(Time::with_millis).as_deref(),
                Some(expected)
            );
        }
        for bad in [
            "253402300800",
            "1772442904687000",
            "1e400",
            "-1e12",
            "99999999999999999999",
        ] {
            assert_eq!(Time::from_epoch(bad), None, "{bad}");
        }
    }

    #[test]
    fn iso_texts() {
        for (text, expected) in [
            (
                "2026-03-02T18:15:04.687000+09:00",
                "2026-03-02T09:15:04.687Z",
            ),
            ("2026-03-02T09:15:04Z", "2026-03-02T09:15:04.000Z"),
            ("2026-03-02 09:15Z", "2026-03-02T09:15:00.000Z"),
            ("2026-01-01T00:00:00-0330", "2026-01-01T03:30:00.000Z"),
            ("2026-01-01T00:00:00+01", "2025-12-31T23:00:00.000Z"),
        ] {
            assert_eq!(
                Time::from_iso(text).map(Time::with_millis).as_deref(),
                Some(expected)
            );
        }
        for bad in [
            "",
            "2026-03-02",
            "2026-03-02T09:15:04",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-03-02T24:00:00Z",
            "2026-03-02T09:15:04.Z",
            "2026-03-02T09:15:04+9",
            "2026-03-02T09:15:04ZZ",
            "+026-03-02T09:15:04Z",
            "2026-03-0éT09:15:04Z",
            "0000-01-01T00:00:00+09:00",
        ] {
            assert_eq!(Time::from_iso(bad), None, "{bad}");
        }
    }
}
