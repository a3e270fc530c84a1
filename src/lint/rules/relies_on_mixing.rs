//! Fixtures that match only by mixing elements.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;

pub(super) static RULE: Rule = Rule {
    code: "relies-on-mixing",
    severity: Severity::Note,
    about: "every fixture that matches does so only by mixing elements",
    why: "The fixtures that this pattern matches give it values from different elements of an array, \
          and none has an element that meets all conditions. EventBridge today asks for one element, \
          so the rule would not fire for any of them. If it is meant to, ask for the values one by \
          one in several rules, or decide in the target; see `docs/which-mode.md`.",
    fires: &[Example::WithEvent(
        r##"{"source": ["shop"], "detail": {"items": {"sku": ["a"], "count": [1]}}}"##,
        r##"{"source": "shop", "detail-type": "order", "detail": {"items": [{"sku": "a", "count": 2}, {"sku": "b", "count": 1}]}}"##,
    )],
    silent: &[
        Example::WithEvent(
            r##"{"source": ["shop"], "detail": {"items": {"sku": ["a"], "count": [1]}}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"items": [{"sku": "a", "count": 1}, {"sku": "b", "count": 1}]}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail": {"items": {"sku": ["a"], "count": [1]}}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"items": [{"sku": "a", "count": 2}]}}"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let mut alternatives = pattern.alternatives().iter();
    if alternatives.all(|alternative| alternative.conditions.len() < 2) {
        return;
    }
    let mut mixed = Vec::new();
    for (name, event) in subject.evidence.events() {
        let evaluation = pattern.evaluate(event);
        if evaluation.service() != Some(false) {
            // It fires for this one, or that is not known.
            if evaluation.flattened.matched || evaluation.strict.matched {
                return;
            }
        } else if evaluation.flattened.matched {
            mixed.push((name, evaluation));
        }
    }
    let Some((name, evaluation)) = mixed.first() else {
        return;
    };
    let Some(last) = evaluation.flattened.witnesses.last() else {
        return;
    };
    let condition = pattern.condition(last.condition);
    let more = match mixed.len() {
        1 => String::new(),
        several => format!(" and {} more", several - 1),
    };
    let message = format!(
        "matches {name}{more} only by mixing elements of an array: EventBridge today would not fire"
    );
    out.add(
        Draft::at(condition.key_span, message)
            .path(&*condition.path)
            .help("`pattern-test explain` shows which condition took its value from where"),
    );
}
