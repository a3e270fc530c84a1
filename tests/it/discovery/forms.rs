//! The forms in which patterns stand in templates.

use super::{extracted, run};
use crate::cli::directory_with;

const RULE: &str = "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = ";

fn rule(pattern: &str) -> String {
    format!("{RULE}{pattern}\n}}\n")
}

#[test]
fn arguments_of_terraform_modules() {
    let text = r#"module "lights" {
  source        = "./lights"
  event_pattern = jsonencode({ source = ["lamp"] })
  rules = {
    on  = { event_pattern = jsonencode({ source = ["on"] }) }
    off = [{ late_event_pattern = { source = ["off"] } }]
  }
  event_source_mapping = {
    q = { filter_criteria = [{ pattern = jsonencode({ body = { k = ["v"] } }) }] }
  }
  dim_filter_policy  = jsonencode({ level = ["low"] })
  log_filter_pattern = "?ERROR ?WARN"
}
"#;
    assert_eq!(
        extracted(&[("main.tf", text)]),
        [
            r#"main.tf:3 module.lights rule {"source":["lamp"]}"#,
            r#"main.tf:5 module.lights.on rule {"source":["on"]}"#,
            r#"main.tf:6 module.lights.off[0].late_event_pattern rule {"source":["off"]}"#,
            r#"main.tf:9 module.lights.q.filter_criteria[0] event-source-mapping {"body":{"k":["v"]}}"#,
            r#"main.tf:11 module.lights.dim_filter_policy sns-subscription {"level":["low"]}"#,
        ]
    );
}

#[test]
fn values_that_terraform_works_out() {
    let of = |pattern: &str, before: &str| {
        let text = format!("{}{before}", rule(pattern));
        let found = extracted(&[
            ("main.tf", &text),
            (
                "other.tf",
                "locals {\n  far = \"away\"\n  deep = { a = [{ b = \"in\" }] }\n}\n",
            ),
            ("p.json", "{\"source\": [\"json\"]}"),
            ("p.yaml", "source: [yaml]\n"),
            ("terraform.tfvars", "given = \"file\"\n"),
        ]);
        let found: Vec<_> = found
            .into_iter()
            .filter(|found| found.starts_with("main.tf") || found.starts_with("p."))
            .collect();
        found
            .iter()
            .map(|found| {
                found
                    .split_once(" rule ")
                    .map_or("", |(_, text)| text)
                    .to_owned()
            })
            .collect::<Vec<_>>()
    };
    for (pattern, before, expected) in [
        (
            "jsonencode({ source = [local.far] })",
            "",
            r#"{"source":["away"]}"#,
        ),
        (
            "jsonencode({ source = [local.deep.a[0][\"b\"]] })",
            "",
            r#"{"source":["in"]}"#,
        ),
        (
            "jsonencode(merge({ source = [\"a\"] }, { source = [\"b\"] }, null))",
            "",
            r#"{"source":["b"]}"#,
        ),
        (
            "jsonencode({ source = concat([\"a\"], tolist([\"b\"])) })",
            "",
            r#"{"source":["a","b"]}"#,
        ),
        (
            "jsonencode(jsondecode(file(\"${path.module}/p.json\")))",
            "",
            r#"{"source":["json"]}"#,
        ),
        (
            "jsonencode(yamldecode(file(\"p.yaml\")))",
            "",
            r#"{"source":["yaml"]}"#,
        ),
        (
            "jsonencode({ source = [var.x] })",
            "variable \"x\" {\n  default = \"usual\"\n}\n",
            r#"{"source":["usual"]}"#,
        ),
        (
            "jsonencode({ source = [var.given] })",
            "variable \"given\" {\n  default = \"usual\"\n}\n",
            r#"{"source":["file"]}"#,
        ),
        (
            "jsonencode({ source = [var.x] })",
            "variable \"x\" {\n  default = \"\"\n}\n",
            r#""{\"source\":[${var.x}]}""#,
        ),
        (
            "jsonencode({ detail = { bucket = { name = [aws_s3_bucket.b.id] } } })",
            "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"pictures\"\n}\n",
            r#"{"detail":{"bucket":{"name":["pictures"]}}}"#,
        ),
        (
            "jsonencode({ source = [format(\"my.%s-%d\", \"a\", 1), join(\"-\", [\"b\", \"c\"])] })",
            "",
            r#"{"source":["my.a-1","b-c"]}"#,
        ),
        (
            "jsonencode({ source = [for s in [\"a\", \"b\"] : \"my.${s}\"] })",
            "",
            r#"{"source":["my.a","my.b"]}"#,
        ),
        (
            "jsonencode({ source = [lookup({ a = \"x\" }, \"b\", \"none\")] })",
            "",
            r#"{"source":["none"]}"#,
        ),
    ] {
        // The file is a pattern by itself too.
        let found = of(pattern, before);
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{pattern}"
        );
    }
}

