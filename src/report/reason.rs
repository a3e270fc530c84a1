//! A verdict's [`Reason`] in one line of words.

use crate::event::{Element, Event, LeafId};
use crate::explain;
use crate::matching::{Mode, Reason, Taken};
use crate::pattern::{Condition, ConditionId, Pattern};
use crate::text::{brief, visible};

/// How many characters of what is expected, and of each value found, are shown.
const EXPECTED: usize = 60;
const FOUND: usize = 40;
/// How many of the values found are shown.
const VALUES: usize = 3;

/// The line on the verdict in a mode, safe to show on a terminal. Where the modes differ it says
/// what EventBridge answers today, where it is `documented` that this place does the same.
pub fn line(
    pattern: &Pattern,
    event: &Event<'_>,
    reason: &Reason,
    mode: Mode,
    documented: bool,
) -> String {
    match reason {
        Reason::Refused {
            condition,
            found,
            count,
            more,
            held: _,
        } => {
            let condition = pattern.condition(*condition);
            let more = match more {
                0 => String::new(),
                1 => " (+1 more condition)".to_owned(),
                more => format!(" (+{more} more conditions)"),
            };
            format!(
                "{}: expected {}, {}{more}",
                visible(&condition.path),
                expected(pattern, condition),
                self::found(event, condition, found, *count)
            )
        }
        Reason::Mixed { taken } => {
            let mixing = format!("by mixing {}", sources(pattern, event, taken));
            match mode {
                _ if !documented => {
                    format!("matches only {mixing}; whether that counts is not documented")
                }
                Mode::Flattened => format!("match, but only {mixing}; EventBridge today: no match"),
                Mode::Strict => format!("no match; it would match only {mixing}"),
            }
        }
        Reason::AbsentHere {
            condition,
            elsewhere,
            taken,
        } => {
            let path = visible(&pattern.condition(*condition).path).into_owned();
            let here = taken.first().map_or(String::new(), |taken| {
                let own = event.elements(taken.leaf);
                let own = *own.last().unwrap_or(&taken.element);
                format!(" in {}", element(event, own))
            });
            let there = event.elements(*elsewhere);
            let there = there
                .last()
                .map_or(String::new(), |e| format!(" in {}", element(event, *e)));
            let why = format!("{path} is absent{here}, present{there}");
            match mode {
                _ if !documented => {
                    format!("match only if one element decides, which is not documented; {why}")
                }
                Mode::Flattened => format!("no match, but EventBridge today: match; {why}"),
                Mode::Strict => format!("match; `--flattened` does not match: {why}"),
            }
        }
        Reason::GaveUp => {
            "EventBridge today: not known, the event reaches the same paths through too many arrays"
                .to_owned()
        }
    }
}

/// `found 0, 143, 143`, as many as are shown.
fn found(event: &Event<'_>, condition: &Condition, found: &[LeafId], count: usize) -> String {
    if found.is_empty() {
        let container = explain::container_at(event, &condition.path);
        return container.map_or_else(
            || "found nothing".to_owned(),
            |kind| format!("found only {}", kind.name()),
        );
    }
    let mut values: Vec<_> = found
        .iter()
        .take(VALUES)
        .map(|leaf| brief(event.raw(*leaf), FOUND))
        .collect();
    if count > VALUES {
        values.push(format!("{} more", count - VALUES));
    }
    format!("found {}", values.join(", "))
}

/// In a few words what about the event a pattern refuses, for saying which events it differs on.
pub fn against(pattern: &Pattern, event: &Event<'_>, reason: &Reason) -> String {
    let (condition, found, count) = match reason {
        Reason::Refused {
            condition,
            found,
            count,
            ..
        } => (condition, found, *count),
        Reason::Mixed { .. } => {
            return "events that no single element of an array meets".to_owned();
        }
        Reason::AbsentHere { condition, .. } => {
            let path = visible(&pattern.condition(*condition).path);
            return format!("events where `{path}` is absent in one element only");
        }
        Reason::GaveUp => return "events of which EventBridge's verdict is not known".to_owned(),
    };
    let condition = pattern.condition(*condition);
    let path = visible(&condition.path);
    let expected = expected(pattern, condition);
    match &**found {
        [] => format!("events without `{path}`, instead of `{expected}`"),
        [value] => format!(
            "`{path}`: `{}` instead of `{expected}`",
            brief(event.raw(*value), FOUND)
        ),
        [value, ..] => format!(
            "`{path}`: `{}` and {} more instead of `{expected}`",
            brief(event.raw(*value), FOUND),
            count - 1
        ),
    }
}

