//! No condition on `source`.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;
use crate::template::Use;

pub(super) static RULE: Rule = Rule {
    code: "no-source",
    severity: Severity::Notice,
    about: "no condition on `source`",
    why: "Without a source the rule sees the events of everybody who sends to the bus, and field \
          names mean different things to different senders.",
    fires: &[
        Example::Pattern(r##"{"detail-type": ["order"]}"##),
        Example::Pattern(r##"{"detail": {"state": ["stopped"]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["my.app"]}"##),
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
        !conditions.any(|id| &*pattern.condition(*id).path == "source")
    });
    if lacks && subject.has_envelope() && subject.found.used_by != Use::Archive {
        let draft = Draft::at_place(
            subject.found.start(),
            "no condition on `source`: events of every sender are seen",
        );
        out.add(draft.help("add \"source\": [\"…\"]"));
    }
}
