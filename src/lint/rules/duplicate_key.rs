//! A key that stands twice in one object.

use crate::json::NodeKind;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-key",
    severity: Severity::Warning,
    about: "a key that stands twice in one object",
    why: "The last one wins, and what stands under the others is lost, silently: of two lists at \
          once, of two objects field by field, and where a tool reads and writes the JSON on its \
          way, as Terraform's provider does, as a whole.",
    fires: &[
        Example::Pattern(r##"{"source": ["a"], "source": ["b"]}"##),
        Example::Pattern(r##"{"detail": {"x": ["1"], "y": ["2"], "x": ["3"]}}"##),
        Example::Template(
            ".tf",
            r##"resource "aws_cloudwatch_event_rule" "r" {
  event_pattern = "{\"detail\": {\"x\": [1]}, \"detail\": {\"y\": [2]}}"
}
"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["a", "b"]}"##),
        Example::Pattern(r##"{"a": {"x": ["1"]}, "b": {"x": ["1"]}}"##),
        Example::Pattern(r##"{"$or": [{"a": ["1"]}, {"a": ["2"], "b": ["3"]}]}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let message =
        |key: &str| format!("{key} stands twice in this object: only the last one counts");
    for place in &subject.found.collapsed {
        out.add(
            Draft::at_place(
                *place,
                "this key stands twice in its object: only the last one counts",
            )
            .help("write each key once; several values go into one list"),
        );
    }
    let Some(document) = &subject.document else {
        return;
    };
    for (id, node) in (0_u32..).zip(document.nodes()) {
        if node.kind != NodeKind::Object {
            continue;
        }
        let mut last = HashMap::new();
        for child in document.children(id) {
            if let Some(earlier) = last.insert(document.key(child), child) {
                let key = document.node(earlier).key;
                if subject.known(key) {
                    let draft = Draft::at(key, message(subject.source(key)));
                    out.add(draft.help("write each key once; several values go into one list"));
                }
            }
        }
    }
}
