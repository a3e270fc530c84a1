//! A value that another entry of the same list accepts anyway.

use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::{MatcherKind, Scalar};

pub(super) static RULE: Rule = Rule {
    code: "pointless-matcher",
    severity: Severity::Warning,
    about: "a value that another entry of the same list accepts anyway",
    why: "The entries of a list are alternatives. What one of them accepts needs no second one; \
          often the wider one was not meant to be there.",
    fires: &[
        Example::Pattern(r##"{"source": ["abc", {"prefix": "a"}]}"##),
        Example::Pattern(r##"{"detail": {"n": [5, {"numeric": [">", 1]}]}}"##),
        Example::Pattern(r##"{"source": ["a", "b", "a"]}"##),
        Example::Pattern(r##"{"source": [{"prefix": "ab"}, {"prefix": "a"}]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["abc", {"prefix": "x"}]}"##),
        Example::Pattern(r##"{"detail": {"n": [1, {"numeric": [">", 1]}]}}"##),
        Example::Pattern(r##"{"detail": {"n": ["1", 1]}}"##),
        Example::Pattern(r##"{"detail": {"n": ["a", {"exists": false}]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let known = subject.matchers(condition);
    for (index, matcher) in known.iter().enumerate() {
        let wider = known.iter().enumerate().find(|(other, wider)| {
            *other != index
                && !matches!(wider.kind, MatcherKind::Exists(_))
                && covers(&wider.kind, &matcher.kind)
                // Of two that accept the same, the first is needed.
                && (*other < index || !covers(&matcher.kind, &wider.kind))
        });
        if let Some((_, wider)) = wider {
            let message = format!(
                "{} adds nothing: {} accepts it already",
                shown(subject.source(matcher.span)),
                shown(subject.source(wider.span))
            );
            let draft = Draft::at(matcher.span, message).path(&*condition.path);
            out.add(draft.help("leave one of the two out"));
        }
    }
}

/// Whether the one surely accepts all that the other accepts.
fn covers(wide: &MatcherKind, narrow: &MatcherKind) -> bool {
    use MatcherKind as M;
    let value = match narrow {
        M::Exact(text) | M::Exactly(text) => Some(Scalar::String((&**text).into())),
        M::Number(number) => Some(Scalar::Number(number.clone())),
        M::Bool(value) => Some(Scalar::Bool(*value)),
        M::Null => Some(Scalar::Null),
        _ => None,
    };
    match (wide, narrow, value) {
        (_, _, Some(value)) => wide.accepts(&value),
        (M::Prefix(wide), M::Prefix(narrow), None) => narrow.starts_with(&**wide),
        (M::Suffix(wide), M::Suffix(narrow), None) => narrow.ends_with(&**wide),
        (M::Address(wide), M::Address(narrow), None) => wide == narrow,
        (M::Cidr(wide), M::Address(narrow), None) => wide.contains(*narrow),
        _ => false,
    }
}
