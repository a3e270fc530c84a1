//! An operator where a field belongs.

use crate::advice;
use crate::json::Span;
use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "operator-as-field",
    severity: Severity::Warning,
    about: "an operator where a field belongs",
    why: "Operators go in an array: `\"name\": [{\"anything-but\": \"x\"}]`. Without it, \
          `anything-but` is read as a field of the event.",
    fires: &[
        Example::Pattern(r##"{"detail": {"name": {"anything-but": ["x"]}}}"##),
        Example::Pattern(r##"{"detail": {"size": {"numeric": [">", 0]}}}"##),
        Example::Pattern(r##"{"detail": {"name": {"exists": [true]}}}"##),
        Example::Pattern(r##"{"detail": {"name": {"$in": ["a", "b"]}}}"##),
        Example::Pattern(r##"{"source": ["my.app"], "$not": {"detail": {"name": ["a"]}}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"body": {"$schema": ["v1"], "$type": ["order"]}}}"##),
        Example::Pattern(r##"{"detail": {"name": [{"anything-but": ["x"]}]}}"##),
        Example::Pattern(r##"{"detail": {"requestParameters": {"prefix": ["logs/"]}}}"##),
        Example::Pattern(r##"{"detail": {"subnet": {"cidr": ["10.0.0.0/8"]}}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if !subject.known(condition.key_span) {
        return;
    }
    if let Some((key, path, help)) = of_a_query(subject, condition) {
        let name = path.rsplit('.').next().unwrap_or(path);
        let message = format!("`{name}` is read as a field here: it is not an operator");
        return out.add(Draft::at(key, message).path(path).help(help));
    }
    let key = crate::json::unquote(subject.source(condition.key_span)).into_owned();
    let first = condition.matchers.first().map(|matcher| &matcher.kind);
    // Fields called prefix, suffix or cidr exist.
    let is_operator = match &*key {
        "anything-but" | "equals-ignore-case" => true,
        "numeric" => matches!(first.and_then(plain), Some("<" | "<=" | "=" | ">" | ">=")),
        "exists" => {
            let count = condition.matchers.len();
            count == 1 && matches!(first, Some(MatcherKind::Bool(_)))
        }
        "prefix" | "suffix" | "wildcard" => condition
            .path
            .strip_suffix(&*key)
            .and_then(|above| above.strip_suffix('.'))
            .and_then(|above| subject.relevant.at(above))
            .is_some_and(|(seen, _)| seen.only_strings()),
        _ => false,
    };
    if is_operator
        && !condition.path.starts_with("source.")
        && !condition.path.starts_with("detail-type.")
    {
        // What an operator takes as its operand, not the list that a field needs.
        let source = subject.source(condition.span);
        let operand = match &*key {
            "exists" | "prefix" | "suffix" | "wildcard" | "equals-ignore-case" => {
                source.trim_start_matches('[').trim_end_matches(']').trim()
            }
            _ => source,
        };
        let message = format!("`{key}` is read as a field here");
        let draft = Draft::at(condition.key_span, message).path(&*condition.path);
        out.add(draft.help(format!(
            "wrap the operator in a list: [{{\"{key}\": {}}}]",
            shown(operand)
        )));
    }
}

/// The operator of a query language in a path: its place, the path as far as it, and what to write.
fn of_a_query<'p>(
    subject: &Subject<'_>,
    condition: &'p Condition,
) -> Option<(Span, &'p str, String)> {
    let path = &*condition.path;
    let (mut end, mut found) = (0, None);
    for key in path.split('.') {
        end += key.len();
        if let Some(help) = advice::instead_of_dollar(key) {
            found = Some((key, path.get(..end)?, help));
            break;
        }
        end += 1;
    }
    let (key, above, help) = found?;
    let document = subject.document.as_ref()?;
    let at = condition.key_span.start;
    let node = document.nodes().find(|node| {
        let holds = node.key.start <= at && at < node.span.end;
        !node.key.is_empty() && holds && crate::json::unquote(subject.source(node.key)) == key
    })?;
    Some((node.key, above, help))
}
