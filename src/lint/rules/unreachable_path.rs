//! A path that the fixtures spell in another way.

use crate::lint::evidence::Shape;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::spelling::{self, plain};
use std::collections::BTreeSet;

pub(super) static RULE: Rule = Rule {
    code: "unreachable-path",
    severity: Severity::Warning,
    about: "a path that the fixtures spell in another way",
    why: "No fixture of this source and detail-type has the path, but one that is nearly the same. \
          A condition on a path that is not there is never met.",
    fires: &[
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"orderid": ["7"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"status": ["paid"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"order": {"status": "paid"}}}"##,
        ),
    ],
    silent: &[
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"orderId": ["7"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"coupon": ["7"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"orderid": [{"exists": false}]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"orderId": "7"}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let Some(near) = meant(subject, condition) else {
        return;
    };
    let message = format!(
        "no fixture of this source and detail-type has `{}`",
        condition.path
    );
    let last = near.rsplit('.').next().unwrap_or(&near);
    let siblings = near.strip_suffix(last) == condition.path.strip_suffix(key(&condition.path));
    let draft = Draft::at(condition.key_span, message)
        .path(&*condition.path)
        .help(format!("they have `{near}`"));
    out.add(match siblings {
        true => draft.idea(condition.key_span, format!("{last:?}"), Safety::Unsafe),
        false => draft,
    });
}

/// The path of the fixtures that a condition misses.
pub(super) fn meant(subject: &Subject<'_>, condition: &Condition) -> Option<String> {
    absent(subject, condition).and_then(|shapes| nearest(&condition.path, &shapes))
}

fn key(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The fixtures that a pattern is about, where none has the path of this condition.
pub(super) fn absent<'e>(subject: &Subject<'e>, condition: &Condition) -> Option<Vec<&'e Shape>> {
    if condition.accepts_absence()
        || !condition.path.starts_with("detail.")
        || !subject.known(condition.key_span)
        || subject.relevant.at(&condition.path).is_some()
    {
        return None;
    }
    let shapes: Vec<_> = subject.relevant.events().collect();
    (!shapes.is_empty()).then_some(shapes)
}

/// The path of the fixtures that is meant by another one: the same but for letter case and dashes,
/// a letter or two of its last key, or the level at which the last key stands.
pub(super) fn nearest(path: &str, shapes: &[&Shape]) -> Option<String> {
    let paths: BTreeSet<&str> = shapes
        .iter()
        .flat_map(|shape| shape.paths.keys().map(String::as_str))
        .filter(|path| path.starts_with("detail."))
        .collect();
    let wanted = plain(path);
    if let Some(same) = paths.iter().find(|there| plain(there) == wanted) {
        return Some((*same).to_owned());
    }
    let (above, last) = path.rsplit_once('.')?;
    let near = paths.iter().filter_map(|there| {
        let (there_above, there_last) = there.rsplit_once('.')?;
        let most = (last.len().min(there_last.len()) / 4).min(2);
        let distance = spelling::distance(&plain(last), &plain(there_last));
        (there_above == above && distance <= most).then_some((distance, *there))
    });
    if let Some((_, near)) = near.min() {
        return Some(near.to_owned());
    }
    // The same key at one other level, and only there.
    let mut elsewhere = paths.iter().filter(|there| key(there) == last);
    match (elsewhere.next(), elsewhere.next()) {
        (Some(only), None) => Some((*only).to_owned()),
        _ => None,
    }
}
