//! The keys of suite files: what the reader knows, what the JSON Schema says, and what is suggested
//! for a key that is neither.

use crate::keys::{Key, string};
use serde_json::{Value, json};

fn verdict() -> Value {
    json!({"enum": ["match", "no-match"]})
}

fn mode() -> Value {
    json!({"enum": ["flattened", "strict", "both"]})
}

fn pattern() -> Value {
    json!({"$ref": "#/$defs/pattern"})
}

fn event() -> Value {
    json!({"$ref": "#/$defs/event"})
}

fn set() -> Value {
    json!({
        "type": "object",
        "propertyNames": {"$ref": "#/$defs/pointer"},
    })
}

fn remove() -> Value {
    json!({
        "oneOf": [
            {"$ref": "#/$defs/pointer"},
            {"type": "array", "items": {"$ref": "#/$defs/pointer"}},
        ]
    })
}

fn because() -> Value {
    json!({"type": "array", "items": {"$ref": "#/$defs/because"}})
}

const EVENT_FROM: Key = Key::new(
    "event-from",
    "A file that holds one event, or a name from `events`, from which this one is made.",
    string,
);
const SET: Key = Key::new(
    "set",
    "By JSON Pointer, what is put into the event: in place of what is there, or new.",
    set,
);
const REMOVE: Key = Key::new(
    "remove",
    "By JSON Pointer, what is taken out of the event.",
    remove,
);

/// The keys of a suite.
pub const SUITE: &[Key] = &[
    Key::new(
        "$schema",
        "The JSON Schema of this file, for editors.",
        string,
    ),
    Key::new(
        "mode",
        "The mode of the cases that name none: flattened, strict, or both with the same verdict.",
        mode,
    ),
    Key::new(
        "pattern",
        "The pattern of the cases that name none: a file, template.yaml#LogicalId, a name from `patterns`, an object, or JSON text.",
        pattern,
    ),
    Key::new(
        "for",
        "Where the patterns of the suite and of pattern files filter: sqs, pipe:sqs, v2:data, …; a template says it itself.",
        string,
    ),
    Key::new(
        "vars",
        "Values for names that the template does not set, such as AWS::Region.",
        || json!({"type": "object", "additionalProperties": {"type": "string"}}),
    ),
    Key::new(
        "patterns",
        "Patterns by name.",
        || json!({"type": "object", "additionalProperties": {"$ref": "#/$defs/pattern"}}),
    ),
    Key::new(
        "events",
        "Events by name, for `event` and `event-from`: a file, an object, JSON text, or a variant of another.",
        || {
            json!({
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        {"type": "string"},
                        {"$ref": "#/$defs/variant"},
                        {"type": "object", "not": {"required": ["event-from"]}},
                    ]
                }
            })
        },
    ),
    Key::new(
        "cases",
        "What is expected, case by case.",
        || json!({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/case"}}),
    ),
];

/// The keys of a case.
pub const CASE: &[Key] = &[
    Key::new(
        "name",
        "What the case is called; no two cases of a suite have the same name.",
        string,
    ),
    Key::new("why", "What the case is there for.", string),
    Key::new(
        "pattern",
        "The pattern: a file, template.yaml#LogicalId, a name from `patterns`, an object, or JSON text.",
        pattern,
    ),
    Key::new(
        "event",
        "The event: a file, a name from `events`, an object, JSON text, a glob, or a list of these.",
        event,
    ),
    EVENT_FROM,
    SET,
    REMOVE,
    Key::new(
        "expect",
        "The verdict, or `invalid` where the service is to refuse the pattern.",
        || json!({"enum": ["match", "no-match", "invalid"]}),
    ),
    Key::new(
        "flattened",
        "Instead of `expect`: the verdict in flattened mode.",
        verdict,
    ),
    Key::new(
        "strict",
        "Instead of `expect`: the verdict in strict mode.",
        verdict,
    ),
    Key::new(
        "mode",
        "The mode in which `expect` is meant: flattened, strict, or both with the same verdict.",
        mode,
    ),
    Key::new(
        "error",
        "For `invalid`: the reason, with or without its place, or the service's whole message.",
        string,
    ),
    Key::new(
        "because",
        "For a match: what must have satisfied the conditions on these paths.",
        because,
    ),
];

/// The keys of a variant among the `events`.
pub const VARIANT: &[Key] = &[EVENT_FROM, SET, REMOVE];

/// The keys of a reason.
pub const BECAUSE: &[Key] = &[
    Key::new(
        "path",
        "The condition's path, its keys joined with dots.",
        string,
    ),
    Key::new(
        "pointer",
        "The JSON Pointer of the value that satisfied it; null where it was the absence of any.",
        || json!({"oneOf": [{"$ref": "#/$defs/pointer"}, {"type": "null"}]}),
    ),
];

/// The keys of a line of a JSON Lines suite.
pub const LINE: &[&str] = &[
    "name",
    "why",
    "pattern",
    "event",
    "expect",
    "flattened",
    "strict",
    "mode",
    "error",
    "because",
];
