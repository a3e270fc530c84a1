//! An operator that a pipe does not support.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::{AnythingBut, MatcherKind};
use crate::template::Use;

pub(super) static RULE: Rule = Rule {
    code: "pipe-operator",
    severity: Severity::Error,
    about: "an operator that a pipe does not support",
    why: "The filters of a pipe know fewer operators than the rules of a bus: no `wildcard`, and \
          `anything-but` only with plain values.",
    fires: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  P:
    Type: AWS::Pipes::Pipe
    Properties:
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": {"name": [{"wildcard": "a*z"}]}}'"##,
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
            - Pattern: '{"body": {"name": [{"anything-but": {"prefix": "a"}}]}}'"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"name": [{"wildcard": "a*z"}]}}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  P:
    Type: AWS::Pipes::Pipe
    Properties:
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": {"name": [{"anything-but": ["a", "b"]}, {"suffix": "z"}]}}'"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if subject.found.used_by != Use::Pipe {
        return;
    }
    for matcher in &condition.matchers {
        let what = match &matcher.kind {
            MatcherKind::Wildcard(_) => "`wildcard`",
            MatcherKind::AnythingBut(
                AnythingBut::Prefix(_)
                | AnythingBut::Suffix(_)
                | AnythingBut::EqualsIgnoreCase(_)
                | AnythingBut::Wildcard(_),
            ) => "`anything-but` with another operator inside",
            _ => continue,
        };
        let message = format!("a pipe does not support {what}");
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(
            draft.help("filter by prefix, suffix or plain values, or in the pipe's enrichment"),
        );
    }
}
