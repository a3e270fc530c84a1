//! A suppression that suppresses nothing.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "unused-suppression",
    severity: Severity::Note,
    about: "a suppression that suppresses nothing",
    why: "The finding is gone, or it never came up there. A leftover suppression hides the next \
          finding of its kind.",
    fires: &[Example::Template(
        ".yaml",
        r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      # pattern-test: ignore wrong-type: the producer sends both
      EventPattern: '{"detail": {"a": ["1"]}}'
"##,
    )],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      # pattern-test: ignore no-source: the bus is ours alone
      EventPattern: '{"detail": {"a": ["1"]}}'
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      # a comment
      EventPattern: '{"detail": {"a": ["1"]}}'
"##,
        ),
    ],
    look: Check::Apart,
};
