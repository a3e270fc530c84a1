//! A field of the envelope that can never have such a value.

use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "envelope-type",
    severity: Severity::Warning,
    about: "a field of the envelope that can never have such a value",
    why: "`version`, `id`, `detail-type`, `source`, `account`, `time` and `region` are strings \
          that every event has, `resources` is a list of strings, and `detail` is an object. An \
          account number is written in quotes. A condition that asks for something else never \
          holds.",
    fires: &[
        Example::Pattern(r##"{"account": [123456789012]}"##),
        Example::Pattern(r##"{"detail-type": {"name": ["x"]}}"##),
        Example::Pattern(r##"{"source": ["a"], "detail": ["x"]}"##),
        Example::Pattern(r##"{"region": [{"exists": false}]}"##),
        Example::Pattern(r##"{"source": [{"numeric": [">", 1]}]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"account": ["123456789012"]}"##),
        Example::Pattern(r##"{"detail": {"account": [123456789012]}}"##),
        Example::Pattern(r##"{"source": [{"anything-but": 1}]}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: 
        account: [!Ref AWS::AccountId]"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  P:
    Type: AWS::Pipes::Pipe
    Properties:
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"source": [1]}'"##,
        ),
    ],
    look: Check::Condition(look),
};

const STRINGS: [&str; 7] = [
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
];

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if !subject.has_envelope() || !subject.known(condition.span) {
        return;
    }
    let path = &*condition.path;
    if let Some((field, _)) = path.split_once('.')
        && (STRINGS.contains(&field) || field == "resources")
    {
        let what = match field {
            "resources" => "a list of strings",
            _ => "a string",
        };
        let message = format!("`{field}` is {what}: there is nothing below it");
        let help = match crate::advice::OPERATORS.iter().find(|o| path.ends_with(*o)) {
            Some(operator) => {
                let source = subject.source(condition.span);
                format!(
                    "wrap the operator in a list: \"{field}\": [{{\"{operator}\": …}}], not {}",
                    shown(source)
                )
            }
            None => format!("write \"{field}\": [\"…\"]"),
        };
        return out.add(Draft::at(condition.key_span, message).help(help).path(path));
    }
    let is_string = STRINGS.contains(&path);
    if !is_string && path != "detail" && path != "resources" {
        return;
    }
    for matcher in &condition.matchers {
        let wrong = match (&matcher.kind, path) {
            (MatcherKind::Exists(true), "detail") => true,
            (MatcherKind::Exists(false), _) if is_string => {
                let message = format!("every event has `{path}`: this never holds");
                out.add(Draft::at(matcher.span, message).path(path));
                continue;
            }
            (MatcherKind::Exists(_), _) => false,
            (_, "detail") => true,
            (
                MatcherKind::Number(_)
                | MatcherKind::Bool(_)
                | MatcherKind::Null
                | MatcherKind::Numeric(_),
                _,
            ) => true,
            _ => false,
        };
        let is_null = matches!(matcher.kind, MatcherKind::Null);
        // Told by `null-in-object`.
        if !wrong || is_null && !subject.found.nulls.is_empty() {
            continue;
        }
        let source = subject.source(matcher.span);
        let draft = match path {
            "detail" => Draft::at(
                matcher.span,
                "`detail` is an object: no value is ever found there",
            )
            .help("ask for its fields: \"detail\": {\"field\": [\"…\"]}"),
            _ => {
                let what = if path == "resources" {
                    "a list of strings"
                } else {
                    "a string"
                };
                let message = format!("`{path}` is {what}: {} never matches", shown(source));
                let draft = Draft::at(matcher.span, message);
                match &matcher.kind {
                    MatcherKind::Number(number)
                        if path == "account" && number.text().len() == 12 =>
                    {
                        let quoted = format!("\"{}\"", number.text());
                        draft.help(format!("write {quoted}")).idea(
                            matcher.span,
                            quoted,
                            Safety::Safe,
                        )
                    }
                    MatcherKind::Null => {
                        draft.help("it is never null: name a value, or leave the condition out")
                    }
                    _ => draft.help("write the value in double quotes"),
                }
            }
        };
        out.add(draft.path(path));
    }
}
