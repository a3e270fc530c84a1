//! A key that stands twice in one object.

use crate::advice::both;
use crate::json::{Document, NodeId, NodeKind};
use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use std::collections::HashMap;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-key",
    severity: Severity::Warning,
    about: "a duplicate key in an object",
    why: "The last one wins, and what is under the others is silently lost: of two lists at once, \
          of two objects field by field, and where a tool reads and writes the JSON on its way, as \
          Terraform's provider does, as a whole.",
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
        |key: &str| format!("duplicate key {key} in this object: only the last one counts");
    for place in &subject.found.collapsed {
        out.add(
            Draft::at_place(
                *place,
                "duplicate key in this object: only the last one counts",
            )
            .help(GENERAL),
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
                    out.add(draft.help(help(document, earlier, child)));
                }
            }
        }
    }
}

const GENERAL: &str = "write each key once: of plain values any may match, as [\"a\", \"b\"]; two conditions that both have to hold cannot be asked of one field";

/// What to write for two members with one name.
fn help(document: &Document<'_>, first: NodeId, second: NodeId) -> String {
    let kinds = [first, second].map(|id| document.node(id).kind);
    if kinds == [NodeKind::Object; 2] {
        return "write the key once, with the fields of both in one object".to_owned();
    }
    if kinds != [NodeKind::Array; 2] {
        return "write the key once".to_owned();
    }
    let entries: Vec<_> = document
        .children(first)
        .chain(document.children(second))
        .collect();
    let operators = entries
        .iter()
        .filter(|id| document.node(**id).kind == NodeKind::Object);
    if operators.count() == 0 {
        let values: Vec<_> = entries.iter().map(|id| document.raw(*id)).collect();
        let list = format!("[{}]", values.join(", "));
        return format!(
            "to match any of the values, write the key once: {}",
            shown(&list)
        );
    }
    // Most often both were meant to hold.
    if let [a, b] = entries.as_slice()
        && let Some(json) = both(document.raw(*a), document.raw(*b)).and_then(|both| both.json)
    {
        return format!("to ask for both, write the key once: [{json}]");
    }
    "entries of one list are alternatives, and two conditions that both have to hold cannot be asked of one field: keep the narrower one, or test the other in the target".to_owned()
}
