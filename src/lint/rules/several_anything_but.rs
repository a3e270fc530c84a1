//! Several `anything-but` in one list.

use crate::json::{Document, NodeKind};
use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Matcher};

pub(super) static RULE: Rule = Rule {
    code: "several-anything-but",
    severity: Severity::Warning,
    about: "several `anything-but` in one list",
    why: "The entries of a list are alternatives, so two `anything-but` accept everything that is \
          not ruled out by both at once. To rule out several values, list them in one: \
          `{\"anything-but\": [\"a\", \"b\"]}`.",
    fires: &[
        Example::Pattern(
            r##"{"detail": {"state": [{"anything-but": "a"}, {"anything-but": "b"}]}}"##,
        ),
        Example::Pattern(
            r##"{"detail": {"key": [{"anything-but": {"prefix": "tmp/"}}, {"anything-but": {"prefix": "log/"}}]}}"##,
        ),
        Example::Pattern(
            r##"{"detail": {"key": [{"anything-but": {"prefix": "tmp/"}}, {"anything-but": {"suffix": ".bak"}}]}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"state": [{"anything-but": ["a", "b"]}]}}"##),
        Example::Pattern(
            r##"{"detail": {"state": [{"anything-but": "a"}], "kind": [{"anything-but": "b"}]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    let is_one = |matcher: &&Matcher| matches!(matcher.kind, MatcherKind::AnythingBut(_));
    let mut several = condition.matchers.iter().filter(is_one);
    let (Some(_), Some(second)) = (several.next(), several.next()) else {
        return;
    };
    if subject.known(condition.key_span) {
        let whole = &condition.matchers;
        let merged = merged(whole.iter().map(|matcher| subject.source(matcher.span)));
        let message = "several anything-but in one list accept nearly everything: each accepts what the others rule out";
        let draft = Draft::at(second.span, message).path(&*condition.path);
        out.add(match merged {
            Some(json) => draft
                .help(format!("list the values in one: {}", shown(&json)))
                .idea(condition.span, format!("[{json}]"), Safety::Unsafe),
            None => draft.help(
                "one anything-but takes one operator, and a list of its values: \
                 {\"anything-but\": {\"wildcard\": [\"a*\", \"*b\"]}}",
            ),
        });
    }
}

/// One `anything-but` that rules out what each of several does; `None` where they do not say it in
/// the same way.
fn merged<'m>(matchers: impl Iterator<Item = &'m str>) -> Option<String> {
    let (mut operator, mut values): (Option<String>, Vec<String>) = (None, Vec::new());
    let mut kind = None;
    for (index, source) in matchers.enumerate() {
        let document = Document::parse(source).ok()?;
        let operand = document.member(0, "anything-but")?;
        let (name, operand) = match document.node(operand).kind {
            NodeKind::Object => {
                let inner = document.children(operand).next()?;
                (document.key(inner)?.into_owned(), inner)
            }
            _ => (String::new(), operand),
        };
        if index > 0 && operator.as_ref() != Some(&name) {
            return None;
        }
        operator = Some(name);
        let list: Vec<_> = match document.node(operand).kind {
            NodeKind::Array => document.children(operand).collect(),
            _ => vec![operand],
        };
        for value in list {
            // A list holds strings or numbers, never both.
            let of_value = document.node(value).kind;
            if *kind.get_or_insert(of_value) != of_value {
                return None;
            }
            values.push(document.raw(value).to_owned());
        }
    }
    let list = format!("[{}]", values.join(", "));
    Some(match operator?.as_str() {
        "" => format!("{{\"anything-but\": {list}}}"),
        name => format!("{{\"anything-but\": {{\"{name}\": {list}}}}}"),
    })
}
