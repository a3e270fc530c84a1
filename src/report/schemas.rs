//! JSON Schemas of what the commands write for programs, made of the types that are written.

use super::machine::ErrorLine;
use super::{
    check_json, compare_json, explain_report, generate_report, match_machine, overlap_json,
    scan_report, verify,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

/// What a command writes for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// `check --format json`, and the lines of jsonl
    Check,
    /// `compare --format json`
    Compare,
    /// `explain --format json`
    Explain,
    /// `generate --format json`
    Generate,
    /// `match --format json`, and the lines of jsonl
    Match,
    /// `overlap --format json`
    Overlap,
    /// A line of `scan --format jsonl`
    Scan,
    /// `verify --format json`
    Verify,
    /// `verify --list --format json`
    VerifyList,
}

/// A line of JSON Lines: a result, or what is wrong with the input.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[allow(dead_code, reason = "only its schema is of use")]
enum Line<T> {
    /// A result.
    Result(T),
    /// What is wrong with the input; such lines stand behind the others.
    Error(ErrorLine<'static>),
}

impl Output {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Check,
        Self::Compare,
        Self::Explain,
        Self::Generate,
        Self::Match,
        Self::Overlap,
        Self::Scan,
        Self::Verify,
        Self::VerifyList,
    ];

    /// Its name, as the command line has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Compare => "compare",
            Self::Explain => "explain",
            Self::Generate => "generate",
            Self::Match => "match",
            Self::Overlap => "overlap",
            Self::Scan => "scan",
            Self::Verify => "verify",
            Self::VerifyList => "verify-list",
        }
    }

    /// What it is of.
    pub fn about(self) -> &'static str {
        match self {
            Self::Check => "`check --format json`; the lines of jsonl under `$defs/Line`",
            Self::Compare => "`compare --format json`",
            Self::Explain => "`explain --format json`",
            Self::Generate => "`generate --format json`",
            Self::Match => "`match --format json`; the lines of jsonl under `$defs/Line`",
            Self::Overlap => "`overlap --format json`",
            Self::Scan => "A line of `scan --format jsonl`",
            Self::Verify => "`verify --format json`",
            Self::VerifyList => "`verify --list --format json`",
        }
    }

    /// The schema.
    pub fn value(self) -> Value {
        let mut schema = self.untitled();
        if let Some(members) = schema.as_object_mut() {
            let title = format!("pattern-test {}", self.name().replace('-', " --"));
            members.insert("title".to_owned(), Value::String(title));
        }
        schema
    }

    fn untitled(self) -> Value {
        match self {
            Self::Check => {
                root::<check_json::Document<'_>>(with_line::<check_json::Row<'static>>())
            }
            Self::Compare => root::<compare_json::Document<'_>>(generator()),
            Self::Explain => root::<explain_report::Document<'_>>(generator()),
            Self::Generate => root::<generate_report::Report<'_>>(generator()),
            Self::Match => {
                root::<match_machine::Document<'_>>(with_line::<match_machine::Row<'static>>())
            }
            Self::Overlap => root::<overlap_json::Document<'_>>(generator()),
            Self::Scan => root::<Line<scan_report::Row<'static>>>(generator()),
            Self::Verify => root::<verify::Document<'_>>(generator()),
            Self::VerifyList => root::<verify::ListDocument<'_>>(generator()),
        }
    }

    /// The schema as text, with a line end.
    pub fn text(self) -> String {
        format!("{:#}\n", self.value())
    }
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
}

/// A generator that has a line of JSON Lines among its definitions.
fn with_line<T: JsonSchema>() -> SchemaGenerator {
    let mut generator = generator();
    generator.subschema_for::<Line<T>>();
    generator
}

/// The schema of a document.
fn root<T: JsonSchema>(generator: SchemaGenerator) -> Value {
    public(generator.into_root_schema_for::<T>().to_value())
}

/// The schema with the names that our types have for themselves made those that others need.
fn public(schema: Value) -> Value {
    match schema {
        Value::Object(members) => {
            let renamed = members.into_iter().map(|(key, value)| match value {
                Value::String(text) if key == "$ref" => {
                    let name = text.trim_start_matches("#/$defs/");
                    let reference = format!("#/$defs/{}", public_name(name));
                    (key, Value::String(reference))
                }
                Value::Object(definitions) if key == "$defs" => {
                    let renamed = definitions
                        .into_iter()
                        .map(|(name, schema)| (public_name(&name), public(schema)));
                    (key, Value::Object(renamed.collect()))
                }
                // Of the widths of our integers nobody depends on anything.
                Value::String(_) if key == "format" => (String::new(), Value::Null),
                value => (key, public(value)),
            });
            Value::Object(renamed.filter(|(key, _)| !key.is_empty()).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(public).collect()),
        other => other,
    }
}

/// `JsonCondition` and `ConditionOut` are `Condition` to others.
fn public_name(name: &str) -> String {
    let name = match name.split_once("_for_") {
        Some(("JsonByMode", of)) => format!("ByMode{}", public_name(of)),
        Some((generic, _)) => generic.to_owned(),
        None => name.to_owned(),
    };
    let name = name.strip_prefix("Json").unwrap_or(&name);
    name.strip_suffix("Out").unwrap_or(name).to_owned()
}
