//! A matcher inside a string.

use crate::advice::OPERATORS;
use crate::json::{Document, NodeKind};
use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "matcher-as-text",
    severity: Severity::Warning,
    about: "a matcher or a list inside a string",
    why: "A string is compared with the event's value to the letter, also where it holds JSON. A \
          matcher is a separate object, without quotes around it.",
    fires: &[
        Example::Pattern(r##"{"detail": {"key": ["{\"prefix\": \"in/\"}"]}}"##),
        Example::Pattern(r##"{"detail": {"key": ["[\"a\", \"b\"]"]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"key": [{"prefix": "in/"}]}}"##),
        Example::Pattern(r##"{"detail": {"input": ["{}", "{\"a\": 1}", "[]"]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        let Some(text) = plain(&matcher.kind) else {
            continue;
        };
        let Some(inside) = inside(text) else { continue };
        let message = format!(
            "{} is compared as text",
            shown(subject.source(matcher.span))
        );
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(draft.help(format!("write it without quotes: {}", shown(&inside))));
    }
}

/// The matcher or the values that a string spells.
fn inside(text: &str) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let document = Document::parse(text).ok()?;
    let mut children = document.children(0);
    match document.node(0).kind {
        NodeKind::Object => {
            let first = children.next()?;
            let is_operator = OPERATORS.contains(&&*document.key(first)?);
            (is_operator && children.next().is_none()).then(|| text.trim().to_owned())
        }
        NodeKind::Array => {
            let values: Vec<_> = children.collect();
            let strings = !values.is_empty()
                && values
                    .iter()
                    .all(|id| document.node(*id).kind == NodeKind::String);
            let values: Vec<_> = values.iter().map(|id| document.raw(*id)).collect();
            strings.then(|| values.join(", "))
        }
        _ => None,
    }
}
