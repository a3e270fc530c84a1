//! A name at `detail.eventSource` that is none of CloudTrail's.

use crate::aws::names;
use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling;

const DOMAIN: &str = ".amazonaws.com";

pub(super) static RULE: Rule = Rule {
    code: "event-source-name",
    severity: Severity::Warning,
    about: "a name at `detail.eventSource` that CloudTrail does not use",
    why: "CloudTrail names a service by its endpoint: `ec2.amazonaws.com`. The name alone, or the \
          `source` of the event, never matches.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2"]}}"##,
        ),
        Example::Pattern(
            r##"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["aws.iam"]}}"##,
        ),
        Example::Pattern(
            r##"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["kmss.amazonaws.com"]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2.amazonaws.com"]}}"##,
        ),
        Example::Pattern(
            r##"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["brandnewservice.amazonaws.com"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail-type": ["order"], "detail": {"eventSource": ["ec2"]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "detail.eventSource" || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let types = subject.beside(pattern, condition, "detail-type");
    if !types.is_some_and(|types| types.iter().all(|name| name.ends_with("via CloudTrail"))) {
        return;
    }
    for matcher in subject.matchers(condition) {
        let Some(name) = plain(&matcher.kind).and_then(meant) else {
            continue;
        };
        let value = subject.source(matcher.span);
        let message = format!("CloudTrail knows no event source {value}");
        let draft = Draft::at(matcher.span, message).path("detail.eventSource");
        let draft = draft.help(format!("write {name:?}"));
        out.add(draft.idea(matcher.span, format!("{name:?}"), Safety::Unsafe));
    }
}

/// The event source that is meant by another name.
fn meant(value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    if let Some(service) = value.strip_suffix(DOMAIN) {
        if names::of(service).is_some() {
            return None;
        }
        let most = |_: &str| usize::from(service.len() >= 4);
        let near = spelling::nearest(service, names::event_sources(), spelling::plain, most)?;
        return Some(format!("{near}{DOMAIN}"));
    }
    let service = lower.strip_suffix(DOMAIN).unwrap_or(&lower);
    let service = service.strip_prefix("aws.").unwrap_or(service);
    names::of(service).map(|_| format!("{service}{DOMAIN}"))
}
