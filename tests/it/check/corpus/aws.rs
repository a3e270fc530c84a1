//! Mistakes about what AWS sends, in every form, and the right patterns next to them.

use super::{FORMS, Form, file, findings, folder_with, place};

/// How many mistakes are made of the list.
const COUNT: usize = 320;

/// A rule, the word at which the mistake is, the pattern, and what the word should have been.
type Slip = (&'static str, &'static str, &'static str, &'static str);

const SLIPS: [Slip; 48] = [
    (
        "detail-type-name",
        "AWS API Call via Cloudtrail",
        r#"{"source": ["aws.s3"], "detail-type": ["AWS API Call via Cloudtrail"]}"#,
        "AWS API Call via CloudTrail",
    ),
    (
        "detail-type-name",
        "AWS API Call Via CloudTrail",
        r#"{"source": ["aws.iam"], "detail-type": ["AWS API Call Via CloudTrail"]}"#,
        "AWS API Call via CloudTrail",
    ),
    (
        "detail-type-name",
        "AWS Console Sign-In via CloudTrail",
        r#"{"source": ["aws.signin"], "detail-type": ["AWS Console Sign-In via CloudTrail"]}"#,
        "AWS Console Sign In via CloudTrail",
    ),
    (
        "detail-type-name",
        "Scheduled event",
        r#"{"source": ["aws.events"], "detail-type": ["Scheduled event"]}"#,
        "Scheduled Event",
    ),
    (
        "detail-type-name",
        "S3 Object Created",
        r#"{"source": ["aws.s3"], "detail-type": ["S3 Object Created"]}"#,
        "Object Created",
    ),
    (
        "detail-type-name",
        "ObjectCreated:Put",
        r#"{"source": ["aws.s3"], "detail-type": ["ObjectCreated:Put"]}"#,
        "Object Created",
    ),
    (
        "detail-type-name",
        "s3:ObjectRemoved:Delete",
        r#"{"source": ["aws.s3"], "detail-type": ["s3:ObjectRemoved:Delete"]}"#,
        "Object Deleted",
    ),
    (
        "detail-type-name",
        "ECS Task State",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State"]}"#,
        "ECS Task State Change",
    ),
    (
        "detail-type-name",
        "EC2 Instance State-Change Notification",
        r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-Change Notification"]}"#,
        "EC2 Instance State-change Notification",
    ),
    (
        "detail-type-name",
        "Guardduty Finding",
        r#"{"source": ["aws.guardduty"], "detail-type": ["Guardduty Finding"]}"#,
        "GuardDuty Finding",
    ),
    (
        "detail-type-name",
        "AWS Health event",
        r#"{"source": ["aws.health"], "detail-type": ["AWS Health event"]}"#,
        "AWS Health Event",
    ),
    (
        "detail-type-name",
        "Codebuild Build State Change",
        r#"{"source": ["aws.codebuild"], "detail-type": ["Codebuild Build State Change"]}"#,
        "CodeBuild Build State Change",
    ),
    (
        "source-name",
        "s3",
        r#"{"source": ["s3"], "detail-type": ["Object Created"]}"#,
        "aws.s3",
    ),
    (
        "source-name",
        "ecs",
        r#"{"source": ["ecs"], "detail-type": ["ECS Task State Change"]}"#,
        "aws.ecs",
    ),
    (
        "source-name",
        "aws:s3",
        r#"{"source": ["aws:s3"], "detail-type": ["Object Created"]}"#,
        "aws.s3",
    ),
    (
        "source-name",
        "aws.guarduty",
        r#"{"source": ["aws.guarduty"], "detail-type": ["GuardDuty Finding"]}"#,
        "aws.guardduty",
    ),
    (
        "source-name",
        "amazon.ec2",
        r#"{"source": ["amazon.ec2"], "detail-type": ["EC2 Instance State-change Notification"]}"#,
        "aws.ec2",
    ),
    (
        "impossible-value",
        "aws.ECS",
        r#"{"source": ["aws.ECS"], "detail-type": ["ECS Task State Change"]}"#,
        "aws.ecs",
    ),
    (
        "undocumented-value",
        "STOPPED",
        r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["STOPPED"]}}"#,
        "stopped",
    ),
    (
        "undocumented-value",
        "Terminated",
        r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"state": ["Terminated"]}}"#,
        "terminated",
    ),
    (
        "undocumented-value",
        "stopped",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"lastStatus": ["stopped"]}}"#,
        "STOPPED",
    ),
    (
        "undocumented-value",
        "FAILURE",
        r#"{"source": ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"], "detail": {"build-status": ["FAILURE"]}}"#,
        "FAILED",
    ),
    (
        "undocumented-value",
        "InProgress",
        r#"{"source": ["aws.codepipeline"], "detail-type": ["CodePipeline Pipeline Execution State Change"], "detail": {"state": ["InProgress"]}}"#,
        "STARTED",
    ),
    (
        "undocumented-value",
        "Critical",
        r#"{"source": ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"], "detail": {"findings": {"Severity": {"Label": ["Critical"]}}}}"#,
        "CRITICAL",
    ),
    (
        "undocumented-value",
        "fargate",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"launchType": ["fargate"]}}"#,
        "FARGATE",
    ),
    (
        "undocumented-value",
        "scheduled_change",
        r#"{"source": ["aws.health"], "detail-type": ["AWS Health Event"], "detail": {"eventTypeCategory": ["scheduled_change"]}}"#,
        "scheduledChange",
    ),
    (
        "undocumented-value",
        "PostObject",
        r#"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"reason": ["PostObject"]}}"#,
        "POST Object",
    ),
    (
        "wrong-type",
        "HIGH",
        r#"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "detail": {"severity": ["HIGH"]}}"#,
        "",
    ),
    (
        "misspelt-field",
        "containres",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containres": [{"exists": true}]}}"#,
        "",
    ),
    (
        "misspelt-field",
        "eventTypeCatagory",
        r#"{"source": ["aws.health"], "detail-type": ["AWS Health Event"], "detail": {"eventTypeCatagory": ["issue"]}}"#,
        "eventTypeCategory",
    ),
    (
        "misspelt-field",
        "instanceId",
        r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"instanceId": ["i-036480ae259e5db64"]}}"#,
        "instance-id",
    ),
    (
        "misspelt-field",
        "laststatus",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"laststatus": ["STOPPED"]}}"#,
        "lastStatus",
    ),
    (
        "misspelt-field",
        "exit_code",
        r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exit_code": [1]}}}"#,
        "exitCode",
    ),
    (
        "misspelt-field",
        "buildstatus",
        r#"{"source": ["aws.codebuild"], "detail-type": ["CodeBuild Build State Change"], "detail": {"buildstatus": ["FAILED"]}}"#,
        "build-status",
    ),
    (
        "misspelt-field",
        "resources",
        r#"{"source": ["aws.ec2"], "detail-type": ["EC2 Instance State-change Notification"], "detail": {"resources": [{"prefix": "arn:aws:ec2:"}]}}"#,
        "",
    ),
    (
        "object-as-value",
        "exports",
        r#"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": ["exports"]}}"#,
        "",
    ),
    (
        "object-as-value",
        "photo.jpg",
        r#"{"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"object": ["photo.jpg"]}}"#,
        "",
    ),
    (
        "no-resources",
        "resources",
        r#"{"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"], "resources": [{"prefix": "arn:aws:ec2:"}]}"#,
        "",
    ),
    (
        "api-name",
        "RunInstance",
        r#"{"source": ["aws.ec2"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2.amazonaws.com"], "eventName": ["RunInstance"]}}"#,
        "RunInstances",
    ),
    (
        "api-name",
        "PutPublicAccessBlock",
        r#"{"source": ["aws.s3"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["PutPublicAccessBlock"]}}"#,
        "PutBucketPublicAccessBlock",
    ),
    (
        "api-name",
        "UpdateFunctionCode",
        r#"{"source": ["aws.lambda"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["UpdateFunctionCode"]}}"#,
        "UpdateFunctionCode20150331v2",
    ),
    (
        "api-name",
        "createUser",
        r#"{"source": ["aws.iam"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["createUser"]}}"#,
        "CreateUser",
    ),
    (
        "api-name",
        "ConsoleLogin",
        r#"{"source": ["aws.signin"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["ConsoleLogin"]}}"#,
        "",
    ),
    (
        "api-name",
        "CreateAccountResult",
        r#"{"source": ["aws.organizations"], "detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventName": ["CreateAccountResult"]}}"#,
        "",
    ),
    (
        "event-source-name",
        "ec2",
        r#"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["ec2"], "eventName": ["RunInstances"]}}"#,
        "ec2.amazonaws.com",
    ),
    (
        "event-source-name",
        "aws.iam",
        r#"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["aws.iam"], "eventName": ["CreateUser"]}}"#,
        "iam.amazonaws.com",
    ),
    (
        "event-source-name",
        "KMS.amazonaws.com",
        r#"{"detail-type": ["AWS API Call via CloudTrail"], "detail": {"eventSource": ["KMS.amazonaws.com"], "eventName": ["ScheduleKeyDeletion"]}}"#,
        "kms.amazonaws.com",
    ),
    (
        "source-of-detail-type",
        "ECS Task State Change",
        r#"{"source": ["aws.ec2"], "detail-type": ["ECS Task State Change"]}"#,
        "",
    ),
];

