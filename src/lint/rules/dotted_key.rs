//! A key with a dot in it.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "dotted-key",
    severity: Severity::Note,
    about: "a key with a dot in it",
    why: "Paths are compared after joining their keys with dots: `\"a.b\"` means the field `b` \
          inside of `a` as well as a field that is called `a.b`.",
    fires: &[
        Example::Pattern(r##"{"detail.state": ["stopped"]}"##),
        Example::Pattern(r##"{"detail": {"a.b": ["1"]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"state": ["stopped"]}}"##),
        Example::Pattern(r##"{"detail": {"state": ["a.b"]}}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(document) = subject
        .document
        .as_ref()
        .filter(|_| subject.settled.pattern().is_some())
    else {
        return;
    };
    for (id, node) in (0_u32..).zip(document.nodes()) {
        let Some(key) = document.key(id).filter(|key| key.contains('.')) else {
            continue;
        };
        if subject.known(node.key) {
            let message = format!("`{key}` also means the fields of nested objects");
            let nested = key.split('.').collect::<Vec<_>>().join("\": {\"");
            out.add(Draft::at(node.key, message).help(format!(
                "if they are nested, write them so: {{\"{nested}\": …"
            )));
        }
    }
}
