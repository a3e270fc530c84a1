//! No condition on `source`.

use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;
use crate::template::{Bus, Use};

pub(super) static RULE: Rule = Rule {
    code: "no-source",
    severity: Severity::Note,
    about: "no condition on `source`",
    why: "Without a source the rule sees the events of everybody who sends to the bus, and field \
          names mean different things to different senders. Where the pattern names its \
          detail-types, or the rule is on its own bus, there is nothing to say.",
    fires: &[
        Example::Pattern(r##"{"detail-type": [{"exists": true}]}"##),
        Example::Pattern(r##"{"detail": {"state": ["stopped"]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["my.app"]}"##),
        Example::Pattern(r##"{"detail-type": ["order"]}"##),
        Example::Template(
            ".tf",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_bus_name = \"orders\"\n  event_pattern  = jsonencode({ detail = { state = [\"on\"] } })\n}\n",
        ),
        Example::Pattern(r##"{"$or": [{"source": ["a"]}, {"source": ["b"]}]}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  P:
    Type: AWS::Pipes::Pipe
    Properties:
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": ["x"]}'"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    let mut alternatives = pattern.alternatives().iter();
    let lacks = alternatives.any(|alternative| {
        let mut conditions = alternative.conditions.iter();
        !conditions.any(|id| {
            let condition = pattern.condition(*id);
            let named = || condition.matchers.iter().all(|m| plain(&m.kind).is_some());
            match &*condition.path {
                "source" => true,
                "detail-type" => named(),
                _ => false,
            }
        })
    });
    if lacks
        && subject.found.bus == Bus::Default
        && subject.has_envelope()
        && matches!(subject.found.used_by, Use::Rule | Use::PatternFile)
    {
        let draft = Draft::at_place(
            subject.found.start(),
            "no condition on `source`: events of every sender are seen",
        );
        out.add(draft.help("add \"source\": [\"…\"]"));
    }
}
