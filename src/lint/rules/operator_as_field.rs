//! An operator where a field belongs.

use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "operator-as-field",
    severity: Severity::Warning,
    about: "an operator where a field belongs",
    why: "Operators stand in an array: `\"name\": [{\"anything-but\": \"x\"}]`. Without it, \
          `anything-but` is taken for a field of the event.",
    fires: &[
        Example::Pattern(r##"{"detail": {"name": {"anything-but": ["x"]}}}"##),
        Example::Pattern(r##"{"detail": {"size": {"numeric": [">", 0]}}}"##),
        Example::Pattern(r##"{"detail": {"name": {"exists": [true]}}}"##),
    ],
    silent: &[
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
        let message = format!("`{key}` is taken for a field here");
        let draft = Draft::at(condition.key_span, message).path(&*condition.path);
        out.add(draft.help(format!(
            "an operator stands in a list: [{{\"{key}\": {}}}]",
            shown(operand)
        )));
    }
}
