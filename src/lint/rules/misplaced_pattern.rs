//! A pattern that stands where the deployment does not read it.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "misplaced-pattern",
    severity: Severity::Warning,
    about: "a pattern where the deployment does not read it",
    why: "Tools ignore members that they do not know, or refuse the whole template at deployment. A \
          rule whose pattern is ignored is not made, or sees every event.",
    fires: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: {Handler: app.handler}
    Events:
      Done:
        Type: EventBridgeRule
        Properties: {Pattern: {source: [aws.batch]}}
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Done:
          Type: EventBridgeRule
          Properties: {EventPattern: {source: [aws.batch]}}
"##,
        ),
        Example::Template(
            ".yml",
            r##"service: shop
provider: {name: aws}
functions:
  paid:
    events:
      - eventBridge:
        pattern: {source: [shop]}
"##,
        ),
        Example::Template(
            ".tf",
            r##"resource "aws_cloudwatch_event_rule" "paid" {
  event_pattern = { source = ["shop"] }
}
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      Pattern: {source: [my.app]}"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    EventPattern: {source: [my.app]}
    Properties:
      State: ENABLED"##,
        ),
        Example::Template(
            ".yaml",
            r##"service: s
provider: {name: aws}
functions:
  f:
    handler: f.g
    events:
      - eventBridge:
          eventPattern: {source: [my.app]}"##,
        ),
    ],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Done:
          Type: EventBridgeRule
          Properties: {Pattern: {source: [aws.batch]}}
"##,
        ),
        Example::Template(
            ".yml",
            r##"service: shop
provider: {name: aws}
functions:
  paid:
    events:
      - eventBridge:
          pattern: {source: [shop]}
"##,
        ),
        Example::Template(
            ".tf",
            r##"module "paid" {
  source        = "./rule"
  event_pattern = { source = ["shop"] }
}
"##,
        ),
    ],
    look: Check::Apart,
};
