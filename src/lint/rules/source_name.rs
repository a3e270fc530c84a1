//! A source that is nearly one of AWS's.

use crate::aws::events::{self, ANY_SOURCE};
use crate::aws::names;
use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling;

pub(super) static RULE: Rule = Rule {
    code: "source-name",
    severity: Severity::Warning,
    about: "a source that is nearly one of AWS's",
    why: "The events of a service come from `aws.` and its name, in lower case. Applications may \
          send under any name, so a name without `aws.` is reported only if the detail-type is one \
          that this service sends.",
    fires: &[
        Example::Pattern(r##"{"source": ["s3"], "detail-type": ["Object Created"]}"##),
        Example::Pattern(r##"{"source": ["aws:s3"]}"##),
        Example::Pattern(r##"{"source": ["aws.guradduty"]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["aws.s3"], "detail-type": ["Object Created"]}"##),
        Example::Pattern(r##"{"source": ["s3"], "detail-type": ["File Stored"]}"##),
        Example::Pattern(r##"{"source": ["aws.brandnew"]}"##),
        Example::Pattern(r##"{"source": ["aws.partner/example.com/1"]}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "source" || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let types = subject.beside(pattern, condition, "detail-type");
    for matcher in subject.matchers(condition) {
        let Some(value) = plain(&matcher.kind) else {
            continue;
        };
        if !subject.evidence.detail_types(value).is_empty() && !value.starts_with("aws.") {
            // A source of the project's own events.
            continue;
        }
        let Some(name) = meant(value, |name| {
            types.iter().flatten().any(|detail_type| {
                let mut sources = events::sources_of(detail_type);
                sources.any(|source| source == name || source == ANY_SOURCE)
            })
        }) else {
            continue;
        };
        let message = format!("{value:?} is not a source of AWS events");
        let draft = Draft::at(matcher.span, message).path("source");
        let draft = draft.help(format!("write {name:?}"));
        out.add(draft.idea(matcher.span, format!("{name:?}"), Safety::Unsafe));
    }
}

/// The source that is meant by another word. `sends` says whether a source sends what the pattern
/// asks for.
fn meant(value: &str, sends: impl Fn(&str) -> bool) -> Option<String> {
    // Letter case and CloudTrail's names of services are the business of another rule.
    if is_source(value) || value.starts_with("aws.partner/") || value.ends_with(".amazonaws.com") {
        return None;
    }
    let lower = value.to_lowercase();
    for front in ["aws:", "aws-", "aws_", "aws/", "amazon.", "amazon:"] {
        let name = lower.strip_prefix(front).map(|rest| format!("aws.{rest}"));
        if let Some(name) = name.filter(|name| is_source(name)) {
            return Some(name);
        }
    }
    if let Some(service) = value.strip_prefix("aws.") {
        // One letter in a long name is a slip; a short name may be a service that is not known.
        let known = events::sources().filter_map(|source| source.strip_prefix("aws."));
        let most = |_: &str| usize::from(service.len() >= 5);
        let near = spelling::nearest(service, known, str::to_owned, most)?;
        return Some(format!("aws.{near}"));
    }
    let name = format!("aws.{lower}");
    (is_source(&name) && sends(&name)).then_some(name)
}

fn is_source(name: &str) -> bool {
    let service = name.strip_prefix("aws.");
    !events::of(name).is_empty() || service.is_some_and(|service| names::of(service).is_some())
}
