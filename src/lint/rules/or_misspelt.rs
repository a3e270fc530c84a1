//! `$or` spelled in another way.

use crate::advice::Refusal;
use crate::json::{NodeId, NodeKind, Span};
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::PatternErrorKind;

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
    let mut told = Vec::new();
    for refusal in &subject.refusals {
        let Some((key, _)) = misspelt(subject, refusal).filter(|(key, _)| !told.contains(key))
        else {
            continue;
        };
        told.push(key);
        let name = subject.source(key).to_owned();
        let message = format!("{name} is read as a field: alternatives are called \"$or\"");
        let safety = match name.trim_matches(['"', '$']).eq_ignore_ascii_case("or") {
            true => Safety::Safe,
            false => Safety::Unsafe,
        };
        out.add(
            Draft::at(key, message)
                .help("write \"$or\"")
                .idea(key, "\"$or\"", safety),
        );
    }
}

/// Whether a refusal comes from an `$or` with another name.
pub(super) fn is_the_reason(subject: &Subject<'_>, refusal: &Refusal) -> bool {
    misspelt(subject, refusal).is_some()
}

/// The key whose list of objects was refused, if it means `$or`.
fn misspelt(subject: &Subject<'_>, refusal: &Refusal) -> Option<(Span, NodeId)> {
    if refusal.kind != PatternErrorKind::UnknownOperator {
        return None;
    }
    let document = subject.document.as_ref()?;
    let (inner, _) = (0_u32..)
        .zip(document.nodes())
        .find(|(_, node)| node.key == refusal.span)?;
    // The object in the list, and the list.
    let list = document.parent(document.parent(inner));
    let key = document.key(list)?;
    let means_or = means_or(&key);
    let elements: Vec<_> = document.children(list).collect();
    let all_objects = elements.len() > 1
        && elements
            .iter()
            .all(|id| document.node(*id).kind == NodeKind::Object);
    (means_or && &*key != "$or" && all_objects).then(|| (document.node(list).key, list))
}

/// Whether a name means alternatives.
pub(in crate::lint) fn means_or(name: &str) -> bool {
    let plain = name.trim_start_matches('$').to_lowercase();
    matches!(
        &*plain,
        "or" | "any" | "anyof" | "any-of" | "any_of" | "oneof"
    )
}
