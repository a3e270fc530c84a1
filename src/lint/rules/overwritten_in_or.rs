//! A field both inside and outside of an `$or`.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;

pub(super) static RULE: Rule = Rule {
    code: "overwritten-in-or",
    severity: Severity::Warning,
    about: "a field both inside and outside of an `$or`",
    why: "After an `$or`, or inside it, a condition on the same path replaces the other one \
          instead of adding to it. A branch that names the field ignores the condition outside.",
    fires: &[
        Example::Pattern(r##"{"a": ["1"], "$or": [{"a": ["2"]}, {"b": ["3"]}]}"##),
        Example::Pattern(r##"{"$or": [{"a": ["2"]}, {"b": ["3"]}], "a": ["1"]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"c": ["1"], "$or": [{"a": ["2"]}, {"b": ["3"]}]}"##),
        Example::Pattern(r##"{"$or": [{"a": ["1"]}, {"a": ["2"], "b": ["3"]}]}"##),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    for condition in pattern.conditions() {
        let in_or = condition.replaced_by.iter().find(|id| {
            let other = pattern.condition(**id);
            pattern
                .ors()
                .iter()
                .flat_map(|or| &or.branches)
                .any(|branch| {
                    let inside = |span: crate::json::Span| {
                        branch.start <= span.start && span.end <= branch.end
                    };
                    inside(other.span) != inside(condition.span)
                })
        });
        if in_or.is_some() && subject.known(condition.key_span) {
            let message = format!(
                "`{}` is inside and outside of an `$or`: some branches ignore this one",
                condition.path
            );
            let draft = Draft::at(condition.key_span, message).path(&*condition.path);
            out.add(draft.help("ask for a field in every branch, or in none"));
        }
    }
}
