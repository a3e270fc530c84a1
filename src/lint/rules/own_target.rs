//! A pattern that may match the events of its target.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Pattern;
use crate::pattern::value::Scalar;
use crate::template::Bus;

pub(super) static RULE: Rule = Rule {
    code: "own-target",
    severity: Severity::Note,
    about: "a pattern that may match the events of its target",
    why: "A rule that starts a task, a job or an execution and that matches the events of starting \
          one starts itself again. It is reported where the template shows both the target and the \
          source.",
    fires: &[Example::Template(
        ".yaml",
        r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ecs]
        detail-type: [ECS Task State Change]
      Targets: [{Id: a, Arn: x, EcsParameters: {TaskDefinitionArn: y}}]
"##,
    )],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventBusName: orders
      EventPattern:
        source: [aws.ecs]
        detail-type: [ECS Task State Change]
      Targets: [{Id: a, Arn: x, EcsParameters: {TaskDefinitionArn: y}}]
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.s3]
        detail-type: [Object Created]
      Targets: [{Id: a, Arn: x, EcsParameters: {TaskDefinitionArn: y}}]
"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.ecs]
        detail-type: [ECS Task State Change]
        detail: {group: ["service:web"]}
      Targets: [{Id: a, Arn: x, EcsParameters: {TaskDefinitionArn: y}}]
"##,
        ),
    ],
    look: Check::Pattern(look),
};

fn look(subject: &Subject<'_>, pattern: &Pattern, out: &mut Out<'_>) {
    // Services send to the default bus.
    if subject.found.bus != Bus::Default {
        return;
    }
    // What an alternative says about the task, the job or the execution itself may rule its own out.
    let wide = pattern.alternatives().iter().find_map(|alternative| {
        let conditions: Vec<_> = alternative
            .conditions
            .iter()
            .map(|id| pattern.condition(*id))
            .collect();
        let says_which = |path: &str| {
            let last = path.rsplit('.').next().unwrap_or(path).to_lowercase();
            path == "resources"
                || [
                    "arn",
                    "name",
                    "group",
                    "startedby",
                    "id",
                    "queue",
                    "definition",
                ]
                .iter()
                .any(|word| last.ends_with(word))
        };
        if conditions
            .iter()
            .any(|condition| says_which(&condition.path))
        {
            return None;
        }
        conditions
            .into_iter()
            .find(|condition| &*condition.path == "source")
    });
    let Some(source) = wide else { return };
    for emitted in &subject.found.emits {
        let value = Scalar::String((*emitted).into());
        if source
            .matchers
            .iter()
            .any(|matcher| matcher.kind.accepts(&value))
        {
            let message = format!(
                "the target of this rule sends events of {emitted:?} itself: they may match"
            );
            let draft = Draft::at(source.span, message).path("source");
            out.add(draft.help("ask for the task, job or state machine that is meant"));
            return;
        }
    }
}
