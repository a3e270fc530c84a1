//! Newline-delimited JSON: a value on each line. A bad line costs only itself.

use super::Form;
use super::concatenated;
use super::trail::Trail;
use super::walk::Walk;
use crate::json::Span;

/// The lines that are not blank, each with its number and where it begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut start = 0;
    text.split('\n')
        .enumerate()
        .map(move |(index, line)| {
            let at = start;
            start += line.len() + 1;
            (index + 1, at, line)
        })
        .filter(|(_, _, line)| !line.trim().is_empty())
}

/// Whether at least half of the lines are values of their own: then the others are bad lines, and
/// not parts of values that go over several lines.
pub(super) fn prevail(text: &str) -> bool {
    let mut good = 0_usize;
    let mut all = 0_usize;
    for (_, _, line) in lines(text) {
        if all == 0 && matches!(line.trim(), "{" | "[") {
            return false;
        }
        all += 1;
        let (values, error) = concatenated::values(line);
        if error.is_none()
            && values
                .iter()
                .all(|value| starts_like_an_event(*value, line))
        {
            good += 1;
        }
    }
    good > 0 && all > 1 && good * 2 >= all
}

fn starts_like_an_event(value: Span, line: &str) -> bool {
    value.of(line).starts_with(['{', '[', '"'])
}

pub(super) fn read(walk: &mut Walk<'_>, text: &str, trail: &Trail<'_>) {
    read_each(walk, text, trail, &mut |_| ());
}

/// The same; `after` is called behind each line.
pub(super) fn read_each<'a>(
    walk: &mut Walk<'a>,
    text: &str,
    trail: &Trail<'_>,
    after: &mut dyn FnMut(&mut Walk<'a>),
) {
    let trail = trail.form(Form::Lines);
    for (number, start, line) in lines(text) {
        let trail = trail.at(start).step(&format!("line {number}"));
        let (values, error) = concatenated::values(line);
        match (values.as_slice(), &error) {
            ([only], None) => walk.json_value(line, *only, &trail),
            (several, _) => {
                for (index, value) in several.iter().enumerate() {
                    let trail = trail.step(&format!("#{}", index + 1));
                    walk.json_value(line, *value, &trail);
                }
            }
        }
        if let Some(error) = error {
            walk.syntax(Form::Lines, error, line, &trail);
        }
        after(walk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place() {
        let text = "a\r\n\n  \nbc\n";
        let found: Vec<_> = lines(text).collect();
        assert_eq!(found, [(1, 0, "a\r"), (4, 7, "bc")]);
        for (_, start, line) in found {
            assert!(text.split_at(start).1.starts_with(line));
        }
    }

    #[test]
    fn lines_prevail_when_at_least_half_of_them_are_values() {
        for (text, expected) in [
            ("{}\n{", true),
            ("{\n{}", false),
            ("{\"a\":}\n{}\n{}", true),
            ("{\"a\":}\n{]\n{}", false),
            ("{\n\"a\":\n[]\n,\n}", false),
            ("1\n2\nx", false),
            ("{\"a\":}", false),
        ] {
            assert_eq!(prevail(text), expected, "{text:?}");
        }
    }
}
