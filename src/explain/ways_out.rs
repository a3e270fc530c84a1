//! What helps where the modes differ.
//!
//! Nothing is proposed that would not tell apart the events at hand: a field beside the array only
//! where it differs in the events that match in one element.

use super::context::Context;
use super::model::ConditionReport;
use super::words;
use crate::event::Event;
use crate::json::{NodeId, NodeKind, write_string};
use crate::matching::{Mode, Witness};
use crate::pattern::Condition;
use crate::pattern::value::{AnythingBut, MatcherKind, NumericRange};
use crate::text::{head, lower};

/// How many other events are looked at.
const OTHERS: usize = 64;

/// Words in the names of fields that tell what became of something: the best candidates for a
/// condition outside the array.
const TELLING: [&str; 8] = [
    "code", "reason", "status", "state", "result", "outcome", "type", "group",
];

/// Where flattened matches by mixing elements.
pub(super) fn of_mixed(
    context: &Context<'_, '_>,
    array: Option<&str>,
    chosen: &[Witness],
    conditions: &[ConditionReport],
) -> Vec<String> {
    let mut ways = vec![
        "on EventBridge today, change nothing: the pattern asks for one element, and this event \
         does not match"
            .to_owned(),
    ];
    if let Some((path, value)) = outside(context, array, conditions) {
        ways.push(format!(
            "where the older behaviour matters, ask for `{path}` as well: here it is {value}, and \
             another value in every event at hand that matches in one element"
        ));
    }
    let filter = match jq(context, chosen) {
        Some(filter) => format!("such as `jq -e '{filter}'`"),
        None => "with a filter on each element".to_owned(),
    };
    ways.push(format!(
        "where the older behaviour matters, decide in the target, {filter}, or send your own event \
         with the value outside of the array"
    ));
    ways
}

/// Where only strict matches, because a field is absent in one element. `own` is a field that only
/// this element has, with its value.
pub(super) fn of_absence(own: Option<(String, String)>) -> Vec<String> {
    let mut ways = vec!["on EventBridge today, change nothing: the event matches".to_owned()];
    ways.push(match own {
        Some((path, value)) => format!(
            "where the older behaviour matters, ask for something that only this element has \
             instead of something that it lacks: here `{path}` ({value})"
        ),
        None => "where the older behaviour matters, leave the condition out and decide in the \
                 target, or send your own event with the value outside of the array"
            .to_owned(),
    });
    ways
}

/// A string beside the array that tells this event from all that match in one element, of which
/// there must be some.
fn outside(
    context: &Context<'_, '_>,
    array: Option<&str>,
    conditions: &[ConditionReport],
) -> Option<(String, String)> {
    let matching: Vec<_> = context
        .others
        .iter()
        .take(OTHERS)
        .filter(|other| context.pattern.matches(other, Mode::SERVICE))
        .collect();
    if matching.is_empty() {
        return None;
    }
    let document = context.event.document();
    let parent = array?.rsplit_once('.').map_or("", |(parent, _)| parent);
    let object = member(context.event, parent)?;
    let mut candidates: Vec<_> = document
        .children(object)
        .filter(|id| document.node(*id).kind == NodeKind::String)
        .filter_map(|id| {
            let key = document.key(id)?;
            let lower = lower(&key);
            let rank = TELLING.iter().position(|word| lower.ends_with(word))?;
            let path = match parent {
                "" => key.into_owned(),
                parent => format!("{parent}.{key}"),
            };
            let asked = conditions.iter().any(|condition| condition.path == path);
            let here = document.string(id)?;
            let differs = |other: &&&Event<'_>| {
                let there = member(other, &path).and_then(|id| other.document().string(id));
                there.is_some_and(|there| there != here)
            };
            (!asked && matching.iter().all(differs)).then_some((rank, path, id))
        })
        .collect();
    candidates.sort_by_key(|(rank, _, id)| (*rank, *id));
    let (_, path, id) = candidates.into_iter().next()?;
    let value = super::place::value(context.event, id);
    Some((path, head(&value.json, 60).into_owned()))
}