#[test]
fn each_instance_of_for_each() {
    let text = r#"locals {
  rules = {
    up   = { source = ["up"] }
    down = { source = ["down"], extra = { detail = 1 } }
  }
}
resource "aws_cloudwatch_event_rule" "all" {
  for_each      = local.rules
  event_pattern = jsonencode({ source = each.value.source, detail-type = [each.key] })
}
resource "aws_cloudwatch_event_rule" "some" {
  for_each      = var.rules
  event_pattern = jsonencode(each.value)
}
resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn = aws_sqs_queue.q.arn
  filter_criteria {
    dynamic "filter" {
      for_each = toset(["x", "y"])
      content {
        pattern = jsonencode({ body = { k = [filter.value] } })
      }
    }
  }
}
"#;
    assert_eq!(
        extracted(&[("main.tofu", text)]),
        [
            r#"main.tofu:9 aws_cloudwatch_event_rule.all["up"] rule {"detail-type":["up"],"source":["up"]}"#,
            r#"main.tofu:9 aws_cloudwatch_event_rule.all["down"] rule {"detail-type":["down"],"source":["down"]}"#,
            r#"main.tofu:21 aws_lambda_event_source_mapping.m.filter[0] event-source-mapping {"body":{"k":["x"]}}"#,
            r#"main.tofu:21 aws_lambda_event_source_mapping.m.filter[1] event-source-mapping {"body":{"k":["y"]}}"#,
        ]
    );
}

#[test]
fn keys_that_stand_twice_in_hcl() {
    let text = "locals {\n  t = {\n    \"a b\" = 1\n    \"a b\" = 2\n    x = 1\n    x = 2\n    x = 3\n  }\n}\n".to_owned()
        + &rule("jsonencode({\n    source = [\"first\"]\n    source = [\"last\"]\n  })");
    assert_eq!(
        extracted(&[("main.tf", &text)]),
        [r#"main.tf:11 aws_cloudwatch_event_rule.r rule {"source":["last"]}"#]
    );
}

#[test]
fn inputs_of_terragrunt_and_values_of_variables() {
    let inputs = "inputs = {\n  event_pattern = jsonencode({ source = [\"t\"] })\n}\n";
    let values = "rules = {\n  a = { event_pattern = \"{\\\"source\\\": [\\\"v\\\"]}\" }\n}\n";
    assert_eq!(
        extracted(&[("live/terragrunt.hcl", inputs), ("prod.tfvars", values)]),
        [
            r#"live/terragrunt.hcl:2 inputs rule {"source":["t"]}"#,
            r#"prod.tfvars:2 rules.a rule {"source":["v"]}"#,
        ]
    );
}

#[test]
fn plans_and_states() {
    let plan = r#"{"format_version": "1.2", "planned_values": {"root_module": {
"resources": [
{"address": "aws_cloudwatch_event_rule.a", "type": "aws_cloudwatch_event_rule", "mode": "managed", "values": {"event_pattern": "{\"source\":[\"plan\"]}"}},
{"address": "aws_sns_topic_subscription.s", "type": "aws_sns_topic_subscription", "values": {"filter_policy": "{\"k\":[\"v\"]}", "filter_policy_scope": "MessageBody"}},
{"address": "aws_cloudwatch_event_rule.every", "type": "aws_cloudwatch_event_rule", "values": {"event_pattern": null}}],
"child_modules": [{"resources": [
{"address": "module.m.aws_pipes_pipe.p[0]", "type": "aws_pipes_pipe", "values": {"source_parameters": [{"filter_criteria": [{"filter": [{"pattern": "{\"data\":[1]}"}]}]}]}}]}]}},
"resource_changes": [{"address": "aws_cloudwatch_event_rule.later", "change": {"after_unknown": {"event_pattern": true}}}]}"#;
    let state = r#"{"version": 4, "terraform_version": "1.9.0", "resources": [
{"module": "module.m", "mode": "managed", "type": "aws_cloudwatch_event_rule", "name": "a", "instances": [{"index_key": "k", "attributes": {"event_pattern": "{\"source\":[\"state\"]}"}}]},
{"mode": "data", "type": "aws_cloudwatch_event_rule", "name": "d", "instances": [{"attributes": {"event_pattern": "{}"}}]}]}"#;
    let files = [("plan.json", plan), ("terraform.tfstate", state)];
    assert_eq!(
        extracted(&files),
        [
            r#"plan.json:3 aws_cloudwatch_event_rule.a rule {"source":["plan"]}"#,
            r#"plan.json:4 aws_sns_topic_subscription.s sns-subscription {"k":["v"]}"#,
            r#"plan.json:7 module.m.aws_pipes_pipe.p[0].filter[0] pipe {"data":[1]}"#,
            r#"terraform.tfstate:2 module.m.aws_cloudwatch_event_rule.a["k"] rule {"source":["state"]}"#,
        ]
    );
    let directory = directory_with(&[("plan.json", plan.as_bytes())]);
    let (code, out, _) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(
        out.contains("1 more is not known before deployment"),
        "{out}"
    );
}

