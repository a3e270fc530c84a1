//! A value that another entry of the same list accepts anyway.

use crate::analysis::{Because, Budget, pointless_matchers};
use crate::lint::subject::shown;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::MatcherKind;
use crate::pattern::{Condition, Matcher};

pub(super) static RULE: Rule = Rule {
    code: "pointless-matcher",
    severity: Severity::Warning,
    about: "a value that another entry of the same list accepts anyway",
    why: "The entries of a list are alternatives. What one of them accepts needs no second one; \
          often the wider one was not meant to be there.",
    fires: &[
        Example::Pattern(
            r##"{"detail": {"n": [{"numeric": ["<", 5]}, {"numeric": [">", 0, "<", 9]}, {"numeric": [">=", 5]}]}}"##,
        ),
        Example::Pattern(r##"{"source": ["abc", {"prefix": "a"}]}"##),
        Example::Pattern(r##"{"detail": {"n": [5, {"numeric": [">", 1]}]}}"##),
        Example::Pattern(r##"{"source": ["a", "b", "a"]}"##),
        Example::Pattern(r##"{"source": [{"prefix": "ab"}, {"prefix": "a"}]}"##),
    ],
    silent: &[
        Example::Template(
            ".tf",
            r##"variable "keys" {
  default = ["*"]
}

resource "aws_cloudwatch_event_rule" "r" {
  event_pattern = jsonencode({
    source = ["my.app"]
    detail = { key = [for key in concat(["*.csv"], var.keys) : { wildcard = key }] }
  })
}"##,
        ),
        Example::Template(
            ".yaml",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: !Sub '{\"source\": [\"my.${X}\", {\"prefix\": \"my.\"}]}'\n",
        ),
        Example::Pattern(r##"{"source": ["abc", {"prefix": "x"}]}"##),
        Example::Pattern(r##"{"detail": {"n": [1, {"numeric": [">", 1]}]}}"##),
        Example::Pattern(r##"{"detail": {"n": ["1", 1]}}"##),
        Example::Pattern(r##"{"detail": {"n": ["a", {"exists": false}]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    // What is not known may be what the others lack.
    if !subject.known(condition.span) {
        return;
    }
    let examined = pointless_matchers(condition, Budget::QUICK);
    if !examined.whole {
        let message = "not examined in full: too large to tell all matchers apart";
        let draft = Draft::at(condition.key_span, message).path(&*condition.path);
        out.add(draft.help("some of these matchers may add nothing"));
    }
    for pointless in examined.pointless {
        let Some(matcher) = condition.matchers.get(pointless.matcher) else {
            continue;
        };
        let is_here = |matcher: &Matcher| subject.is_written_here(matcher.span);
        let source = |matcher: &Matcher| shown(subject.source(matcher.span));
        let mut help = "leave it out, or narrow what makes it pointless";
        let message = match pointless.because {
            // Told by `exists-beside-values` and `never-matches`.
            Because::AcceptsNothing => continue,
            Because::Matcher(other) => match condition.matchers.get(other) {
                Some(other)
                    if !matches!(other.kind, MatcherKind::Exists(_))
                        && is_here(matcher)
                        && is_here(other) =>
                {
                    if matches!(other.kind, MatcherKind::AnythingBut(_)) {
                        help = "entries of one list are alternatives: two conditions that both have \
                                to hold cannot be asked of one field, so keep the narrower one";
                    }
                    format!(
                        "{} adds nothing: {} accepts it already",
                        source(matcher),
                        source(other)
                    )
                }
                _ => continue,
            },
            Because::Others if !condition.matchers.iter().all(is_here) => continue,
            Because::Others => format!(
                "{} adds nothing: the others accept all of it",
                source(matcher)
            ),
        };
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(draft.help(help));
    }
}
