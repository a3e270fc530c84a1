//! A suppression that does not say why.

use crate::lint::{Check, Example, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "suppression-without-reason",
    severity: Severity::Warning,
    about: "a suppression that does not say why",
    why: "A suppressed finding deserves a sentence on why: `# pattern-test: ignore no-source: the \
          bus is ours alone`. In the metadata of a resource it is the `reason`.",
    fires: &[Example::Template(
        ".yaml",
        r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      # pattern-test: ignore no-source
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
