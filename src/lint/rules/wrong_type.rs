//! A string for a number, a number for a string, or the like.

use crate::json::NodeKind;
use crate::lint::evidence::Origin;
use crate::lint::subject::{ENVELOPE, plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "wrong-type",
    severity: Severity::Warning,
    about: "a value of the wrong type, such as a string for a number",
    why: "Values are compared with their type: `\"127\"` is not 127. Where a fixture or AWS's \
          documents know the type of a field, a value of another type never matches.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "detail": {"severity": ["HIGH"]}}"##,
        ),
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
            r##"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": {"Severity": {"Label": ["HIGH"]}}}}"##,
        ),
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
        let (kind, new) = match &matcher.kind {
            any if seen.only_numbers() && !numbers => match plain(any) {
                Some(text) if is_number(text) => ("a number", text.to_owned()),
                // A word where a number is sent: nothing can be proposed for it.
                Some(_) => ("a number", String::new()),
                None => match any {
                    MatcherKind::Prefix(_) | MatcherKind::Suffix(_) | MatcherKind::Wildcard(_) => {
                        ("a number", String::new())
                    }
                    _ => continue,
                },
            },
            any if seen.only_booleans() => match plain(any) {
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
        let text = format!("`{}` is {kind}: {source} never matches", condition.path);
        let draft = Draft::at(matcher.span, text).path(&*condition.path);
        let draft = draft.help(match origin {
            Origin::Aws if new.is_empty() => format!("AWS sends {kind} here"),
            Origin::File(file) if new.is_empty() => format!("{file} has {kind} here"),
            Origin::Aws => format!("write {new}; AWS sends `{}` as {kind}", condition.path),
            Origin::File(file) => format!("write {new}, as {file} has it"),
        });
        out.add(match new.is_empty() {
            true => draft,
            false => draft.idea(matcher.span, new, Safety::Safe),
        });
    }
}

fn is_number(text: &str) -> bool {
    crate::json::Document::parse(text)
        .is_ok_and(|document| document.node(0).kind == NodeKind::Number && document.raw(0) == text)
}
