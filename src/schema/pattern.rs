//! Event patterns. What a schema cannot say (an operator's range, a wildcard's complexity, names
//! inside of `$or`) is left to the compiler.

use super::{DIALECT, with};
use serde_json::{Value, json};

pub(super) fn schema() -> Value {
    json!({
        "$schema": DIALECT,
        "title": "EventBridge event pattern",
        "description": "Which events match: every field named must be there with one of the values listed.",
        "$ref": "#/$defs/fields",
        "$defs": {
            "fields": {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "$or": {
                        "description": "One of these must match, together with the fields beside it.",
                        "type": "array",
                        "minItems": 2,
                        "items": {"$ref": "#/$defs/fields"},
                    },
                    // For editors to complete; any other field may stand beside them.
                    "source": field("Where the event is from, such as aws.ec2."),
                    "detail-type": field("What kind of event it is."),
                    "account": field("The account, as a string of twelve digits."),
                    "region": field("The region."),
                    "resources": field("The ARNs that the event is about."),
                    "time": field("When it happened, as a string."),
                    "id": field("The event's id."),
                    "version": field("The version of the envelope, as a string."),
                    "detail": field("What happened; the fields depend on the detail-type."),
                },
                "additionalProperties": {"$ref": "#/$defs/field"},
            },
            "field": {
                "anyOf": [{"$ref": "#/$defs/fields"}, {"$ref": "#/$defs/matchers"}],
            },
            "matchers": {
                "description": "One of these must accept the value.",
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/$defs/matcher"},
            },
            "matcher": {
                "anyOf": [
                    {"type": ["string", "number", "boolean", "null"]},
                    {"$ref": "#/$defs/operator"},
                ],
            },
            "operator": {
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "additionalProperties": false,
                "properties": operators(),
            },
            "affix": {
                "anyOf": [{"type": "string"}, one("equals-ignore-case", json!({"type": "string"}))],
            },
            "strings": {
                "anyOf": [
                    {"type": "string"},
                    {"type": "array", "minItems": 1, "items": {"type": "string"}},
                ],
            },
            "affixes": {
                "anyOf": [
                    {"type": "string", "minLength": 1},
                    {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
                ],
            },
        },
    })
}

fn field(doc: &str) -> Value {
    json!({"description": doc, "$ref": "#/$defs/field"})
}

/// An object with this one key.
fn one(key: &str, operand: Value) -> Value {
    json!({
        "type": "object",
        "properties": {key: operand},
        "required": [key],
        "additionalProperties": false,
    })
}

fn operators() -> Value {
    let string = || json!({"type": "string"});
    let listed = |item: Value| json!({"type": "array", "minItems": 1, "items": item});
    let number = || json!({"type": "number"});
    let described = |doc: &str, schema: Value| with(schema, "description", json!(doc));
    let range = |from: Value, to: Value| {
        json!({
            "type": "array",
            "prefixItems": [{"enum": from}, number(), {"enum": to}, number()],
            "minItems": 4,
            "maxItems": 4,
        })
    };
    json!({
        "prefix": described(
            "A string that begins with this; or, as an object with equals-ignore-case, in any letter case.",
            json!({"$ref": "#/$defs/affix"}),
        ),
        "suffix": described(
            "A string that ends with this; or, as an object with equals-ignore-case, in any letter case.",
            json!({"$ref": "#/$defs/affix"}),
        ),
        "equals-ignore-case": described("This string in any letter case.", string()),
        "exactly": described("This string, also where it looks like an address.", string()),
        "wildcard": described(
            "A string in which * matches any run of characters.",
            string(),
        ),
        "cidr": described("An address in this block, such as 10.0.0.0/8.", string()),
        "exists": described(
            "Whether there is a value at all, whatever it is.",
            json!({"type": "boolean"}),
        ),
        "numeric": described(
            "A number in this range, such as [\">=\", 1, \"<\", 5] or [\"=\", 0].",
            json!({
                "anyOf": [
                    {
                        "type": "array",
                        "prefixItems": [{"enum": ["=", "<", "<=", ">", ">="]}, number()],
                        "minItems": 2,
                        "maxItems": 2,
                    },
                    range(json!([">", ">="]), json!(["<", "<="])),
                ],
            }),
        ),
        "anything-but": described(
            "Any value but these.",
            json!({
                "anyOf": [
                    {"type": ["string", "number"]},
                    listed(string()),
                    listed(number()),
                    one("prefix", json!({"$ref": "#/$defs/affixes"})),
                    one("suffix", json!({"$ref": "#/$defs/affixes"})),
                    one("equals-ignore-case", json!({"$ref": "#/$defs/strings"})),
                    one("wildcard", json!({"$ref": "#/$defs/strings"})),
                ],
            }),
        ),
    })
}
