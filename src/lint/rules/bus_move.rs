//! What else there is to do where a rule moves to a V2 bus.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::value::MatcherKind;
use crate::template::Use;

pub(super) static RULE: Rule = Rule {
    code: "bus-move",
    severity: Severity::Note,
    about: "what else there is to do where a rule moves to a V2 bus",
    why: "`--for v2` reports this beside what keeps the pattern from moving. A subscriber has one target: a \
          rule with several targets becomes several subscribers. A V2 bus has no archives: it keeps events for a \
          time, and a subscriber says where it starts. Events of AWS services come in through an event \
          source. A filter on the envelope matches what comes from `PutEvents`; the data of `PutRawEvents` \
          has no envelope. `aws:DeliveryType` says whether an event is a replay.",
    fires: &[
        Example::MovedToV2(
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [shop]}
      Targets: [{Id: a, Arn: x}, {Id: b, Arn: y}]
"##,
        ),
        Example::MovedToV2(
            r##"Resources:
  A:
    Type: AWS::Events::Archive
    Properties:
      SourceArn: x
      EventPattern: {source: [shop]}
"##,
        ),
        Example::MovedToV2(
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.s3]}
"##,
        ),
    ],
    silent: &[
        Example::MovedToV2(
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {resources: [shop]}
      Targets: [{Id: a, Arn: x}]
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.s3], detail-type: [Object Created]}
      Targets: [{Id: a, Arn: x}, {Id: b, Arn: y}]
"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let found = subject.found;
    let Some(was) = found.was else { return };
    if was == Use::Archive {
        let message = "a V2 bus has no archives: it keeps events itself, and a subscriber says where it starts";
        let help = "set the retention of the bus, and the starting position of the subscriber that replays";
        out.add(Draft::at_place(found.start(), message).help(help));
    }
    if found.targets > 1 {
        let message = format!(
            "the rule has {} targets: each becomes a subscriber with this filter",
            found.targets
        );
        out.add(Draft::at_place(found.start(), message));
    }
    let sources = subject
        .settled
        .pattern()
        .map(|pattern| pattern.conditions())
        .unwrap_or_default()
        .iter()
        .filter(|condition| &*condition.path == "source");
    for condition in sources {
        for matcher in &condition.matchers {
            let (MatcherKind::Exact(text) | MatcherKind::Prefix(text)) = &matcher.kind else {
                continue;
            };
            if was == Use::Rule && text.starts_with("aws.") && subject.known(matcher.span) {
                let message = "events of AWS services reach a V2 bus through an event source alone";
                let help = format!(
                    "add an `AWS::EventsV2::EventSource` with `AwsService: {}`; its pattern has no `source`, \
                     `account` and `region`",
                    &**text
                );
                let draft = Draft::at(matcher.span, message).path(&*condition.path);
                out.add(draft.help(help));
                break;
            }
        }
    }
}
