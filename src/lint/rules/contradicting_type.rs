//! A pattern that contradicts the source or type of its rule.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "contradicting-type",
    severity: Severity::Warning,
    about: "a pattern that contradicts the source or type of its rule",
    why: "An event rule of User Notifications has a source and an event type of its own. Its \
          pattern is asked for besides, so one that names others never matches.",
    fires: &[Example::Template(
        ".yaml",
        r##"Resources:
  Alarms:
    Type: AWS::Notifications::EventRule
    Properties:
      Source: aws.cloudwatch
      EventType: CloudWatch Alarm State Change
      Regions: [eu-west-1]
      EventPattern: '{"source": ["aws.ec2"]}'
"##,
    )],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  Alarms:
    Type: AWS::Notifications::EventRule
    Properties:
      Source: aws.cloudwatch
      EventType: CloudWatch Alarm State Change
      Regions: [eu-west-1]
      EventPattern: '{"source": ["aws.cloudwatch"], "detail": {"state": {"value": ["ALARM"]}}}'
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  Alarms:
    Type: AWS::Notifications::EventRule
    Properties:
      Source: aws.cloudwatch
      EventType: CloudWatch Alarm State Change
      Regions: [eu-west-1]
      EventPattern: '{"detail": {"state": {"value": ["ALARM"]}}}'
"##,
        ),
    ],
    look: Check::Apart,
};
