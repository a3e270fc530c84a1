//! The name of an API call that its service does not have.

use crate::aws::names::{self, Kind, Names};
use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::value::{MatcherKind, Scalar};
use crate::pattern::{Condition, Matcher, Pattern};
use crate::spelling;
use std::borrow::Cow;

pub(super) static RULE: Rule = Rule {
    code: "api-name",
    severity: Severity::Warning,
    about: "the name of an API call that its service does not have, or not in such events",
    why: "CloudTrail's events name the API call in `detail.eventName`. A name that is nearly one \
          of the service is a slip; some calls have another name in CloudTrail than in the API or \
          in IAM (`CreateFunction20150331`); and sign-ins, console actions and events of the \
          service itself come with their own detail-types. A name that is like no other is not \
          reported: new ones appear every week.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2.amazonaws.com"], "eventName": ["RunInstance"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.lambda"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["CreateFunction"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.signin"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["ConsoleLogin"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.organizations"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["CreateAccountResult"]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.iam"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["iam.amazonaws.com"], "eventName": ["PutLoginProfile"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2.amazonaws.com"], "eventName": ["RunInstances"]}}"##,
        ),
        Example::Pattern(
            r##"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2.amazonaws.com", "s3.amazonaws.com"], "eventName": ["RunInstances", "CreateBucket"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["SomethingBrandNew"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Service Action"], "detail": {"eventName": ["SERVICE_STEADY_STATE"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.signin"], "detail-type": ["AWS Console Sign In via CloudTrail"], "detail": {"eventName": ["ConsoleLogin"]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.lambda"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": [{"prefix": "CreateFunction"}, "UpdateFunctionCode20150331v2"]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "detail.eventName" || !subject.has_envelope() {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let Some(services) = services(subject, pattern, condition) else {
        return;
    };
    let types = subject.beside(pattern, condition, "detail-type");
    for matcher in subject.matchers(condition) {
        let found = match plain(&matcher.kind) {
            Some(name) => of_name(name, matcher, &services, types.as_ref()),
            None => of_pattern(matcher, subject, &services),
        };
        if let Some(draft) = found {
            out.add(draft);
        }
    }
}

/// The names of the services that the pattern asks for, each with what its events call it. `None`
/// if it does not ask for CloudTrail's events, or for others too, or for a service without names.
pub(super) fn services<'p>(
    subject: &Subject<'_>,
    pattern: &'p Pattern,
    condition: &Condition,
) -> Option<Vec<(&'p str, &'static Names)>> {
    let types = subject.beside(pattern, condition, "detail-type");
    if let Some(types) = &types
        && !types.iter().all(|name| name.ends_with("via CloudTrail"))
    {
        return None;
    }
    let named = match subject.beside(pattern, condition, "detail.eventSource") {
        Some(sources) => sources.into_iter().collect(),
        // Without the detail-type, `detail.eventName` may be a field of the service's own events.
        None => {
            types?;
            let sources = subject.beside(pattern, condition, "source")?;
            let services = sources
                .into_iter()
                .map(|source| source.strip_prefix("aws."));
            services.collect::<Option<Vec<&str>>>()?
        }
    };
    named
        .into_iter()
        .map(|name| Some((name, names::of(name)?)))
        .collect()
}

