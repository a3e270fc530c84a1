//! Suite files.

use super::{DIALECT, object, with};
use crate::suite::load::keys;
use serde_json::{Value, json};

pub(super) fn schema() -> Value {
    let schema = object("What is expected of event patterns.", keys::SUITE);
    let schema = with(schema, "$schema", json!(DIALECT));
    let schema = with(schema, "title", json!("pattern-test suite"));
    let schema = with(schema, "required", json!(["cases"]));
    let definitions = json!({
        "case": case(),
        "variant": variant(),
        "because": because(),
        "pattern": {
            "description": "A file, template.yaml#LogicalId, a name from `patterns`, an object, or JSON text.",
            "type": ["string", "object"],
        },
        "event": {
            "anyOf": [
                {"$ref": "#/$defs/one-event"},
                {"type": "array", "items": {"$ref": "#/$defs/one-event"}, "minItems": 1},
            ]
        },
        "one-event": {
            "description": "A file, a name from `events`, an object, JSON text, or a glob.",
            "type": ["string", "object"],
        },
        "pointer": {
            "description": "A JSON Pointer, such as /detail/containers/0/exitCode.",
            "type": "string",
            "pattern": "^(/([^~/]|~[01])*)*$",
        },
    });
    with(schema, "$defs", definitions)
}

fn case() -> Value {
    let one_of = json!([
        {"required": ["expect"], "not": {"anyOf": [{"required": ["flattened"]}, {"required": ["strict"]}]}},
        {"not": {"anyOf": [{"required": ["expect"]}, {"required": ["mode"]}]},
         "anyOf": [{"required": ["flattened"]}, {"required": ["strict"]}]},
    ]);
    let all_of = json!([
        {
            "if": {"required": ["expect"], "properties": {"expect": {"const": "invalid"}}},
            "then": {"not": {"anyOf": [
                {"required": ["event"]}, {"required": ["event-from"]},
                {"required": ["mode"]}, {"required": ["because"]},
            ]}},
            "else": {
                "oneOf": [{"required": ["event"]}, {"required": ["event-from"]}],
                "not": {"required": ["error"]},
            },
        },
        {
            "if": {"anyOf": [{"required": ["set"]}, {"required": ["remove"]}]},
            "then": {"required": ["event-from"]},
        },
    ]);
    let case = object("One expectation.", keys::CASE);
    with(with(case, "oneOf", one_of), "allOf", all_of)
}

fn variant() -> Value {
    let variant = object("An event made from another.", keys::VARIANT);
    with(variant, "required", json!(["event-from"]))
}

fn because() -> Value {
    let because = object("What must have satisfied a condition.", keys::BECAUSE);
    with(because, "required", json!(["path", "pointer"]))
}
