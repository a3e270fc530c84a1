//! A wildcard without a `*`.

use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "wildcard-without-star",
    severity: Severity::Warning,
    about: "a wildcard without a `*`",
    why: "Only `*` matches other characters; `?` and `.` match themselves. Without a star a \
          wildcard is a plain value.",
    fires: &[
        Example::Pattern(r##"{"detail": {"key": [{"wildcard": "logs/"}]}}"##),
        Example::Pattern(r##"{"detail": {"key": [{"wildcard": "log?.txt"}]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"key": [{"wildcard": "logs/*"}]}}"##),
        Example::Pattern(r##"{"detail": {"key": ["logs/"]}}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"x": [{"wildcard": "${X}"}]}'"##,
        ),
        Example::Template(
            ".tf",
            r##"variable "names" {
  default = []
}

resource "aws_cloudwatch_event_rule" "r" {
  event_pattern = jsonencode({
    source = ["my.app"]
    detail = { name = [for name in concat(["none"], var.names) : { wildcard = name }] }
  })
}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        let MatcherKind::Wildcard(wildcard) = &matcher.kind else {
            continue;
        };
        if wildcard.stars() > 0 || !subject.is_written_here(matcher.span) {
            continue;
        }
        let source = subject.source(matcher.span);
        let message = format!("{} has no `*`: it is a plain value", shown(source));
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(
            draft.help("write the value without an operator, or put a `*` where anything may be"),
        );
    }
}
