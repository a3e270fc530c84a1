//! A prefix and a suffix in one list.

use crate::advice::both;
use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "entries-are-alternatives",
    severity: Severity::Note,
    about: "a prefix and a suffix in one list, of which either is enough",
    why: "The entries of a list are alternatives: a value matches that has the prefix, and one that \
          has the suffix. A wildcard asks for both.",
    fires: &[Example::Pattern(
        r##"{"source": ["my.app"], "detail": {"key": [{"prefix": "in/"}, {"suffix": ".csv"}]}}"##,
    )],
    silent: &[
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"key": [{"wildcard": "in/*.csv"}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"key": [{"prefix": "in/"}, {"prefix": "out/"}]}}"##,
        ),
        Example::Pattern(
            r##"{"source": ["my.app"], "detail": {"key": [{"prefix": "in/"}, {"prefix": "out/"}, {"suffix": ".csv"}]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    // Of more entries it is hard to say which ones belong together.
    let [first, second] = condition.matchers.as_slice() else {
        return;
    };
    let affixes = |a: &MatcherKind, b: &MatcherKind| {
        matches!((a, b), (MatcherKind::Prefix(_), MatcherKind::Suffix(_)))
    };
    if !affixes(&first.kind, &second.kind) && !affixes(&second.kind, &first.kind)
        || !subject.known(condition.span)
    {
        return;
    }
    let (a, b) = (subject.source(first.span), subject.source(second.span));
    let Some(found) = both(a, b) else { return };
    let message = format!("either of {} and {} is enough", shown(a), shown(b));
    let draft = Draft::at(second.span, message).path(&*condition.path);
    out.add(match found.json {
        Some(json) => draft.help(format!("if both have to match, write [{json}]")),
        None => draft.help("if both have to match, write a wildcard"),
    });
}
