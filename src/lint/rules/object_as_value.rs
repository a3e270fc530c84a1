//! A value is asked for where the event has an object.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "object-as-value",
    severity: Severity::Warning,
    about: "a value is asked for where the event has an object",
    why: "Conditions compare strings, numbers, booleans and null. Where the event has an object, or \
          an array of objects, nothing of that is there, and the condition never holds; also \
          `{\"exists\": true}` looks for a value.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": ["exports"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": [{"exists": true}]}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"buyer": ["ann"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"buyer": {"name": "ann"}}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": ["exports"]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": [{"exists": false}]}}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"bucket": ["exports"]}}"##),
    ],
    look: Check::Condition(look),
};

/// Fields that say what an object is.
const LIKELY: [&str; 8] = [
    "arn", "id", "key", "name", "state", "status", "type", "value",
];

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let path = &*condition.path;
    let Some((seen, origin)) = subject.relevant.at(path) else {
        return;
    };
    if !seen.only_objects() || path == "detail" && condition.accepts_absence() {
        return;
    }
    let Some(matcher) = subject
        .matchers(condition)
        .into_iter()
        .find(|matcher| !matches!(matcher.kind, MatcherKind::Exists(false)))
    else {
        return;
    };
    let what = match seen.objects {
        true => "an array of objects",
        false => "an object",
    };
    let message = format!("`{path}` is {what} in these events: no value is there to compare");
    let mut keys: Vec<&str> = subject.relevant.keys_below(path).into_iter().collect();
    // What is asked for most comes first.
    keys.sort_by_key(|key| !LIKELY.contains(key));
    let inside: Vec<_> = keys
        .into_iter()
        .take(4)
        .map(|key| format!("`{path}.{key}`"))
        .collect();
    let draft = Draft::at(matcher.span, message).path(path);
    out.add(match inside.as_slice() {
        [] => draft.help(format!("according to {origin}")),
        inside => draft.help(format!("ask for a field inside it: {}", inside.join(", "))),
    });
}
