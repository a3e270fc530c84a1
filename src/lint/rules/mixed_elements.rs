//! Several conditions on the elements of one array.

use crate::lint::evidence::Origin;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Pattern};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Rule = Rule {
    code: "mixed-elements",
    severity: Severity::Warning,
    about: "several conditions on the elements of one array",
    why: "Each condition looks at all elements on its own, so one may be met by the first element \
          and another by the second. The rule then fires although no element meets both. `match` \
          and `explain` show both verdicts; `--strict` asks for one element.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"name": ["app"], "exitCode": [1]}}}"##,
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
            // Absence is asked of all elements at once: there is nothing to mix up.
            let mut matchers = condition.matchers.iter();
            if matchers.all(|matcher| matches!(matcher.kind, MatcherKind::Exists(false))) {
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
            if !told.insert((array.to_owned(), first.key_span)) {
                continue;
            }
            let fields: Vec<_> = conditions
                .iter()
                .map(|condition| format!("`{}`", condition.path))
                .collect();
            let message = format!(
                "{} may be met by different elements of `{array}`",
                fields.join(" and ")
            );
            let help = format!(
                "`{array}` is an array of objects according to {origin}; with --strict one element has to meet them all"
            );
            out.add(
                Draft::at(last.key_span, message)
                    .path(&*last.path)
                    .help(help),
            );
        }
    }
}