fn of_name(
    name: &str,
    matcher: &Matcher,
    services: &[(&str, &Names)],
    types: Option<&std::collections::BTreeSet<&str>>,
) -> Option<Draft> {
    let path = "detail.eventName";
    let kinds: Vec<Kind> = services
        .iter()
        .filter_map(|(_, names)| names.kind(name))
        .collect();
    if !kinds.is_empty() {
        // Known; but does it come in events of this detail-type?
        let types = types?;
        let right: Vec<_> = kinds.iter().map(|kind| detail_type(*kind)).collect();
        if right.iter().any(|detail_type| types.contains(detail_type)) {
            return None;
        }
        let right = right.first()?;
        let wrong = types.first()?;
        if !is_certain(wrong, kinds.first()?) {
            return None;
        }
        let message = format!("{name:?} never comes as {wrong:?}");
        let draft = Draft::at(matcher.span, message).path(path);
        return Some(draft.help(format!("its detail-type is {right:?}")));
    }
    let service = services.first()?.0;
    let renamed: Vec<_> = services
        .iter()
        .flat_map(|(_, names)| names.renamed(name))
        .collect();
    if !renamed.is_empty() {
        let message = format!("no event of {service} is called {name:?}");
        let names: Vec<_> = renamed.iter().map(|name| format!("{name:?}")).collect();
        let draft = Draft::at(matcher.span, message).path(path);
        return Some(draft.help(format!("CloudTrail calls it {}", names.join(" or "))));
    }
    let all = services
        .iter()
        .flat_map(|(_, names)| names.all())
        .map(|(name, _)| name);
    let near = nearest(name, all)?;
    // Another verb is another call, which may be new: `PutX` is no slip of `GetX`.
    let is_verb = |word: &str| {
        services
            .iter()
            .any(|(_, names)| names.all().any(|(name, _)| verb(name) == word))
    };
    if verb(name) != verb(near) && is_verb(verb(name)) {
        return None;
    }
    let message = format!("{service} has no API call {name:?}");
    let draft = Draft::at(matcher.span, message).path(path);
    let draft = draft.help(format!("write {near:?}"));
    Some(draft.idea(matcher.span, format!("{near:?}"), Safety::Unsafe))
}

/// The first word of the name of a call.
fn verb(name: &str) -> &str {
    let behind = name.char_indices().skip(1).find(|(_, c)| c.is_uppercase());
    let end = behind.map_or(name.len(), |(at, _)| at);
    name.get(..end).unwrap_or(name)
}

/// The API call that is meant by another name: letter case, or a letter or two in a long name.
fn nearest<'n>(name: &str, all: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let most = |known: &str| match known.len() {
        0..=7 => 0,
        8..=11 => 1,
        _ => 2,
    };
    spelling::nearest(name, all, spelling::plain, most)
}

/// A prefix or wildcard that no name of the services fits, with or without an API version.
fn of_pattern(
    matcher: &Matcher,
    subject: &Subject<'_>,
    services: &[(&str, &Names)],
) -> Option<Draft> {
    let text = match &matcher.kind {
        MatcherKind::Prefix(text) => text,
        _ => return None,
    };
    let fits = services.iter().any(|(_, names)| {
        names.all().any(|(name, _)| {
            matcher.kind.accepts(&Scalar::String(Cow::Borrowed(name)))
                || names.are_dated() && text.starts_with(name)
        }) || names.renamed_to().any(|name| name.starts_with(&**text))
    });
    if fits {
        return None;
    }
    // A prefix that differs in letter case only; any other may be of new names.
    let near = services
        .iter()
        .flat_map(|(_, names)| names.all())
        .find_map(|(name, _)| {
            let head = name.get(..text.len())?;
            head.eq_ignore_ascii_case(text).then_some(head)
        })?;
    let service = services.first()?.0;
    let source = shown(subject.source(matcher.span));
    let message = format!("no API call of {service} fits {source}");
    let draft = Draft::at(matcher.span, message).path("detail.eventName");
    Some(draft.help(format!(
        "names of API calls begin with a capital letter: {near:?}"
    )))
}

fn detail_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Write | Kind::Read | Kind::Query | Kind::Data => "AWS API Call via CloudTrail",
        Kind::Service => "AWS Service Event via CloudTrail",
        Kind::SignIn => "AWS Console Sign In via CloudTrail",
        Kind::Console => "AWS Console Action via CloudTrail",
    }
}

/// Whether a name of this kind is known not to come with a detail-type that it should not have.
fn is_certain(detail_type: &str, kind: &Kind) -> bool {
    match detail_type {
        "AWS API Call via CloudTrail" => {
            matches!(kind, Kind::Service | Kind::SignIn | Kind::Console)
        }
        "AWS Service Event via CloudTrail" => {
            matches!(kind, Kind::Write | Kind::Read | Kind::SignIn)
        }
        "AWS Console Sign In via CloudTrail" => kind != &Kind::SignIn,
        _ => false,
    }
}
