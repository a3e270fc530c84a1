//! `{"exists": false}` on the elements of an array.

use super::mixed_elements::of_elements;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::{ConditionId, Pattern};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "absence-over-array",
    severity: Severity::Note,
    about: "`{\"exists\": false}` on the elements of an array",
    why: "Alone, `{\"exists\": false}` holds only where no element has the field: one that has it is \
          enough to break the condition. Beside other conditions on the same array, EventBridge today \
          asks it of the element that meets those, while the older behaviour asks it of every \
          element.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [{"exists": false}]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"name": ["app"], "exitCode": [{"exists": false}]}}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"stopCode": [{"exists": false}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [{"exists": true}]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": {"Compliance": {"Status": [{"exists": false}]}}}}"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let mut told: BTreeSet<(ConditionId, bool)> = BTreeSet::new();
    for alternative in pattern.alternatives() {
        for id in &alternative.conditions {
            let condition = pattern.condition(*id);
            let (Some(at), Some((array, origin))) = (
                condition.absence_matcher(),
                subject.relevant.array_above(&condition.path),
            ) else {
                continue;
            };
            let Some(matcher) = condition.matchers.get(at) else {
                continue;
            };
            if subject.relevant.has_one_element(array) {
                continue;
            }
            let others = of_elements(subject, pattern, alternative, array);
            if !told.insert((*id, others.is_empty())) {
                continue;
            }
            let message = if others.is_empty() {
                format!("holds only when no element of `{array}` has this field")
            } else {
                let fields: Vec<_> = others.iter().map(|c| format!("`{}`", c.path)).collect();
                format!(
                    "EventBridge today asks this only of the element of `{array}` that meets {}; the \
                     older behaviour asks every element",
                    fields.join(" and ")
                )
            };
            let help = format!("`{array}` is an array of objects according to {origin}");
            let draft = Draft::at(matcher.span, message);
            out.add(draft.path(&*condition.path).help(help));
        }
    }
}
