//! Several conditions on the elements of one array.

use crate::lint::evidence::Origin;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Alternative, Condition, Pattern};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "mixed-elements",
    severity: Severity::Note,
    about: "several conditions on the elements of one array",
    why: "EventBridge today asks for one element that meets all conditions on an array of objects. The \
          older behaviour, which users saw in 2019 and which an emulator may still have, takes each \
          condition by itself: one may be met by the first element and another by the second. Where \
          the events can have several elements the two differ; `match` and `explain` show both, and \
          `docs/which-mode.md` says how to ask your own account.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"name": ["app"], "exitCode": [1]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Custom Action"], "detail": {"findings": {"RecordState": ["ACTIVE"], "Workflow": {"Status": ["NEW"]}}}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"items": {"sku": ["a"], "count": [1]}}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"items": [{"sku": "a", "count": 2}]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [1]}, "lastStatus": ["STOPPED"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"name": ["app"], "exitCode": [{"exists": false}]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"containers": {"name": ["app"], "exitCode": [1]}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": {"RecordState": ["ACTIVE"], "Workflow": {"Status": ["NEW"]}}}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"$or": [{"containers": {"name": ["app"]}}, {"containers": {"exitCode": [1]}}]}}"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let mut told = BTreeSet::new();
    for alternative in pattern.alternatives() {
        let mut below: BTreeMap<&str, (Origin<'_>, Vec<&Condition>)> = BTreeMap::new();
        for id in &alternative.conditions {
            let condition = pattern.condition(*id);
            // An absence has no element to be mixed up with; `absence-over-array` tells of it.
            if only_absence(condition) {
                continue;
            }
            if let Some((array, origin)) = subject.relevant.array_above(&condition.path) {
                below
                    .entry(array)
                    .or_insert((origin, Vec::new()))
                    .1
                    .push(condition);
            }
        }
        for (array, (origin, conditions)) in below {
            let [first, .., last] = conditions.as_slice() else {
                continue;
            };
            if subject.relevant.has_one_element(array) {
                continue;
            }
            if !told.insert((array.to_owned(), first.key_span)) {
                continue;
            }
            let fields: Vec<_> = conditions
                .iter()
                .map(|condition| format!("`{}`", condition.path))
                .collect();
            let message = format!(
                "EventBridge today asks for one element of `{array}` that meets {}; by the older \
                 behaviour different elements may",
                fields.join(" and ")
            );
            let help = format!("`{array}` is an array of objects according to {origin}");
            out.add(
                Draft::at(last.key_span, message)
                    .path(&*last.path)
                    .help(help),
            );
        }
    }
}

/// The conditions of an alternative that need a value in an element of this array.
pub(super) fn of_elements<'p>(
    subject: &Subject<'_>,
    pattern: &'p Pattern,
    alternative: &Alternative,
    array: &str,
) -> Vec<&'p Condition> {
    let conditions = alternative
        .conditions
        .iter()
        .map(|id| pattern.condition(*id));
    conditions
        .filter(|condition| {
            let above = subject.relevant.array_above(&condition.path);
            !only_absence(condition) && above.is_some_and(|(above, _)| above == array)
        })
        .collect()
}

fn only_absence(condition: &Condition) -> bool {
    let mut matchers = condition.matchers.iter();
    matchers.all(|matcher| matches!(matcher.kind, MatcherKind::Exists(false)))
}