/// The node at a path of plain keys.
fn member(event: &Event<'_>, path: &str) -> Option<NodeId> {
    let mut at = 0;
    for key in path.split('.').filter(|key| !key.is_empty()) {
        at = event.document().member(at, key)?;
    }
    Some(at)
}

/// A filter of jq that is true where one element meets all of these conditions; nothing where a
/// condition has no simple form there, or the values lie deeper than one array.
fn jq(context: &Context<'_, '_>, chosen: &[Witness]) -> Option<String> {
    let mut array: Option<Vec<String>> = None;
    let mut tests = Vec::new();
    for witness in chosen {
        let leaf = witness.leaf?;
        let elements = context.event.elements(leaf);
        let [element] = elements[..] else {
            return None;
        };
        let pointer = context.event.pointer(leaf);
        let steps: Vec<_> = pointer
            .split('/')
            .skip(1)
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect();
        let depth = context
            .event
            .document()
            .pointer_to(element.array)
            .split('/')
            .count()
            - 1;
        let (above, below) = (steps.get(..depth)?, steps.get(depth + 1..)?);
        if *array.get_or_insert_with(|| above.to_vec()) != above {
            return None;
        }
        tests.push(test(
            &keys(below),
            context.pattern.condition(witness.condition),
        )?);
    }
    let all = tests.join(" and ");
    Some(format!("any({}[]; {all})", keys(&array?)))
}

/// `.detail.containers`
fn keys(steps: &[String]) -> String {
    let mut out = String::new();
    for step in steps {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        out.push('.');
        if step.chars().all(plain) && !step.starts_with(|c: char| c.is_ascii_digit()) {
            out.push_str(step);
        } else {
            write_string(&mut out, step);
        }
    }
    if out.is_empty() { ".".to_owned() } else { out }
}

/// Whether the value at a path is one that the condition accepts.
fn test(path: &str, condition: &Condition) -> Option<String> {
    let quoted = |text: &str| {
        // A quote would end the word that the shell makes of the filter.
        (!text.contains(['\'', '`'])).then(|| words::quoted(text))
    };
    let tests = condition.matchers.iter().map(|matcher| {
        Some(match &matcher.kind {
            MatcherKind::Exact(text) | MatcherKind::Exactly(text) => {
                format!("{path} == {}", quoted(text)?)
            }
            MatcherKind::Number(number) => format!("{path} == {}", number.text()),
            MatcherKind::Bool(value) => format!("{path} == {value}"),
            MatcherKind::Null => format!("{path} == null"),
            MatcherKind::Prefix(text) => {
                format!("({path} | strings | startswith({}))", quoted(text)?)
            }
            MatcherKind::Suffix(text) => {
                format!("({path} | strings | endswith({}))", quoted(text)?)
            }
            MatcherKind::AnythingBut(AnythingBut::Numbers(listed)) => {
                let each = listed
                    .iter()
                    .map(|number| format!(" and {path} != {}", number.text()));
                format!("{path} != null{}", each.collect::<String>())
            }
            MatcherKind::AnythingBut(AnythingBut::Strings(listed)) => {
                let each = listed
                    .iter()
                    .map(|text| Some(format!(" and {path} != {}", quoted(text)?)));
                format!("{path} != null{}", each.collect::<Option<String>>()?)
            }
            MatcherKind::Numeric(NumericRange { bottom, top }) => {
                let end = |sign: char, bound: &crate::pattern::value::Bound| {
                    let equal = if bound.inclusive { "=" } else { "" };
                    format!(" and {path} {sign}{equal} {}", bound.number.text())
                };
                format!(
                    "({path} | type) == \"number\"{}{}",
                    bottom
                        .as_ref()
                        .map_or(String::new(), |bound| end('>', bound)),
                    top.as_ref().map_or(String::new(), |bound| end('<', bound))
                )
            }
            _ => return None,
        })
    });
    let tests: Vec<_> = tests.collect::<Option<_>>()?;
    Some(match &tests[..] {
        [one] => one.clone(),
        several => format!("({})", several.join(" or ")),
    })
}
