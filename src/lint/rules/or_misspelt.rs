//! `$or` spelled in another way.

use crate::json::{NodeId, NodeKind, Span};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::{PatternError, PatternErrorKind};

pub(super) static RULE: Rule = Rule {
    code: "or-misspelt",
    severity: Severity::Error,
    about: "`$or` spelled in another way",
    why: "Only `$or`, in lower case and with the dollar sign, is an alternative; everything else \
          is the name of a field, whose list of objects is then refused.",
    fires: &[
        Example::Pattern(r##"{"source": ["a"], "or": [{"x": ["1"]}, {"y": ["2"]}]}"##),
        Example::Pattern(r##"{"$OR": [{"detail": {"x": ["1"]}}, {"detail": {"y": ["2"]}}]}"##),
        Example::Pattern(r##"{"anyOf": [{"x": ["1"]}, {"y": ["2"]}]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"$or": [{"x": ["1"]}, {"y": ["2"]}]}"##),
        Example::Pattern(r##"{"detail": {"or": ["1", {"prefix": "2"}]}}"##),
        Example::Pattern(r##"{"detail": {"or": [{"begins": "2"}]}}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(error) = super::invalid_pattern::refusal(subject) else {
        return;
    };
    if let Some((key, _)) = misspelt(subject, error) {
        let name = subject.source(key).to_owned();
        let message = format!("{name} is taken for a field: alternatives are called \"$or\"");
        let fix = subject.rename(key, "$or");
        out.add(Draft::at(key, message).help("write \"$or\"").fix(fix));
    }
}

/// Whether a refusal comes from an `$or` with another name.
pub(super) fn is_the_reason(subject: &Subject<'_>, error: &PatternError) -> bool {
    misspelt(subject, error).is_some()
}

/// The key whose list of objects was refused, if it means `$or`.
fn misspelt(subject: &Subject<'_>, error: &PatternError) -> Option<(Span, NodeId)> {
    if error.kind() != PatternErrorKind::UnknownOperator {
        return None;
    }
    let document = subject.document.as_ref()?;
    let inner = document
        .nodes()
        .iter()
        .find(|node| node.key == error.span())?;
    // The object in the list, and the list.
    let list = document.node(inner.parent).parent;
    let key = document.key(list)?;
    let plain = key.trim_start_matches('$').to_lowercase();
    let means_or = matches!(
        &*plain,
        "or" | "any" | "anyof" | "any-of" | "any_of" | "oneof"
    );
    let elements: Vec<_> = document.children(list).collect();
    let all_objects = elements.len() > 1
        && elements
            .iter()
            .all(|id| document.node(*id).kind == NodeKind::Object);
    (means_or && &*key != "$or" && all_objects).then(|| (document.node(list).key, list))
}