#[test]
fn a_service_in_several_files() {
    let service = "service: shop\nprovider: {name: aws}\nfunctions:\n  - ${file(f/a.yml)}\n  - ${file('f/b.yml'):functions, null}\nresources:\n  - ${file(res.yml)}\ncustom: ${file(c.${opt:stage}.yml)}\n";
    let a = "one:\n  events:\n    - eventBridge: {pattern: {source: [a]}}\n";
    let b = "functions:\n  two: ${file(f/two.json)}\n";
    let two = "{\"events\": [{\"eventBridge\": {\"pattern\": {\"source\": [\"b\"]}}}]}";
    let resources = "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties: {EventPattern: {source: [r]}}\n";
    let found = extracted(&[
        ("serverless.yml", service),
        ("f/a.yml", a),
        ("f/b.yml", b),
        ("f/two.json", two),
        ("res.yml", resources),
    ]);
    for expected in [
        r#"f/a.yml:3 one.events[0] rule {"source":["a"]}"#,
        r#"f/two.json:1 two.events[0] rule {"source":["b"]}"#,
        r#"res.yml:4 R rule {"source":["r"]}"#,
    ] {
        assert!(
            found.iter().any(|found| found == expected),
            "{expected}: {found:?}"
        );
    }
}

/// `AWS::Include`, as `aws cloudformation package` takes files in: for a value and beside other members;
/// what lies elsewhere is left alone.
#[test]
fn a_template_that_includes_files() {
    let include = |file: &str| {
        format!("Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: {file}}}}}")
    };
    let rule = |name: &str, pattern: &str| {
        format!("{name}:\n  Type: AWS::Events::Rule\n  Properties:\n    EventPattern: {pattern}\n")
    };
    let value = format!(
        "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        {}\n",
        include("pattern.json")
    );
    let beside = format!(
        "Resources:\n  {}\n  B:\n    Type: AWS::Events::Rule\n    Properties: {{EventPattern: {{source: [b]}}}}\n",
        include("part.txt.yaml")
    );
    let elsewhere = "Resources:\n  D:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [d], detail: !Transform {Name: AWS::Include, Parameters: {Location: 's3://b/k.json'}}}\n";
    let found = extracted(&[
        ("beside.yaml", &beside),
        ("elsewhere.yaml", elsewhere),
        ("part.txt.yaml", &rule("Included", "{source: [included]}")),
        ("pattern.json", "{\"source\": [\"taken in\"]}"),
        ("value.yaml", &value),
    ]);
    for expected in [
        r#"pattern.json:1 R rule {"source":["taken in"]}"#,
        r#"part.txt.yaml:4 Included rule {"source":["included"]}"#,
        r#"beside.yaml:5 B rule {"source":["b"]}"#,
    ] {
        assert!(
            found.iter().any(|found| found == expected),
            "{expected}: {found:#?}"
        );
    }
    assert!(
        !found
            .iter()
            .any(|found| found.contains(" D rule {\"source\":[\"d\"]}")),
        "{found:#?}"
    );
}

