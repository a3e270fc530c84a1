//! API calls that only read, asked for by a rule that does not get them.

use super::api_name::services;
use crate::aws::names::Kind;
use crate::lint::subject::plain;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::template::RuleState;

pub(super) static RULE: Rule = Rule {
    code: "read-only-call",
    severity: Severity::Warning,
    about: "API calls that only read, asked for by a rule that does not get them",
    why: "Calls whose names begin with Get, List or Describe reach a rule only in the state \
          `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`. A rule that asks for nothing else and is \
          in the state `ENABLED` never fires. Data events such as `GetObject` reach every rule, \
          where a trail logs them.",
    fires: &[
        Example::Template(
            ".yaml",
            r##"
Resources:
  Looks:
    Type: AWS::Events::Rule
    Properties:
      State: ENABLED
      EventPattern:
        source: [aws.ec2]
        detail-type: [AWS API Call via CloudTrail]
        detail:
          eventSource: [ec2.amazonaws.com]
          eventName: [DescribeInstances, DescribeVpcs]"##,
        ),
        Example::Template(
            ".tf",
            r##"
resource "aws_cloudwatch_event_rule" "looks" {
  event_pattern = jsonencode({
    source      = ["aws.iam"]
    detail-type = ["AWS API Call via CloudTrail"]
    detail      = { eventName = ["ListUsers"] }
  })
}"##,
        ),
    ],
    silent: &[
        Example::Template(
            ".yaml",
            r##"
Resources:
  Looks:
    Type: AWS::Events::Rule
    Properties:
      State: ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
      EventPattern:
        source: [aws.ec2]
        detail-type: [AWS API Call via CloudTrail]
        detail: {eventName: [DescribeInstances]}"##,
        ),
        Example::Template(
            ".yaml",
            r##"
Resources:
  Both:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ec2]
        detail-type: [AWS API Call via CloudTrail]
        detail: {eventName: [DescribeInstances, RunInstances]}"##,
        ),
        Example::Template(
            ".yaml",
            r##"
Resources:
  Data:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.s3]
        detail-type: [AWS API Call via CloudTrail]
        detail: {eventSource: [s3.amazonaws.com], eventName: [GetObject]}"##,
        ),
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["DescribeInstances"]}}"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if &*condition.path != "detail.eventName" || subject.found.state != RuleState::Enabled {
        return;
    }
    let Some(pattern) = subject.settled.pattern() else {
        return;
    };
    let Some(services) = services(subject, pattern, condition) else {
        return;
    };
    let types = subject.beside(pattern, condition, "detail-type");
    if types.is_some_and(|types| {
        types
            .iter()
            .any(|name| *name != "AWS API Call via CloudTrail")
    }) {
        return;
    }
    // A name that no service has, or that one has as something else, may come.
    let only_reads = |name: &str| {
        let mut kinds = services
            .iter()
            .filter_map(|(_, names)| names.kind(name))
            .peekable();
        kinds.peek().is_some() && kinds.all(|kind| kind == Kind::Read)
    };
    let all = condition
        .matchers
        .iter()
        .all(|matcher| subject.known(matcher.span) && plain(&matcher.kind).is_some_and(only_reads));
    if all {
        let message = "calls that only read do not reach a rule in the state ENABLED";
        let draft = Draft::at(condition.key_span, message).path(&*condition.path);
        out.add(
            draft.help("set the rule's state to ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        );
    }
}
