//! A condition on `resources` where the events have none.

use crate::aws::values;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "no-resources",
    severity: Severity::Warning,
    about: "a condition on `resources` where the events have none",
    why: "Some services send their events with an empty `resources`: API calls recorded by \
          CloudTrail, findings of GuardDuty. A condition on it never holds. The ARNs are in \
          `detail`.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "resources": [{"prefix": "arn:"}]}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"], "resources": ["arn:aws:s3:::b"]}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "resources": [{"prefix": "arn:"}]}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "resources": [{"exists": false}]}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "resources": [{"prefix": "arn:"}]}"##,
            r##"{"source": "aws.guardduty", "detail-type": "GuardDuty Finding", "resources": ["arn:aws:x"], "detail": {}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "resources" || condition.accepts_absence() || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let (Some(sources), Some(types)) = (
        subject.beside(pattern, condition, "source"),
        subject.beside(pattern, condition, "detail-type"),
    ) else {
        return;
    };
    let empty = |source: &&str| {
        types
            .iter()
            .all(|name| values::resources_are_empty(source, name))
    };
    let mut events = subject.relevant.events();
    if !sources.iter().all(empty) || events.any(|event| event.paths.contains_key("resources")) {
        return;
    }
    let names: Vec<_> = types.into_iter().map(|name| format!("{name:?}")).collect();
    let message = format!("`resources` is empty in {}", names.join(" and "));
    let draft = Draft::at(condition.key_span, message).path("resources");
    out.add(draft.help("ask for a field of `detail` that names the resource"));
}
