//! A string for a number, a number for a string, or the like.

use crate::json::NodeKind;
use crate::lint::catalogue::CATALOGUE;
use crate::lint::subject::{ENVELOPE, plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "wrong-type",
    severity: Severity::Warning,
    about: "a string for a number, a number for a string, or the like",
    why: "Values are compared with their type: `\"127\"` is not 127. Where a fixture or the \
          catalogue knows the type of a field, a value of another type never matches.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": ["127"]}}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"id": [7]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"id": "7"}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"id": [null]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"id": "7"}}"##,
        ),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"paid": ["true"]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"paid": false}}"##,
        ),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [127]}}}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"exitCode": ["127"]}}"##),
        Example::WithEvent(
            r##"{"source": ["shop"], "detail-type": ["order"], "detail": {"id": ["7", 7]}}"##,
            r##"{"source": "shop", "detail-type": "order", "detail": {"id": "7"}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    // Of the envelope another rule tells.
    if ENVELOPE.contains(&&*condition.path) {
        return;
    }
    let Some((seen, origin)) = subject.relevant.at(&condition.path) else {
        return;
    };
    // Whoever lists both knows that both come.
    let has = |wanted: fn(&MatcherKind) -> bool| condition.matchers.iter().any(|m| wanted(&m.kind));
    let numbers = has(|kind| matches!(kind, MatcherKind::Number(_)));
    let strings = has(|kind| plain(kind).is_some());
    for matcher in subject.matchers(condition) {
        let (wanted, new) = match &matcher.kind {
            kind if seen.only_numbers() && !numbers => match plain(kind) {
                Some(text) if is_number(text) => ("a number", text.to_owned()),
                _ => continue,
            },
            kind if seen.only_booleans() => match plain(kind) {
                Some(text @ ("true" | "false")) => ("a boolean", text.to_owned()),
                _ => continue,
            },
            MatcherKind::Number(number) if seen.only_strings() && !strings => {
                ("a string", format!("\"{}\"", number.text()))
            }
            MatcherKind::Bool(value) if seen.only_strings() && !strings => {
                ("a string", format!("\"{value}\""))
            }
            // Whoever lists other values as well knows that null comes too.
            MatcherKind::Null
                if condition.matchers.len() == 1 && !seen.null && seen.only_strings() =>
            {
                let message = format!("`{}` is a string: null never matches", condition.path);
                let help = "leave the field out to match any value, or write {\"exists\": false} to match its absence";
                out.add(
                    Draft::at(matcher.span, message)
                        .path(&*condition.path)
                        .help(help),
                );
                continue;
            }
            _ => continue,
        };
        let source = shown(subject.source(matcher.span));
        let message = format!("`{}` is {wanted}: {source} never matches", condition.path);
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(
            draft
                .help(match origin == CATALOGUE {
                    true => format!("write {new}; AWS sends `{}` as {wanted}", condition.path),
                    false => format!("write {new}, as in {origin}"),
                })
                .idea(matcher.span, new, Safety::Safe),
        );
    }
}

fn is_number(text: &str) -> bool {
    crate::json::Document::parse(text)
        .is_ok_and(|document| document.node(0).kind == NodeKind::Number && document.raw(0) == text)
}
