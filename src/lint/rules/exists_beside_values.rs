//! `{"exists": true}` beside other values.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "exists-beside-values",
    severity: Severity::Warning,
    about: "`{\"exists\": true}` beside other values",
    why: "`{\"exists\": true}` accepts every value, so whatever else is in the list does not \
          matter. To ask for a field and a value, the value is enough.",
    fires: &[
        Example::Pattern(r##"{"detail": {"state": [{"exists": true}, "stopped"]}}"##),
        Example::Pattern(r##"{"detail": {"state": [{"exists": true}, {"exists": false}]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"state": [{"exists": true}]}}"##),
        Example::Pattern(r##"{"detail": {"state": [{"exists": false}, "stopped"]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(_: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let all = condition
        .matchers
        .iter()
        .find(|matcher| matches!(matcher.kind, MatcherKind::Exists(true)));
    if let Some(all) = all.filter(|_| condition.matchers.len() > 1) {
        let message =
            "{\"exists\": true} accepts every value: the rest of the list does not matter";
        let draft = Draft::at(all.span, message).path(&*condition.path);
        out.add(draft.help("leave it out: a value is only found where the field exists"));
    }
}
