//! A policy on the body of messages that are no JSON objects.

use crate::dialect::sns::Scope;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::template::Use;

/// A topic to which a rule publishes this, and a subscription with a policy of this scope.
macro_rules! alert {
    ($scope:literal, $input:literal) => {
        Example::Template(
            ".yaml",
            concat!(
                "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n",
                "  Alert:\n    Type: AWS::Events::Rule\n    Properties:\n",
                "      EventPattern: {source: [shop]}\n",
                "      Targets:\n        - Id: t\n          Arn: !Ref Topic\n          ",
                $input,
                "\n  Refunds:\n    Type: AWS::SNS::Subscription\n    Properties:\n",
                "      TopicArn: !Ref Topic\n      FilterPolicyScope: ",
                $scope,
                "\n      FilterPolicy: {kind: [refund]}\n"
            ),
        )
    };
}

pub(super) static RULE: Rule = Rule {
    code: "body-policy-on-text",
    severity: Severity::Warning,
    about: "a filter policy on the body of messages that are text",
    why: "With `FilterPolicyScope: MessageBody` a message that is not a JSON object is not delivered, \
          whatever the policy asks for. Looked at is what the template itself publishes to the topic: the \
          inputs of rules and schedules. What else publishes there is not known.",
    fires: &[
        alert!(
            "MessageBody",
            r##"InputTransformer: {InputPathsMap: {id: $.detail.id}, InputTemplate: '"refund <id>"'}"##
        ),
        alert!("MessageBody", r##"Input: '"a refund"'"##),
    ],
    silent: &[
        alert!(
            "MessageAttributes",
            r##"InputTransformer: {InputPathsMap: {id: $.detail.id}, InputTemplate: '"refund <id>"'}"##
        ),
        alert!(
            "MessageBody",
            r##"InputTransformer: {InputPathsMap: {id: $.detail.id}, InputTemplate: '{"kind": "refund", "id": <id>}'}"##
        ),
        alert!("MessageBody", r##"InputPath: $.detail"##),
        alert!("MessageBody", r##"Input: '"{\"kind\": \"refund\"}"'"##),
        topic!("MessageBody", r#"{"kind": ["refund"]}"#),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    if subject.found.used_by != Use::Subscription(Some(Scope::MessageBody)) {
        return;
    }
    for publisher in &subject.found.texts {
        let message = format!(
            "`{publisher}` publishes text to this topic, and a policy on the body lets only JSON objects \
             through"
        );
        let help = "publish an object, such as {\"text\": \"…\"}, or filter on message attributes";
        out.add(Draft::at_place(subject.found.start(), message).help(help));
    }
}