#[test]
fn templates_in_templates_and_parts_of_them() {
    let set = "Resources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n        Resources:\n          R:\n            Type: AWS::Events::Rule\n            Properties:\n              EventPattern: {source: [inside]}\n";
    let text = "{\"Resources\": {\"Set\": {\"Type\": \"AWS::CloudFormation::StackSet\", \"Properties\": {\"TemplateBody\": \"{\\\"Resources\\\": {\\\"R\\\": {\\\"Type\\\": \\\"AWS::Events::Rule\\\", \\\"Properties\\\": {\\\"EventPattern\\\": {\\\"source\\\": [\\\"text\\\"]}}}}}\"}}}}";
    let one = "Type: AWS::Events::Rule\nProperties:\n  EventPattern: {source: [alone]}\n";
    let part = "R:\n  Type: AWS::Events::Rule\n  Properties:\n    EventPattern: {source: [part]}\n";
    let comma = "{\"Resources\": {\"R\": {\"Type\": \"AWS::Events::Rule\", \"Properties\": {\"EventPattern\": {\"source\": [\"comma\",],},},},},}";
    let reply = "{\"TemplateBody\": \"Resources: {R: {Type: 'AWS::Events::Rule', Properties: {EventPattern: {source: [reply]}}}}\"}";
    assert_eq!(
        extracted(&[
            ("comma.json", comma),
            ("one.yaml", one),
            ("part.yml", part),
            ("reply.json", reply),
            ("set.yaml", set),
            ("text.json", text),
            ("x.tpl", &set.replace("inside", "tpl")),
        ]),
        [
            r#"comma.json:1 R rule {"source":["comma"]}"#,
            r#"one.yaml:3 Rule rule {"source":["alone"]}"#,
            r#"part.yml:4 R rule {"source":["part"]}"#,
            r#"reply.json:1 R rule {"source":["reply"]}"#,
            r#"set.yaml:10 Set.R rule {"source":["inside"]}"#,
            r#"text.json:1 Set.R rule {"source":["text"]}"#,
            r#"x.tpl:10 Set.R rule {"source":["tpl"]}"#,
        ]
    );
}

#[test]
fn other_tools() {
    let kubernetes = "apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n---\napiVersion: eventbridge.services.k8s.aws/v1alpha1\nkind: Rule\nmetadata: {name: ack}\nspec:\n  eventPattern: |\n    {\"source\": [\"ack\"]}\n---\napiVersion: cloudwatchevents.aws.upbound.io/v1beta1\nkind: Rule\nmetadata: {name: cross}\nspec: {forProvider: {eventPattern: '{\"source\": [\"cross\"]}'}}\n";
    let pulumi = "name: shop\nruntime: yaml\nresources:\n  paid:\n    type: aws:cloudwatch:EventRule\n    properties:\n      eventPattern: {fn::toJSON: {source: [pulumi]}}\n";
    let preview = "{\"steps\": [{\"newState\": {\"urn\": \"urn:pulumi:d::s::aws:cloudwatch/eventRule:EventRule::seen\", \"type\": \"aws:cloudwatch/eventRule:EventRule\", \"inputs\": {\"eventPattern\": \"{\\\"source\\\":[\\\"preview\\\"]}\"}}}]}";
    let ansible = "- hosts: all\n  tasks:\n    - block:\n        - amazon.aws.cloudwatchevent_rule: {name: paid, event_pattern: '{\"source\": [\"{{ src }}\"]}'}\n";
    let terraform = "{\"resource\": {\"aws_sns_topic_subscription\": {\"s\": {\"filter_policy\": \"{\\\"k\\\": [\\\"v\\\"]}\"}}}, \"module\": {\"m\": {\"source\": \"./m\", \"event_pattern\": \"{\\\"source\\\": [\\\"json\\\"]}\"}}}";
    assert_eq!(
        extracted(&[
            ("Pulumi.yaml", pulumi),
            ("ansible.yml", ansible),
            ("k8s.yaml", kubernetes),
            ("main.tf.json", terraform),
            ("preview.json", preview),
        ]),
        [
            r#"Pulumi.yaml:7 paid rule {"source":["pulumi"]}"#,
            r#"ansible.yml:4 paid rule {"source":["${src}"]}"#,
            r#"k8s.yaml:10 ack rule {"source":["ack"]}"#,
            r#"k8s.yaml:15 cross rule {"source":["cross"]}"#,
            r#"main.tf.json:1 aws_sns_topic_subscription.s sns-subscription {"k":["v"]}"#,
            r#"main.tf.json:1 module.m rule {"source":["json"]}"#,
            r#"preview.json:1 seen rule {"source":["preview"]}"#,
        ]
    );
}