/// The matchers of a condition as the pattern spells them, without its line breaks: as many as
/// there is room for, at least one.
fn expected(pattern: &Pattern, condition: &Condition) -> String {
    let mut shown = String::new();
    let mut room = EXPECTED;
    for (index, matcher) in condition.matchers.iter().enumerate() {
        let spelled = brief(&on_one_line(matcher.span.of(pattern.text())), EXPECTED);
        let length = spelled.chars().count();
        if index > 0 {
            if length > room {
                let rest = condition.matchers.len() - index;
                shown.push_str(&format!(" or {rest} more"));
                break;
            }
            shown.push_str(" or ");
        }
        shown.push_str(&spelled);
        room = room.saturating_sub(length + 4);
    }
    shown
}

/// JSON text without the white space around line breaks.
fn on_one_line(json: &str) -> String {
    let mut out = String::new();
    for line in json.lines() {
        let line = line.trim();
        let tight = out.is_empty() || out.ends_with(['{', '[']) || line.starts_with(['}', ']']);
        if !tight {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// `elements of containers (name from [0], exitCode from [2])`; where there are several arrays, each
/// with all its elements: `elements (a from c[0].d[0], b from c[1].d[0])`.
fn sources(pattern: &Pattern, event: &Event<'_>, taken: &[Taken]) -> String {
    let document = event.document();
    let mut arrays = taken.iter().map(|taken| taken.element.array);
    let first = arrays.next();
    let is_one = arrays.all(|array| Some(array) == first);
    let from = taken.iter().map(|taken| {
        let node = event.leaf(taken.leaf).node;
        let field = document.key(node).map_or_else(
            || last_key(pattern, taken.condition).to_owned(),
            std::borrow::Cow::into_owned,
        );
        let (_, index) = place(event, taken.element);
        let index = if is_one {
            index
        } else {
            chain(event, taken.leaf)
        };
        format!("{} from {index}", visible(&field))
    });
    let from = from.collect::<Vec<_>>().join(", ");
    match taken.first().filter(|_| is_one) {
        Some(taken) => format!("elements of {} ({from})", place(event, taken.element).0),
        None => format!("elements ({from})"),
    }
}

/// All elements that a leaf lies in, from the outermost: `c[0].d[1]`.
fn chain(event: &Event<'_>, leaf: LeafId) -> String {
    let mut text = String::new();
    for element in event.elements(leaf) {
        if let Some(key) = event.document().key(element.array) {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(&visible(&key));
        }
        text.push_str(&format!("[{}]", element.index));
    }
    text
}

fn last_key(pattern: &Pattern, condition: ConditionId) -> &str {
    let path = &pattern.condition(condition).path;
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

/// An element as people call it: `containers[2] "selenium-hub"`.
pub fn element(event: &Event<'_>, element: Element) -> String {
    let (array, index) = place(event, element);
    let label = event
        .label(element)
        .map_or(String::new(), |l| format!(" \"{}\"", brief(&l, FOUND)));
    format!("{array}{index}{label}")
}

/// The array of an element, `containers`, and where in it the element is, `[2]`.
fn place(event: &Event<'_>, element: Element) -> (String, String) {
    let document = event.document();
    let mut steps = format!("[{}]", element.index);
    let mut array = element.array;
    // An array directly inside an array has no key: go up to one that has.
    while document.key(array).is_none() && array != 0 {
        steps.insert_str(0, &format!("[{}]", document.index(array)));
        array = document.parent(array);
    }
    let key = document.key(array).unwrap_or_default();
    (visible(&key).into_owned(), steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(pattern: &str, event: &str) -> String {
        let pattern = Pattern::parse(pattern).unwrap();
        let event = Event::parse(event).unwrap();
        let evaluation = pattern.evaluate(&event);
        let reason = Reason::new(&pattern, &event, &evaluation, Mode::Flattened);
        reason.map_or(String::new(), |reason| {
            line(&pattern, &event, &reason, Mode::Flattened, true)
        })
    }

    #[test]
    fn refusals_name_the_first_condition_of_the_nearest_alternative() {
        assert_eq!(
            reason(
                r#"{"a": ["x", {"prefix": "y"}]}"#,
                r#"{"a": [1, "z", null, true, {}]}"#
            ),
            r#"a: expected "x" or {"prefix": "y"}, found 1, "z", null, 1 more"#
        );
        assert_eq!(
            reason(
                r#"{"$or": [{"a": [1], "b": [1]}, {"c": [1]}]}"#,
                r#"{"c": {}}"#
            ),
            "c: expected 1, found only an object"
        );
    }

    #[test]
    fn disagreements_name_the_elements() {
        assert_eq!(
            reason(
                r#"{"c": {"name": ["app"], "exit": [1]}}"#,
                r#"{"c": [{"name": "app", "exit": 0}, {"name": "db", "exit": 1}]}"#
            ),
            "match, but only by mixing elements of c (name from [0], exit from [1]); EventBridge today: no match"
        );
        assert_eq!(
            reason(
                r#"{"c": {"name": ["app"], "exit": [{"exists": false}]}}"#,
                r#"{"c": [{"name": "db", "exit": 0}, {"name": "app"}]}"#
            ),
            r#"no match, but EventBridge today: match; c.exit is absent in c[1] "app", present in c[0] "db""#
        );
        assert_eq!(
            reason(
                r#"{"c": {"a": [1], "b": [2]}}"#,
                r#"{"c": [[{"a": 1}, {"b": 2}]]}"#
            ),
            "match, but only by mixing elements of c (a from [0][0], b from [0][1]); EventBridge today: no match"
        );
    }

    #[test]
    fn the_kind_of_event_comes_first_and_the_rest_is_counted() {
        assert_eq!(
            reason(
                r#"{"detail": {"a": [1]}, "x": [1], "source": ["s"]}"#,
                r#"{"source": "t"}"#
            ),
            r#"source: expected "s", found "t" (+2 more conditions)"#
        );
        assert_eq!(
            reason(r#"{"a": [1], "b": [1]}"#, r#"{"a": 2}"#),
            "a: expected 1, found 2 (+1 more condition)"
        );
    }

    #[test]
    fn matchers_are_shown_whole() {
        let matchers: Vec<_> = ["AccessDenied", "UnauthorizedOperation", "Denied"]
            .map(|prefix| format!(r#"{{"prefix": "{prefix}"}}"#))
            .into();
        let pattern = format!(r#"{{"a": [{}]}}"#, matchers.join(", "));
        assert_eq!(
            reason(&pattern, "{}"),
            r#"a: expected {"prefix": "AccessDenied"} or 2 more, found nothing"#
        );
    }

    #[test]
    fn several_arrays_are_named() {
        assert_eq!(
            reason(
                r#"{"c": {"d": {"a": [1], "b": [2]}, "e": [3]}}"#,
                r#"{"c": [{"d": [{"a": 1}], "e": 3}, {"d": [{"b": 2}]}]}"#
            ),
            "match, but only by mixing elements (a from c[0].d[0], b from c[1].d[0], e from c[0]); EventBridge today: no match"
        );
    }

    #[test]
    fn what_matches_needs_no_reason() {
        assert_eq!(reason(r#"{"a": [1]}"#, r#"{"a": 1}"#), "");
    }

    #[test]
    fn matchers_over_several_lines_are_shown_on_one() {
        assert_eq!(
            on_one_line("{\n  \"prefix\": \"a  b\",\n  \"x\": [\n    1\n  ]\n}"),
            r#"{"prefix": "a  b", "x": [1]}"#
        );
    }
}
