//! A detail-type that comes from another source.

use crate::aws::events::ANY_SOURCE;
use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::{Condition, Pattern};

pub(super) static RULE: Rule = Rule {
    code: "source-of-detail-type",
    severity: Severity::Warning,
    about: "a detail-type that comes from another source",
    why: "AWS documents which service sends a detail-type. A rule that asks for it from other \
          services only never fires. Detail-types of CloudTrail come from every service.",
    fires: &[Example::Pattern(
        r##"{"source": ["aws.ec2"], "detail-type": ["ECS Task State Change"]}"##,
    )],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.iam"], "detail-type": ["AWS API Call via CloudTrail"]}"##,
        ),
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}"##),
        Example::Pattern(r##"{"source": ["my.tests"], "detail-type": ["ECS Task State Change"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail", "ECS Task State Change"]}"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    if !subject.has_envelope() || pattern.alternatives().len() > 1 {
        return;
    }
    let live = subject.live(pattern);
    let asked = |path: &str| {
        live.iter()
            .find(|condition| &*condition.path == path)
            .copied()
    };
    let (Some(source), Some(detail_type)) = (asked("source"), asked("detail-type")) else {
        return;
    };
    let names = |condition: &Condition| -> Option<Vec<String>> {
        let names = condition.matchers.iter().map(|matcher| {
            let name = plain(&matcher.kind).filter(|_| subject.known(matcher.span));
            name.map(str::to_owned)
        });
        names.collect()
    };
    let (Some(sources), Some(types)) = (names(source), names(detail_type)) else {
        return;
    };
    // Applications may send under any name, for tests among others; services have theirs.
    let services = sources.iter().all(|name| name.starts_with("aws."));
    let elsewhere = types.iter().all(|name| {
        let known = subject.evidence.sources_of(name);
        let sends = |source: &str| known.contains(source) || known.contains(ANY_SOURCE);
        !known.is_empty() && !sources.iter().any(|source| sends(source))
    });
    if services
        && elsewhere
        && let Some(first) = types.first()
    {
        let from = subject.evidence.sources_of(first);
        let from = from.into_iter().next().unwrap_or_default();
        let message = format!("{first:?} does not come from {:?}", sources.join(", "));
        let draft = Draft::at(detail_type.span, message).path("detail-type");
        out.add(draft.help(format!("its source is {from:?}")));
    }
}
