//! A path that no fixture has.

use super::unreachable_path::{absent, nearest};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "unseen-path",
    severity: Severity::Note,
    about: "a path that no fixture has",
    why: "No fixture of this source and detail-type has the path. Either the field is rare, and a \
          fixture that has it would show that the condition can be met, or it is not called that.",
    fires: &[Example::WithEvent(
        r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"coupon": ["7"]}}"##,
        r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
    )],
    silent: &[
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"orderId": ["7"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["refund"], "detail": {"coupon": ["7"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let Some(shapes) = absent(subject, condition) else {
        return;
    };
    if nearest(&condition.path, &shapes).is_some()
        || super::misspelt_field::is_slip(subject, condition)
    {
        return;
    }
    let message = format!(
        "no fixture of this source and detail-type has `{}`",
        condition.path
    );
    let draft = Draft::at(condition.key_span, message).path(&*condition.path);
    out.add(draft.help("add an event that has it to the fixtures"));
}
