//! The forms in which a pattern can stand, and how each is written.

use serde_json::Value;
use std::fmt::Write as _;

/// A form in which a pattern can stand: the ending of the file, and how to write it.
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) ending: &'static str,
    pub(super) write: fn(&str) -> String,
    /// Whether strings lose their quotes or numbers their spelling.
    pub(super) object: bool,
    /// What `EventPattern` is called there.
    pub(super) key: &'static str,
}

pub(super) const FORMS: [Form; 14] = [
    Form {
        name: "file",
        ending: "json",
        write: |p| format!("{}\n", lines(p)),
        object: false,
        key: "",
    },
    Form {
        name: "block",
        ending: "yaml",
        write: |p| rule(&format!("|\n{}", indented(&lines(p), 8))),
        object: false,
        key: "EventPattern",
    },
    Form {
        name: "sub",
        ending: "yaml",
        write: |p| rule(&format!("!Sub |\n{}", indented(&lines(p), 8))),
        object: false,
        key: "EventPattern",
    },
    Form {
        name: "single",
        ending: "yml",
        write: |p| rule(&format!("'{}'\n", p.replace('\'', "''"))),
        object: false,
        key: "EventPattern",
    },
    Form {
        name: "double",
        ending: "yaml",
        write: |p| rule(&format!("{}\n", quoted(p))),
        object: false,
        key: "EventPattern",
    },
    Form {
        name: "flow",
        ending: "yaml",
        write: |p| rule(&format!("{p}\n")),
        object: true,
        key: "EventPattern",
    },
    Form {
        name: "object",
        ending: "template",
        write: |p| rule(&format!("\n{}", yaml(&parse(p), 8))),
        object: true,
        key: "EventPattern",
    },
    Form {
        name: "sam",
        ending: "yaml",
        write: |p| {
            format!(
                "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Events:\n        E:\n          Type: EventBridgeRule\n          Properties:\n            Pattern:\n{}",
                yaml(&parse(p), 14)
            )
        },
        object: true,
        key: "Pattern:",
    },
    Form {
        name: "cdk",
        ending: "template.json",
        write: |p| {
            format!(
                "{{\n \"Resources\": {{\n  \"R\": {{\n   \"Type\": \"AWS::Events::Rule\",\n   \"Properties\": {{\n    \"EventPattern\": {}\n   }}\n  }}\n }}\n}}\n",
                lines(p)
            )
        },
        object: true,
        key: "\"EventPattern",
    },
    Form {
        name: "text",
        ending: "json",
        write: |p| {
            format!(
                "{{\"Resources\": {{\"R\": {{\"Type\": \"AWS::Events::Rule\", \"Properties\": {{\"EventPattern\": {}}}}}}}}}\n",
                quoted(p)
            )
        },
        object: false,
        key: "\"EventPattern",
    },
    Form {
        name: "heredoc",
        ending: "tf",
        write: |p| {
            format!(
                "resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = <<-EOT\n{}  EOT\n}}\n",
                indented(&lines(p), 4)
            )
        },
        object: false,
        key: "event_pattern",
    },
    Form {
        name: "encoded",
        ending: "tf",
        write: |p| {
            format!(
                "resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = jsonencode({})\n}}\n",
                hcl(&parse(p), 2)
            )
        },
        object: false,
        key: "event_pattern",
    },
    Form {
        name: "hclstring",
        ending: "tf",
        write: |p| {
            format!(
                "resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = {}\n}}\n",
                quoted(p)
            )
        },
        object: false,
        key: "event_pattern",
    },
    Form {
        name: "serverless",
        ending: "yml",
        write: |p| {
            format!(
                "service: s\nprovider:\n  name: aws\nfunctions:\n  f:\n    handler: a.b\n    events:\n      - eventBridge:\n          pattern:\n{}",
                yaml(&parse(p), 12)
            )
        },
        object: true,
        key: "pattern:",
    },
];

fn rule(value: &str) -> String {
    format!("AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      State: ENABLED\n      EventPattern: {value}")
        .replace("EventPattern: \n", "EventPattern:\n")
}

fn parse(pattern: &str) -> Value {
    serde_json::from_str(pattern).unwrap()
}

pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// The pattern on several lines: one for each member at the top.
pub(super) fn lines(pattern: &str) -> String {
    pattern.replace(", \"", ",\n \"")
}

pub(super) fn indented(text: &str, by: usize) -> String {
    text.lines()
        .map(|line| format!("{}{line}\n", " ".repeat(by)))
        .collect()
}

/// YAML in block style, strings in quotes where they need them.
fn yaml(value: &Value, by: usize) -> String {
    let pad = " ".repeat(by);
    let mut out = String::new();
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let key = scalar(key);
                match value {
                    Value::Object(_) | Value::Array(_) => {
                        write!(out, "{pad}{key}:\n{}", yaml(value, by + 2)).unwrap();
                    }
                    other => writeln!(out, "{pad}{key}: {}", leaf(other)).unwrap(),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Object(_) | Value::Array(_) => writeln!(out, "{pad}- {item}").unwrap(),
                    other => writeln!(out, "{pad}- {}", leaf(other)).unwrap(),
                }
            }
        }
        other => writeln!(out, "{pad}{}", leaf(other)).unwrap(),
    }
    out
}

fn leaf(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || " .-_/".contains(c))
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off"]
            .contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

fn hcl(value: &Value, by: usize) -> String {
    match value {
        Value::Object(members) => {
            let pad = " ".repeat(by + 2);
            let members = members.iter().map(|(key, value)| {
                let plain = key
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
                    && key.starts_with(|c: char| c.is_ascii_alphabetic());
                let key = if plain { key.clone() } else { quoted(key) };
                format!("{pad}{key} = {}\n", hcl(value, by + 2))
            });
            format!("{{\n{}{}}}", members.collect::<String>(), " ".repeat(by))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| hcl(item, by)).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
