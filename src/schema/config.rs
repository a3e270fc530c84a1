//! `pattern-test.toml`.

use super::{DIALECT, object, with};
use crate::config::{SECTIONS, TOP, definitions};
use serde_json::{Value, json};

pub(super) fn schema() -> Value {
    let mut schema = object("The configuration of pattern-test.", TOP);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for section in SECTIONS {
            let table = object(section.doc, section.keys);
            properties.insert(section.name.to_owned(), table);
        }
    }
    let schema = with(schema, "$defs", definitions());
    let schema = with(schema, "$schema", json!(DIALECT));
    with(schema, "title", json!("pattern-test.toml"))
}
