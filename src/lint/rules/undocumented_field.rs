//! A field that no event of a source has, as far as AWS tells.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "undocumented-field",
    severity: Severity::Note,
    about: "a field that no documented event of the source has",
    why: "The pattern names a source and no detail-type, so that it is about all events of that \
          source. AWS documents their fields, and none of them has this one: the condition is \
          likely never met. A note, because a service may send more than is documented.",
    fires: &[
        Example::Pattern(r##"{"source": ["aws.s3"], "detail": {"objectName": ["a.csv"]}}"##),
        Example::Pattern(r##"{"source": ["aws.ecs"], "detail": {"exitCode": [1]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["aws.s3"], "detail": {"object": {"key": ["a.csv"]}}}"##),
        Example::Pattern(r##"{"source": ["aws.s3"], "detail": {"eventName": ["PutObject"]}}"##),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"objectName": ["a.csv"]}}"##),
        Example::Pattern(
            r##"{"source": ["aws.s3"], "detail": {"objectName": [{"exists": false}]}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["aws.s3"], "detail": {"objectName": ["a.csv"]}}"##,
            r##"{"source": "aws.s3", "detail-type": "New", "detail": {"objectName": "a.csv"}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let path = &*condition.path;
    let Some(key) = path
        .strip_prefix("detail.")
        .and_then(|rest| rest.split('.').next())
    else {
        return;
    };
    if condition.accepts_absence()
        || !subject.known(condition.key_span)
        || !subject.relevant.is_about_all_of_a_source()
        || subject.relevant.documents(&format!("detail.{key}"))
        || super::misspelt_field::is_slip(subject, condition)
    {
        return;
    }
    let message = format!("no documented event of this source has `detail.{key}`");
    let draft = Draft::at(condition.key_span, message).path(path);
    out.add(match subject.relevant.ending_in(key) {
        Some((field, detail_type)) => {
            draft.help(format!("events of type {detail_type:?} have `{field}`"))
        }
        None => draft.help("name the detail-type, and a field that its events have"),
    });
}
