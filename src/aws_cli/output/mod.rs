//! The AWS CLI's output formats, for whatever `--query` makes of the answer.

mod ambiguous;
mod json;
mod table;
mod text;
mod yaml;

use super::value::Value;
pub(super) use json::compact_json;

/// The values of `--output`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Text,
    Table,
    Yaml,
    YamlStream,
    Off,
}

impl Format {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "text" => Self::Text,
            "table" => Self::Table,
            "yaml" => Self::Yaml,
            "yaml-stream" => Self::YamlStream,
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// How a table is painted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) color: bool,
    /// From this width on a table of one row is turned.
    pub(super) terminal_width: usize,
}

/// Writes a value.
///
/// # Errors
/// The values that a format cannot show, in the AWS CLI's words. What was written stays.
pub(super) fn write(
    format: Format,
    value: &Value,
    style: Style,
    out: &mut String,
) -> Result<(), String> {
    match format {
        Format::Json if value.is_empty_dict() => Ok(()),
        Format::Json => json::write(value, out),
        Format::Text => text::write(value, out),
        Format::Table => table::write("TestEventPattern", value, style, out),
        Format::Yaml | Format::YamlStream if value.is_empty_dict() => Ok(()),
        Format::Yaml | Format::YamlStream if value.has_expression() => {
            Err("cannot represent an object: <expression>".to_owned())
        }
        Format::Yaml if value.is_scalar() => json::write(value, out),
        Format::Yaml => {
            yaml::write(value, out);
            Ok(())
        }
        Format::YamlStream => {
            yaml::write(&Value::list(vec![value.clone()]), out);
            Ok(())
        }
        Format::Off => Ok(()),
    }
}
