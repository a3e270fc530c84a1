//! A verdict's [`Reason`] in one line of words.

use crate::event::{Element, Event};
use crate::matching::{Mode, Reason, Taken};
use crate::pattern::{Condition, ConditionId, Pattern};
use crate::text::{brief, visible};
use std::fmt::Write as _;

/// How many characters of what was wanted, and of each value found, are shown.
const WANTED: usize = 60;
const FOUND: usize = 40;
/// How many of the values found are shown.
const VALUES: usize = 3;

/// The line on the verdict in a mode, safe to show on a terminal. Where the modes differ it says so
/// first, and what EventBridge answers today, where it is `documented` that this place does the same.
pub fn line(
    pattern: &Pattern,
    event: &Event<'_>,
    reason: &Reason,
    mode: Mode,
    documented: bool,
) -> String {
    match reason {
        Reason::Refused { condition, found } => {
            let condition = pattern.condition(*condition);
            let mut values: Vec<_> = found
                .iter()
                .take(VALUES)
                .map(|leaf| brief(event.raw(*leaf), FOUND))
                .collect();
            if found.len() > VALUES {
                values.push(format!("{} more", found.len() - VALUES));
            }
            let found = if values.is_empty() {
                "nothing there".to_owned()
            } else {
                format!("found {}", values.join(", "))
            };
            format!(
                "{}: wanted {}, {found}",
                visible(&condition.path),
                wanted(pattern, condition)
            )
        }
        Reason::Mixed { taken } => {
            let mixing = format!("by mixing elements ({})", sources(pattern, event, taken));
            match mode {
                _ if !documented => {
                    format!("match only {mixing}; whether that counts is not documented")
                }
                Mode::Flattened => format!("match, but only {mixing}; EventBridge today: no match"),
                Mode::Strict => {
                    format!("no match, as EventBridge today; flattened matches {mixing}")
                }
            }
        }
        Reason::AbsentHere {
            condition,
            elsewhere,
            taken,
        } => {
            let path = visible(&pattern.condition(*condition).path).into_owned();
            let here = taken.first().map_or(String::new(), |taken| {
                format!(
                    " in {}",
                    element(
                        event,
                        *event.elements(taken.leaf).last().unwrap_or(&taken.element)
                    )
                )
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
                Mode::Strict => format!("match, as EventBridge today; flattened does not, {why}"),
            }
        }
        Reason::GaveUp => {
            "EventBridge today: not known, the event reaches the same paths through too many arrays"
                .to_owned()
        }
    }
}

/// In a few words what about the event a pattern refuses, for telling which events it differs on.
pub fn against(pattern: &Pattern, event: &Event<'_>, reason: &Reason) -> String {
    let (condition, found) = match reason {
        Reason::Refused { condition, found } => (condition, found),
        Reason::Mixed { .. } => {
            return "events that no single element of an array meets".to_owned();
        }
        Reason::AbsentHere { condition, .. } => {
            let path = visible(&pattern.condition(*condition).path);
            return format!("events where {path} is absent in one element only");
        }
        Reason::GaveUp => return "events of which EventBridge's verdict is not known".to_owned(),
    };
    let condition = pattern.condition(*condition);
    let path = visible(&condition.path);
    let wanted = wanted(pattern, condition);
    match &**found {
        [] => format!("events without {path}, which had to be {wanted}"),
        [value] => format!(
            "{path} {}, which had to be {wanted}",
            brief(event.raw(*value), FOUND)
        ),
        [value, rest @ ..] => format!(
            "{path} {} and {} more, none of them {wanted}",
            brief(event.raw(*value), FOUND),
            rest.len()
        ),
    }
}

/// The matchers of a condition as the pattern spells them, without its line breaks.
fn wanted(pattern: &Pattern, condition: &Condition) -> String {
    let matchers: Vec<_> = condition
        .matchers
        .iter()
        .map(|matcher| on_one_line(matcher.span.of(pattern.text())))
        .collect();
    brief(&matchers.join(" or "), WANTED)
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

/// `name from containers[0] "run-test", exitCode from containers[2] "selenium-hub"`
fn sources(pattern: &Pattern, event: &Event<'_>, taken: &[Taken]) -> String {
    let mut text = String::new();
    for Taken {
        condition,
        leaf,
        element: innermost,
    } in taken
    {
        if !text.is_empty() {
            text.push_str(", ");
        }
        let node = event.leaf(*leaf).node;
        let field = event.document().key(node).map_or_else(
            || last_key(pattern, *condition).to_owned(),
            std::borrow::Cow::into_owned,
        );
        let _ = write!(
            text,
            "{} from {}",
            visible(&field),
            element(event, *innermost)
        );
    }
    text
}

fn last_key(pattern: &Pattern, condition: ConditionId) -> &str {
    let path = &pattern.condition(condition).path;
    path.rsplit_once('.').map_or(path, |(_, last)| last)
}

/// An element as people call it: `containers[2] "selenium-hub"`.
pub fn element(event: &Event<'_>, element: Element) -> String {
    let document = event.document();
    let mut steps = format!("[{}]", element.index);
    let mut array = element.array;
    // An array directly inside an array has no key: go up to one that has.
    while document.key(array).is_none() && array != 0 {
        steps.insert_str(0, &format!("[{}]", document.node(array).index));
        array = document.node(array).parent;
    }
    let key = document.key(array).unwrap_or_default();
    let label = event
        .label(element)
        .map_or(String::new(), |l| format!(" \"{}\"", brief(&l, FOUND)));
    format!("{}{steps}{label}", visible(&key))
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
            r#"a: wanted "x" or {"prefix": "y"}, found 1, "z", null, 1 more"#
        );
        assert_eq!(
            reason(
                r#"{"$or": [{"a": [1], "b": [1]}, {"c": [1]}]}"#,
                r#"{"c": {}}"#
            ),
            "c: wanted 1, nothing there"
        );
    }

    #[test]
    fn disagreements_name_the_elements() {
        assert_eq!(
            reason(
                r#"{"c": {"name": ["app"], "exit": [1]}}"#,
                r#"{"c": [{"name": "app", "exit": 0}, {"name": "db", "exit": 1}]}"#
            ),
            r#"match, but only by mixing elements (name from c[0] "app", exit from c[1] "db"); EventBridge today: no match"#
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
            "match, but only by mixing elements (a from c[0][0], b from c[0][1]); EventBridge today: no match"
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