#[test]
fn slips_about_what_aws_sends_are_found_in_every_form() {
    let seeded: Vec<(&Form, usize, &Slip)> = (0..COUNT)
        .map(|number| {
            let (index, round) = (number % SLIPS.len(), number / SLIPS.len());
            let form = &FORMS[(index * 5 + round * 3) % FORMS.len()];
            (form, number, &SLIPS[index])
        })
        .collect();
    let files: Vec<_> = seeded
        .iter()
        .map(|(form, number, slip)| file(form, *number, slip.2))
        .collect();
    let folder = folder_with(&files);
    let found = findings(folder.path());
    let mut missed = Vec::new();
    for ((form, _, (code, word, ..)), (name, text)) in seeded.iter().zip(&files) {
        let (line, column) = place(form, word, text);
        let all = found.get(name).map_or(&[][..], Vec::as_slice);
        let is_it = |f: &&serde_json::Value| f["code"] == *code && f["line"] == line;
        if !all.iter().any(|f| is_it(&f)) {
            missed.push(format!("{name}: {code} at {line}:{column}, but {all:?}"));
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {COUNT}:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn the_right_word_is_named_and_has_no_finding() {
    let files: Vec<_> = SLIPS
        .iter()
        .enumerate()
        .map(|(number, (.., pattern, _))| file(&FORMS[0], number, pattern))
        .collect();
    let folder = folder_with(&files);
    let found = findings(folder.path());
    let mut corrected = Vec::new();
    for ((code, word, pattern, right), (name, _)) in SLIPS.iter().zip(&files) {
        if right.is_empty() {
            continue;
        }
        let finding = found[name].iter().find(|f| f["code"] == *code).unwrap();
        let help = finding["help"].as_str().unwrap();
        assert!(help.contains(right), "{code} {word}: {help}");
        let pattern = pattern.replace(&format!("{word}\""), &format!("{right}\""));
        corrected.push(file(&FORMS[0], corrected.len(), &pattern));
    }
    let folder = folder_with(&corrected);
    for (name, all) in findings(folder.path()) {
        let bad: Vec<_> = all
            .iter()
            .filter(|f| SLIPS.iter().any(|slip| f["code"] == slip.0))
            .collect();
        assert!(bad.is_empty(), "{name}: {bad:?}");
    }
}
