//! Every event of a source.

use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;
use crate::template::Use;

pub(super) static RULE: Rule = Rule {
    code: "whole-source",
    severity: Severity::Note,
    about: "every event of a source",
    why: "A pattern that asks for nothing but a source fires for everything that source ever \
          sends, also for what it will send some day.",
    fires: &[
        Example::Pattern(r##"{"source": ["aws.ec2"]}"##),
        Example::Pattern(r##"{"source": ["aws.ec2"], "account": ["123456789012"]}"##),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"]}"##,
        ),
        Example::Pattern(r##"{"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}"##),
        Example::Pattern(r##"{"source": ["my.app"]}"##),
        Example::Pattern(r##"{"source": ["aws.partner/example.com/orders"]}"##),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    if !subject.has_envelope() || !matches!(subject.found.used_by, Use::Rule | Use::PatternFile) {
        return;
    }
    let [alternative] = pattern.alternatives() else {
        return;
    };
    let conditions: Vec<_> = alternative
        .conditions
        .iter()
        .map(|id| pattern.condition(*id))
        .collect();
    let wide = conditions.iter().all(|condition| {
        matches!(
            &*condition.path,
            "source" | "account" | "region" | "version"
        )
    });
    let source = conditions
        .iter()
        .find(|condition| &*condition.path == "source");
    // An application knows what it sends; a service sends more than anybody knows.
    let service = source.filter(|source| {
        let mut names = source.matchers.iter().map(|matcher| plain(&matcher.kind));
        names.any(|name| {
            name.is_some_and(|name| name.starts_with("aws.") && !name.starts_with("aws.partner/"))
        })
    });
    if let Some(source) = service.filter(|source| wide && subject.known(source.span)) {
        let draft = Draft::at(source.span, "every event of this source matches").path("source");
        out.add(draft.help("add \"detail-type\": [\"…\"]"));
    }
}
