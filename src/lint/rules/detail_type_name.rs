//! A detail-type that is nearly one of its source, but not quite.

use crate::aws::events::{self, ANY_SOURCE};
use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling;
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "detail-type-name",
    severity: Severity::Warning,
    about: "a detail-type that is nearly one of its source, but not quite",
    why: "Values are compared to the letter. Where a fixture or AWS's documents know the \
          detail-types of the source, one that differs from them in letter case, in a letter or \
          two, or by a word that is left out or added is a slip. A detail-type that is like none of \
          them is not reported: no list of them is complete.",
    fires: &[
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State change"]}"##),
        Example::Pattern(r##"{"source": ["aws.s3"], "detail-type": ["s3:ObjectCreated:*"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State Change Notification"]}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail-type": ["AWS API Call via Cloudtrail"]}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings"]}"##,
        ),
        Example::Pattern(r##"{"source": ["aws.s3"], "detail-type": ["S3 Object Created"]}"##),
        Example::Pattern(r##"{"source": ["aws.s3"], "detail-type": ["ObjectCreated:Put"]}"##),
        Example::Pattern(r##"{"detail-type": ["AWS API Call Via CloudTrail"]}"##),
        Example::Pattern(r##"{"detail-type": ["AWS Console Sign In Via CloudTrail"]}"##),
        Example::Pattern(r##"{"source": ["aws.health"], "detail-type": ["Health Event"]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["AWS API Call via CloudTrail"]}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail-type": ["ecs task state change"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Digest"]}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.signin"], "detail-type": ["AWS Console Signin via CloudTrail"]}"##,
        ),
        Example::Pattern(r##"{"detail-type": ["Object created"]}"##),
    ],
    look: Check::Condition(look),
};

/// AWS's own page spells it so, its events do not; who follows the page may have seen both.
const DOUBTFUL: &str = "AWS Console Signin via CloudTrail";

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "detail-type" || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let sources = subject.beside(pattern, condition, "source");
    let known: BTreeSet<&str> = match &sources {
        Some(sources) => sources
            .iter()
            .flat_map(|source| subject.evidence.detail_types(source))
            .collect(),
        // Without a source, what has a name that nobody else gives to an event.
        None => events::of(ANY_SOURCE)
            .iter()
            .chain(events::of_cloudtrail())
            .map(|event| event.detail_type)
            .collect(),
    };
    for matcher in subject.matchers(condition) {
        let Some(value) = plain(&matcher.kind) else {
            continue;
        };
        if known.contains(value) || value == DOUBTFUL {
            continue;
        }
        let near = near(value, &known, sources.as_ref());
        let Some(first) = near.first() else {
            continue;
        };
        let message = match sources.as_ref().and_then(BTreeSet::first) {
            Some(source) => format!("{source} sends no detail-type {value:?}"),
            None => format!("AWS sends no detail-type {value:?}"),
        };
        let names: Vec<_> = near.iter().map(|name| format!("{name:?}")).collect();
        let draft = Draft::at(matcher.span, message).path("detail-type");
        let draft = draft.help(format!("write {}", names.join(" or ")));
        out.add(match near.len() {
            1 => draft.idea(matcher.span, format!("{first:?}"), Safety::Unsafe),
            _ => draft,
        });
    }
}

/// The detail-types that may be meant.
fn near<'k>(
    value: &str,
    known: &BTreeSet<&'k str>,
    sources: Option<&BTreeSet<&str>>,
) -> Vec<&'k str> {
    let most = |name: &str| if name.len() > 12 { 2 } else { 1 };
    if let Some(name) = spelling::nearest(value, known.iter().copied(), flat, most) {
        return vec![name];
    }
    if let Some(name) = of_notification(value).filter(|name| known.contains(name)) {
        return vec![name];
    }
    let value = flat(value);
    // What is left out at the end: "Security Hub Findings" for "Security Hub Findings - Imported".
    let longer = known.iter().filter(|name| {
        let name = flat(name);
        let rest = name
            .strip_prefix(&value)
            .and_then(|rest| rest.strip_prefix(' '));
        rest.is_some_and(|rest| {
            rest.starts_with("  ") || rest.split(' ').all(|word| OF_ANY_EVENT.contains(&word))
        })
    });
    let longer: Vec<_> = longer.copied().collect();
    if !longer.is_empty() {
        return longer;
    }
    // What is left out in front: "Task State Change" for "ECS Task State Change", where no other
    // detail-type ends so.
    if sources.is_some() && value.contains(' ') {
        let behind = format!(" {value}");
        let mut ends = known.iter().filter(|name| flat(name).ends_with(&behind));
        if let (Some(only), None) = (ends.next(), ends.next()) {
            return vec![*only];
        }
    }
    // The service's name in front: "S3 Object Created" for "Object Created".
    let services = sources
        .into_iter()
        .flatten()
        .filter_map(|source| source.strip_prefix("aws."));
    let mut fronts = vec!["aws ".to_owned(), "amazon ".to_owned()];
    for service in services {
        let service = flat(service);
        fronts.extend([
            format!("{service} "),
            format!("aws {service} "),
            format!("amazon {service} "),
        ]);
    }
    let shorter = known.iter().filter(|name| {
        let name = flat(name);
        let front = value.strip_suffix(&name);
        front.is_some_and(|front| fronts.iter().any(|known| known == front))
    });
    shorter.copied().collect()
}

/// Words at the end of a detail-type that say no more than that something happened.
const OF_ANY_EVENT: [&str; 6] = [
    "change",
    "event",
    "events",
    "notification",
    "state",
    "status",
];

/// The detail-type of what S3's notifications call by another name.
pub(super) fn of_notification(value: &str) -> Option<&'static str> {
    let name = value.strip_prefix("s3:").unwrap_or(value);
    let (group, _) = name.split_once(':')?;
    Some(match group {
        "ObjectCreated" => "Object Created",
        "ObjectRemoved" | "LifecycleExpiration" => "Object Deleted",
        "ObjectTagging" => "Object Tags Added",
        "ObjectAcl" => "Object ACL Updated",
        "ObjectRestore" => "Object Restore Completed",
        "LifecycleTransition" | "IntelligentTiering" => "Object Storage Class Changed",
        _ => return None,
    })
}

fn flat(name: &str) -> String {
    name.to_lowercase().replace('-', " ")
}
