//! An ARN that lacks a part.

use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "malformed-arn",
    severity: Severity::Warning,
    about: "an ARN that lacks a part",
    why: "An ARN has six parts with colons between them: `arn`, the partition, the service, the \
          region, the account and the resource. Region and account may be empty, their colons stay.",
    fires: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "resources": ["arn:aws:us-east-1:123456789012:instance/i-1"]}"##,
        ),
        Example::Pattern(r##"{"source": ["aws.s3"], "resources": ["arn:aws:s3:my-bucket"]}"##),
    ],
    silent: &[
        Example::Pattern(
            r##"{"source": ["aws.ec2"], "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-1"]}"##,
        ),
        Example::Pattern(r##"{"source": ["aws.s3"], "resources": ["arn:aws:s3:::my-bucket"]}"##),
        Example::Pattern(
            r##"{"source": ["aws.iam"], "detail": {"requestParameters": {"policyArn": ["arn:aws:iam::aws:policy/AdministratorAccess"]}}}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"kind": ["arn:x"]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        let Some(value) = plain(&matcher.kind) else {
            continue;
        };
        let parts: Vec<_> = value.splitn(6, ':').collect();
        let (Some(&"arn"), Some(partition)) = (parts.first(), parts.get(1)) else {
            continue;
        };
        if *partition != "aws" && !partition.starts_with("aws-") {
            continue;
        }
        let service = parts.get(2).copied().unwrap_or("");
        let what = match parts.len() {
            6 if service.is_empty() => "has no service",
            6 => continue,
            _ if service.matches('-').count() == 2 => "has a region where the service belongs",
            _ => "lacks a part",
        };
        let message = format!("{} {what}", shown(subject.source(matcher.span)));
        let draft = Draft::at(matcher.span, message).path(&*condition.path);
        out.add(draft.help(
            "ARNs are written arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE, all five colons included",
        ));
    }
}
