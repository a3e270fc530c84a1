//! Numbers or booleans in a template object, on which a verdict depends.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::matching::Mode;
use crate::pattern::value::MatcherKind;
use crate::template::Settled;

pub(super) static RULE: Rule = Rule {
    code: "numbers-in-object",
    severity: Severity::Note,
    about: "numbers or booleans in a template object, on which a verdict depends",
    why: "CloudFormation was reported in 2019 and 2020 to turn the numbers and booleans of an \
          `EventPattern` object into strings; later reports show numbers arriving as numbers. As \
          JSON text a pattern passes unchanged in any case. It is reported where a fixture's \
          verdict would change; `match --as-deployed stringified` shows the other reading.",
    fires: &[Example::TemplateWithEvent(
        ".yaml",
        "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [shop]\n        detail: {n: [1]}\n",
        r##"{"source": "shop", "detail-type": "order", "detail": {"n": 1}}"##,
    )],
    silent: &[
        Example::TemplateWithEvent(
            ".yaml",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: '{\"source\": [\"shop\"], \"detail\": {\"n\": [1]}}'\n",
            r##"{"source": "shop", "detail-type": "order", "detail": {"n": 1}}"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: 
        source: [aws.ecs]"##,
        ),
        Example::Pattern(r##"{"source": ["shop"], "detail": {"n": [1]}}"##),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(stringified) = &subject.found.stringified else {
        return;
    };
    let Some(typed) = subject.settled.pattern() else {
        return;
    };
    let other = Settled::new(stringified, subject.found.language());
    let changed = subject.evidence.events().iter().find(|(_, event)| {
        let before = typed.matches(event, Mode::Flattened);
        let after = other
            .pattern()
            .is_some_and(|pattern| pattern.matches(event, Mode::Flattened));
        before != after
    });
    let Some((name, _)) = changed else { return };
    let first = subject
        .live(typed)
        .into_iter()
        .flat_map(|condition| &condition.matchers)
        .find(|matcher| {
            matches!(
                matcher.kind,
                MatcherKind::Number(_)
                    | MatcherKind::Bool(_)
                    | MatcherKind::Numeric(_)
                    | MatcherKind::Exists(_)
            )
        });
    let message =
        format!("if these numbers and booleans arrive as strings, the verdict on {name} changes");
    let draft = match first {
        Some(matcher) => Draft::at(matcher.span, message),
        None => Draft::at_place(subject.found.start(), message),
    };
    out.add(draft.help("write the pattern as JSON text, which passes unchanged: `EventPattern: |` and the JSON below it"));
}
