//! Entries that together accept everything.

use crate::advice::both;
use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::{AnythingBut, MatcherKind, NumericRange, Scalar};
use crate::pattern::{Condition, Matcher};

pub(super) static RULE: Rule = Rule {
    code: "accepts-everything",
    severity: Severity::Warning,
    about: "entries of a list that together accept everything",
    why: "The entries of a list are alternatives. Two bounds as two entries accept every number, and \
          what `anything-but` rules out is let in again by an entry that accepts it. Both bounds go \
          into one `numeric`; two conditions that both have to hold cannot be asked of one field.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"n": [{"numeric": [">", 0]}, {"numeric": ["<", 5]}]}}"##,
        ),
        Example::Pattern(r##"{"source": [{"prefix": "my."}, {"anything-but": "my.test"}]}"##),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"n": [{"numeric": [">", 0, "<", 5]}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"n": [{"numeric": ["<", 0]}, {"numeric": [">", 5]}]}}"##,
        ),
        Example::Pattern(r##"{"source": [{"anything-but": "my.test"}]}"##),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"x": [{"anything-but": ["a", "b"]}, "a"]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if !subject.known(condition.span) {
        return;
    }
    let entries = condition.matchers.iter().enumerate();
    for (index, matcher) in entries {
        let others = || {
            let all = condition.matchers.iter().enumerate();
            all.filter(move |(other, _)| *other != index)
                .map(|(_, other)| other)
        };
        let (other, what) = match &matcher.kind {
            MatcherKind::AnythingBut(excluded) => {
                let Some(values) = values(excluded) else {
                    continue;
                };
                let let_in = |value: &Scalar<'_>| others().any(|other| other.kind.accepts(value));
                // Told by `several-anything-but`.
                let are_several =
                    others().any(|other| matches!(other.kind, MatcherKind::AnythingBut(_)));
                if are_several || !values.iter().all(let_in) {
                    continue;
                }
                (others().next(), "value")
            }
            MatcherKind::Numeric(low) if low.top.is_none() => {
                (others().find(|other| meets(low, other)), "number")
            }
            _ => continue,
        };
        let Some(other) = other else { continue };
        let (a, b) = (subject.source(matcher.span), subject.source(other.span));
        let message = format!(
            "{} and {} are alternatives: together they accept every {what}",
            shown(a),
            shown(b)
        );
        let help = match both(a, b).and_then(|both| both.json) {
            Some(json) => format!("to ask for both, write [{json}]"),
            None => "two conditions that both have to hold cannot be asked of one field: keep the narrower one".to_owned(),
        };
        let later = if other.span.start > matcher.span.start {
            other
        } else {
            matcher
        };
        return out.add(
            Draft::at(later.span, message)
                .path(&*condition.path)
                .help(help),
        );
    }
}

/// What an `anything-but` rules out, value by value.
fn values(excluded: &AnythingBut) -> Option<Vec<Scalar<'_>>> {
    match excluded {
        AnythingBut::Strings(texts) => {
            let texts = texts.iter();
            Some(texts.map(|text| Scalar::String((&**text).into())).collect())
        }
        AnythingBut::Numbers(numbers) => {
            let numbers = numbers.iter();
            Some(numbers.map(|n| Scalar::Number(n.clone())).collect())
        }
        _ => None,
    }
}

/// Whether a range without a top and another without a bottom leave nothing out.
fn meets(low: &NumericRange, other: &Matcher) -> bool {
    let MatcherKind::Numeric(high) = &other.kind else {
        return false;
    };
    match (&low.bottom, &high.bottom, &high.top) {
        (Some(bottom), None, Some(top)) => {
            let (from, to) = (bottom.number.value(), top.number.value());
            from < to || from == to && (bottom.inclusive || top.inclusive)
        }
        _ => false,
    }
}
