//! JSON as Python's `json` module writes it.

use crate::aws_cli::value::{Value, float_text};
use crate::json::write_string;

/// What Python says of an object that it cannot write.
const CIRCULAR: &str = "Circular reference detected";

/// Indented by four, and a newline behind it.
pub(super) fn write(value: &Value, out: &mut String) -> Result<(), String> {
    let style = Style {
        indent: true,
        ascii: false,
    };
    style.value(value, 0, out)?;
    out.push('\n');
    Ok(())
}

/// On one line, without spaces, in ASCII.
pub(in crate::aws_cli) fn compact_json(value: &Value) -> Result<String, String> {
    let style = Style {
        indent: false,
        ascii: true,
    };
    let mut out = String::new();
    style.value(value, 0, &mut out)?;
    Ok(out)
}

#[derive(Clone, Copy)]
struct Style {
    indent: bool,
    ascii: bool,
}

impl Style {
    fn value(self, value: &Value, depth: usize, out: &mut String) -> Result<(), String> {
        match value {
            Value::None => out.push_str("null"),
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Int(digits) => out.push_str(digits),
            Value::Float(number) => out.push_str(&match *number {
                number if number.is_nan() => "NaN".to_owned(),
                f64::INFINITY => "Infinity".to_owned(),
                f64::NEG_INFINITY => "-Infinity".to_owned(),
                number => float_text(number),
            }),
            Value::Str(text) => self.string(text, out),
            Value::List(items) if items.is_empty() => out.push_str("[]"),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    out.push(if index == 0 { '[' } else { ',' });
                    self.line(depth + 1, out);
                    self.value(item, depth + 1, out)?;
                }
                self.line(depth, out);
                out.push(']');
            }
            Value::Dict(dict) if dict.is_empty() => out.push_str("{}"),
            Value::Dict(dict) => {
                for (index, (key, item)) in dict.iter().enumerate() {
                    out.push(if index == 0 { '{' } else { ',' });
                    self.line(depth + 1, out);
                    self.string(key, out);
                    out.push_str(if self.indent { ": " } else { ":" });
                    self.value(item, depth + 1, out)?;
                }
                self.line(depth, out);
                out.push('}');
            }
            Value::Bytes(_) | Value::Date(_) | Value::Expression => {
                return Err(CIRCULAR.to_owned());
            }
        }
        Ok(())
    }

    fn line(self, depth: usize, out: &mut String) {
        if self.indent {
            out.push('\n');
            out.push_str(&"    ".repeat(depth));
        }
    }

    fn string(self, text: &str, out: &mut String) {
        let start = out.len();
        write_string(out, text);
        if !self.ascii || text.is_ascii() {
            return;
        }
        for c in out.split_off(start).chars() {
            if c.is_ascii() {
                out.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
}
