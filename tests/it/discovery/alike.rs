//! Values that have the name of a pattern and are none, and patterns with unusual names.

use super::{extracted, run};
use crate::cli::directory_with;

/// What `check` says of these files.
fn checked(files: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    run(directory_with(&files).path(), &["check"])
}

#[test]
fn for_each_is_not_an_argument_of_a_resource() {
    let text = r#"locals {
  rules = {
    on  = { event_pattern = { source = ["lamp"], detail-type = ["On"] } }
    off = { event_pattern = { source = ["lamp"], detail-type = ["Off"] } }
  }
}
resource "aws_cloudwatch_event_rule" "each" {
  for_each      = local.rules
  event_pattern = jsonencode(each.value.event_pattern)
}
"#;
    assert_eq!(
        extracted(&[("main.tf", text)]),
        [
            r#"main.tf:9 aws_cloudwatch_event_rule.each["on"] rule {"detail-type":["On"],"source":["lamp"]}"#,
            r#"main.tf:9 aws_cloudwatch_event_rule.each["off"] rule {"detail-type":["Off"],"source":["lamp"]}"#,
        ]
    );
    let (code, out, _) = checked(&[("main.tf", text)]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("no findings in 2 patterns"), "{out}");
}

#[test]
fn patterns_in_the_for_each_of_a_module_count_once() {
    let text = |argument: &str| {
        format!(
            "locals {{\n  rules = {{\n    on  = {{ event_pattern = {{ source = [\"on\"] }} }}\n    off = {{ event_pattern = {{ source = [\"off\"] }} }}\n  }}\n}}\nmodule \"m\" {{\n  source   = \"./rule\"\n  for_each = local.rules\n  {argument}\n}}\n"
        )
    };
    assert_eq!(
        extracted(&[("main.tf", &text("event_pattern = each.value.event_pattern"))]),
        [
            r#"main.tf:3 module.m["on"] rule {"source":["on"]}"#,
            r#"main.tf:4 module.m["off"] rule {"source":["off"]}"#,
        ]
    );
    // Under a name that does not tell.
    assert_eq!(
        extracted(&[("main.tf", &text("what = each.value.event_pattern"))]),
        [
            r#"main.tf:3 module.m.on rule {"source":["on"]}"#,
            r#"main.tf:4 module.m.off rule {"source":["off"]}"#,
        ]
    );
}

#[test]
fn filters_of_logs_are_not_patterns() {
    let values = r#"metrics = [
  { filter_pattern = "{ ($.errorCode = \"*Refused\") || ($.errorCode = \"Denied*\") }" },
  { filter_pattern = "{ $.identity.type = \"Root\" && $.by NOT EXISTS }" },
  { filter_pattern = "{($.source = kms) && ($.name=Disable)}" },
  { filter_pattern = "[ip, user, status_code = 4*]" },
]
"#;
    let module = format!("module \"alarms\" {{\n  source = \"./alarms\"\n  {values}}}\n");
    for files in [[("a.auto.tfvars", values)], [("main.tf", &module)]] {
        let (code, out, err) = checked(&files);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
        assert!(err.contains("found nothing to check"), "{err}");
    }
    // One that is a pattern, in the same place.
    let (code, out, _) = checked(&[(
        "a.tfvars",
        "queues = [{ filter_pattern = \"{\\\"body\\\": {\\\"k\\\": \\\"v\\\"}}\" }]\n",
    )]);
    assert_eq!(code, Some(1), "{out}");
}

#[test]
fn resources_of_other_clouds_have_no_patterns() {
    let text = r#"resource "azurerm_signalr_service" "s" {
  upstream_endpoint {
    category_pattern = ["connections"]
    event_pattern    = ["*"]
  }
}
resource "google_thing" "t" {
  event_pattern = "{"
}
"#;
    let (code, out, err) = checked(&[("main.tf", text)]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
}

#[test]
fn arguments_called_event_rule_pattern() {
    let values = "watch_event_rule_pattern = {\n  source = [\"lamp\"]\n}\n";
    let module = format!("module \"m\" {{\n  source = \"./m\"\n  {values}}}\n");
    assert_eq!(
        extracted(&[("a.tfvars", values), ("main.tf", &module)]),
        [
            r#"a.tfvars:1 watch_event_rule_pattern rule {"source":["lamp"]}"#,
            r#"main.tf:3 module.m.watch_event_rule_pattern rule {"source":["lamp"]}"#,
        ]
    );
}

#[test]
fn a_pattern_that_another_tool_fills_in_is_not_known() {
    let rule = |pattern: &str| {
        format!(
            "Parameters:\n  Given:\n    Type: String\nResources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {pattern}\n"
        )
    };
    for name in ["a.tpl", "a.yaml"] {
        for pattern in ["${event_pattern}", "'${ event_pattern }'"] {
            let (code, out, err) = checked(&[(name, &rule(pattern))]);
            assert_eq!(code, Some(0), "{name} {pattern}: {out}{err}");
            assert!(
                out.contains("1 more is not known before deployment"),
                "{out}"
            );
        }
        // CloudFormation has this one, and puts it nowhere without Fn::Sub.
        let (code, out, _) = checked(&[(name, &rule("${Given}"))]);
        assert_eq!(code, Some(1), "{name}: {out}");
    }
}

#[test]
fn a_policy_with_more_about_it() {
    let text = r#"module "topic" {
  source = "./topic"
  subscriptions = [
    {
      filter_policy = {
        enabled = true
        policy  = jsonencode({ shop = ["north"] })
      }
    },
    { filter_policy = { policy = ["silver"] } },
  ]
}
"#;
    assert_eq!(
        extracted(&[("main.tf", text)]),
        [
            r#"main.tf:7 module.topic[0] sns-subscription {"shop":["north"]}"#,
            r#"main.tf:10 module.topic[1] sns-subscription {"policy":["silver"]}"#,
        ]
    );
}
