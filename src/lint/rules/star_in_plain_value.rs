//! A `*` where it stands for itself.

use super::detail_type_name::of_notification;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "star-in-plain-value",
    severity: Severity::Warning,
    about: "a `*` that is not a wildcard",
    why: "Only `wildcard` gives `*` a meaning. In a plain value, a prefix or a suffix it is \
          compared like any other character.",
    fires: &[
        Example::Pattern(r##"{"source": ["aws.*"]}"##),
        Example::Pattern(r##"{"source": [{"prefix": "aws.*"}]}"##),
        Example::Pattern(r##"{"detail": {"key": [{"suffix": "*.png"}]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": [{"wildcard": "aws.*"}]}"##),
        Example::Pattern(r##"{"detail": {"principal": ["*"]}}"##),
        Example::Pattern(r##"{"detail": {"schedule": ["cron(0 * * * ? *)"]}}"##),
        Example::Pattern(r##"{"detail": {"action": ["s3:*"]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        let (value, what) = match &matcher.kind {
            MatcherKind::Exact(value) => (value, "a plain value"),
            MatcherKind::Prefix(value) => (value, "a prefix"),
            MatcherKind::Suffix(value) => (value, "a suffix"),
            _ => continue,
        };
        let told = &*condition.path == "detail-type" && of_notification(value).is_some();
        if told || !value.contains('*') || what == "a plain value" && is_literal(value) {
            continue;
        }
        let help = match (&matcher.kind, value.strip_suffix('*')) {
            (MatcherKind::Prefix(_), Some(rest)) if !rest.contains('*') => {
                format!("a prefix needs no star: {{\"prefix\": {rest:?}}}")
            }
            (MatcherKind::Suffix(_), _) => match value.strip_prefix('*') {
                Some(rest) if !rest.contains('*') => {
                    format!("a suffix needs no star: {{\"suffix\": {rest:?}}}")
                }
                _ => format!("write {{\"wildcard\": {value:?}}}"),
            },
            _ => format!("write {{\"wildcard\": {value:?}}}"),
        };
        let message = format!("`*` is a literal star in {what}");
        out.add(
            Draft::at(matcher.span, message)
                .path(&*condition.path)
                .help(help),
        );
    }
}

/// Values that are known to hold a star of their own: `*` itself, actions and schedules.
fn is_literal(value: &str) -> bool {
    let action = value.split_once(':').is_some_and(|(service, action)| {
        action.contains('*')
            && !service.is_empty()
            && service
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !action.contains([':', '/', '.'])
    });
    !value.bytes().any(|byte| byte.is_ascii_alphanumeric())
        || value.contains(char::is_whitespace)
        || action
}