#[test]
fn filters_whose_rules_are_not_known_are_seen_and_not_judged() {
    let template = "Parameters: {Scope: {Type: String}}\nResources:\n  S:\n    Type: AWS::SNS::Subscription\n    Properties: {FilterPolicyScope: !Ref Scope, FilterPolicy: {kind: [refund]}}\n  E: {Type: AWS::Evidently::Segment, Properties: {Pattern: '{\"a\": [1]}'}}\n  R: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [a], detail-type: [b]}}}\n";
    let directory = directory_with(&[
        ("t.yaml", template.as_bytes()),
        (
            "e.json",
            b"{\"source\": \"a\", \"detail-type\": \"b\", \"kind\": \"refund\"}",
        ),
    ]);
    let (code, out, err) = run(directory.path(), &["check"]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("no findings in 1 pattern of 1 file"), "{out}");
    for line in [
        "1 filter policy of an SNS subscription was found and not judged: t.yaml#S",
        "1 pattern of CloudWatch Evidently, which has ended was found and not judged: t.yaml#E",
    ] {
        assert!(err.contains(line), "{err}");
    }
    let (code, out, _) = run(directory.path(), &["match", "-p", "t.yaml", "e.json"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("t.yaml#R") && !out.contains("#S"), "{out}");
    let (code, _, err) = run(directory.path(), &["match", "-p", "t.yaml#S", "e.json"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("`S` is a filter policy of an SNS subscription"),
        "{err}"
    );
}

#[test]
fn filters_are_judged_by_the_rules_of_their_place() {
    let template = "Resources:\n  S:\n    Type: AWS::SNS::Subscription\n    Properties: {FilterPolicy: {kind: refund}}\n  V:\n    Type: AWS::EventsV2::Subscriber\n    Properties: {FilterConfiguration: {Filters: [{Scope: METADATA, Pattern: '{\"a\": 1}'}]}}\n  N: {Type: AWS::Notifications::EventRule, Properties: {EventPattern: '{\"a\": 1}'}}\n";
    let directory = directory_with(&[("t.yaml", template.as_bytes())]);
    let (code, out, err) = run(directory.path(), &["check"]);
    assert_eq!((code, err.as_str()), (Some(1), ""), "{out}");
    assert!(out.contains("3 errors in 3 patterns of 1 file"), "{out}");
}

#[test]
fn defaults_are_used_and_said_once() {
    let template = "Parameters:\n  Stage: {Type: String, Default: dev}\n  Empty: {Type: String, Default: ''}\n  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /path}\nResources:\n  B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub 'in-${Stage}'}}\n  R1: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [!Ref Stage], detail: {b: [!Ref B]}}}}\n  R2: {Type: AWS::Events::Rule, Properties: {EventPattern: !Sub '{\"source\": [\"x.${Stage}\", \"${Empty}\", \"${Stored}\"]}'}}\n";
    let directory = directory_with(&[
        ("t.yaml", template.as_bytes()),
        (
            "e.json",
            b"{\"source\": \"dev\", \"detail\": {\"b\": \"in-dev\"}}",
        ),
    ]);
    let (code, _, err) = run(directory.path(), &["match", "-p", "t.yaml", "e.json"]);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(err.matches("Stage = dev").count(), 1, "{err}");
    assert!(err.contains("`Empty` is not known") && err.contains("`Stored` is not known"));
    let given = ["match", "-p", "t.yaml#R1", "e.json", "--var", "Stage=live"];
    let (code, _, err) = run(directory.path(), &given);
    assert_eq!(code, Some(1), "{err}");
}
