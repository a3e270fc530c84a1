//! Text that was copied with the numbers of its lines, as the console shows it.

use super::Form;
use super::trail::{Trail, trimmed};
use super::walk::Walk;

/// The text with blanks for the numbers, where its lines are numbered from 1: each line begins with
/// its number, or has it in front of it on a line of its own.
pub(super) fn without_numbers(text: &str) -> Option<String> {
    let first = text.trim_start().lines().next()?;
    let rest = first.strip_prefix('1')?.trim_start();
    if !rest.is_empty() && !rest.starts_with(['{', '[']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut next = 1_usize;
    let mut bare = 0_usize;
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        if start.is_empty() {
            out.push_str(line);
            continue;
        }
        let digits = start.len() - start.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = start.get(..digits).and_then(|digits| digits.parse().ok());
        let behind = start.get(digits..).unwrap_or("");
        let is_number = number == Some(next)
            && (behind.trim().is_empty()
                || behind.starts_with([' ', '\t', '{', '}', '[', ']', '"']));
        if is_number {
            next += 1;
            bare += usize::from(behind.trim().is_empty());
            out.extend(std::iter::repeat_n(' ', line.len() - behind.len()));
            out.push_str(behind);
        } else if bare > 0 {
            // The line that the number in front of it counts.
            out.push_str(line);
        } else {
            return None;
        }
    }
    (next > 2 || !rest.is_empty()).then_some(out)
}

pub(super) fn read(walk: &mut Walk<'_>, text: &str, plain: &str, trail: &Trail<'_>) {
    let trail = trail.form(Form::Numbered);
    walk.text(plain, &trail.inside(plain, trimmed(text)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_become_blanks() {
        for (text, expected) in [
            ("1 {\n2   \"a\": 1\n3 }\n", Some("  {\n    \"a\": 1\n  }\n")),
            ("1{\n2}", Some(" {\n }")),
            ("1\n{\n2\n\"a\": 12\n3\n}", Some(" \n{\n \n\"a\": 12\n \n}")),
            ("1 {\n3 }", None),
            ("1 apple\n2 pears", None),
            ("12", None),
            ("1", None),
        ] {
            assert_eq!(without_numbers(text).as_deref(), expected, "{text:?}");
        }
    }
}
