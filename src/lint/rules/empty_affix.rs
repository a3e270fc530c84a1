//! An empty prefix or suffix.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "empty-affix",
    severity: Severity::Note,
    about: "an empty prefix or suffix",
    why: "Every string begins and ends with the empty string, so this accepts every string. \
          `\"source\": [{\"prefix\": \"\"}]` is the usual way to match every event of a bus, and \
          is not reported. Elsewhere `{\"exists\": true}` says so openly.",
    fires: &[
        Example::Pattern(r##"{"detail": {"key": [{"prefix": ""}]}}"##),
        Example::Pattern(r##"{"detail": {"key": [{"suffix": ""}]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"key": [{"prefix": "a"}]}}"##),
        Example::Pattern(r##"{"source": [{"prefix": ""}]}"##),
        Example::Pattern(r##"{"detail": {"key": [""]}}"##),
        Example::Pattern(r##"{"detail": {"key": [{"exists": true}]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    // The documented way to match every event of a bus.
    if subject.has_envelope() && matches!(&*condition.path, "source" | "account" | "region") {
        return;
    }
    for matcher in subject.matchers(condition) {
        let what = match &matcher.kind {
            MatcherKind::Prefix(text) if text.is_empty() => "prefix",
            MatcherKind::Suffix(text) if text.is_empty() => "suffix",
            _ => continue,
        };
        let message = format!("an empty {what} accepts every string");
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(
            draft.help("write {\"exists\": true} to ask for any value, or leave the field out"),
        );
    }
}
