//! Wildcards near the limit of what is accepted.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::{NEAR_COMPLEXITY, Pattern};

pub(super) static RULE: Rule = Rule {
    code: "near-complexity",
    severity: Severity::Warning,
    about: "wildcards near the limit of what is accepted",
    why: "The service refuses a wildcard complexity of 11. One more wildcard, or one more branch of \
          an `$or`, and the pattern is refused.",
    fires: &[Example::Pattern(
        r##"{"a": [{"wildcard": "*:*:*:*:event-bus/*"}]}"##,
    )],
    silent: &[
        Example::Pattern(r##"{"a": [{"wildcard": "*/dir/*"}]}"##),
        Example::Pattern(r##"{"a": [{"prefix": "x"}]}"##),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let complexity = pattern.complexity();
    if complexity >= NEAR_COMPLEXITY && subject.settled.text.is_known() {
        let message = format!("wildcard complexity {complexity}: near to what is refused");
        let draft = Draft::at_place(subject.found.start(), message);
        out.add(draft.help("use fewer stars, or prefix and suffix where they do"));
    }
}
