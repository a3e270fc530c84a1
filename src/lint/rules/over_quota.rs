//! Longer than a rule may be by default.

use super::{ascii, long};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::{DEFAULT_QUOTA, Pattern};
use crate::template::Use;

static LONG: [u8; 2120] = long();
static SHORT: [u8; 1000] = long();

pub(super) static RULE: Rule = Rule {
    code: "over-quota",
    severity: Severity::Warning,
    about: "longer than a rule may be by default",
    why: "A rule's pattern may have 2,048 characters unless the account's quota was raised.",
    fires: &[Example::Pattern(ascii(&LONG))],
    silent: &[
        Example::Pattern(ascii(&SHORT)),
        Example::Pattern(r##"{"a": ["x"]}"##),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let length = pattern.length();
    let is_rule = matches!(
        subject.found.used_by,
        Use::Rule | Use::PatternFile | Use::Archive
    );
    if length > DEFAULT_QUOTA && is_rule && subject.settled.text.is_known() {
        let message = format!("{length} characters: a rule may have {DEFAULT_QUOTA} by default");
        let draft = Draft::at_place(subject.found.start(), message);
        out.add(draft.help(
            "ask for a raised quota, or split the rule: several rules may have the same target",
        ));
    }
}
