//! Random events, wrapped and printed in random ways, come out as they were.

use super::*;
use proptest::prelude::*;

/// Any JSON value, with keys and texts that need every kind of escape.
fn any_value() -> impl Strategy<Value = Value> {
    let text = proptest::string::string_regex(
        "([a-z{}'\"\\\\\n\r\t\u{0}-\u{1f}\u{7f}-\u{a0}é\u{2028}😀]| ){0,8}",
    )
    .unwrap()
    .boxed();
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map(text.clone(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// An object that is surely an event.
fn any_event() -> impl Strategy<Value = Value> {
    any_value().prop_map(|detail| serde_json::json!({"source": "x", "detail": detail}))
}

/// As Python's `repr` prints it; tuples stand for every third list.
fn repr(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::String(text) => repr_string(text, out),
        Value::Array(elements) => {
            let tuple = elements.len() % 3 == 1;
            out.push(if tuple { '(' } else { '[' });
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                repr(element, out);
            }
            if tuple && elements.len() == 1 {
                out.push(',');
            }
            out.push(if tuple { ')' } else { ']' });
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                repr_string(key, out);
                out.push_str(": ");
                repr(member, out);
            }
            out.push('}');
        }
    }
}

fn repr_string(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_ascii_graphic() || c == ' ' || c == 'é' => out.push(c),
            c => match u32::from(c) {
                code @ ..=0xff => out.push_str(&format!("\\x{code:02x}")),
                code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
                code => out.push_str(&format!("\\U{code:08x}")),
            },
        }
    }
    out.push(quote);
}

/// A wrapper around a text, and the forms that it adds.
fn wrap(kind: usize, text: &str) -> (String, Vec<Form>) {
    let body = quote(text);
    match kind {
        0 => (body, vec![Text]),
        1 => (format!(r#"{{"Messages":[{{"Body":{body}}}]}}"#), vec![Sqs]),
        2 => (format!(r#"{{"Records":[{{"body":{body}}}]}}"#), vec![Sqs]),
        3 => (
            format!(r#"{{"Type":"Notification","Message":{body}}}"#),
            vec![Sns],
        ),
        4 => (
            format!(r#"{{"Records":[{{"Sns":{{"Message":{body}}}}}]}}"#),
            vec![Sns],
        ),
        5 => (
            format!(r#"{{"events":[{{"message":"START"}},{{"message":{body}}}]}}"#),
            vec![LogEvents],
        ),
        // As a Lambda function logs what it got.
        _ => {
            let mut out = "START\n[INFO]\tEvent: ".to_owned();
            repr(&value(text), &mut out);
            out.push_str("\nEND");
            (out, vec![Python])
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_python_prints_is_the_same_value(event in any_event(), prefix in "[a-z: ]{0,8}") {
        let mut printed = prefix;
        repr(&event, &mut printed);
        let intake = auto(&printed);
        prop_assert_eq!(&intake.problems, &[]);
        prop_assert_eq!(intake.found.len(), 1);
        prop_assert_eq!(value(&intake.found[0].text), event);
    }

    #[test]
    fn wrappers_come_off_in_any_order(event in any_event(), kinds in prop::collection::vec(0_usize..7, 0..7)) {
        let mut text = event.to_string();
        let mut forms = vec![Event];
        let mut strings = 0;
        for kind in kinds {
            // Strings inside each other are limited, and a log holds objects only.
            let outermost = forms[0];
            strings = if outermost == Text { strings } else { 0 };
            if (kind == 0 && strings == MAX_ESCAPES) || (kind > 5 && !text.starts_with('{')) {
                continue;
            }
            strings += usize::from(kind == 0);
            let (wrapped, added) = wrap(kind, &text);
            text = wrapped;
            forms.splice(0..0, added);
        }
        let intake = auto(&text);
        prop_assert_eq!(&intake.problems, &[]);
        prop_assert_eq!(intake.found.len(), 1);
        prop_assert_eq!(value(&intake.found[0].text), event);
        prop_assert_eq!(&intake.found[0].forms, &forms);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "[\\[\\]{}'\"\\\\:,a1 \n(\u{e9}]{0,40}") {
        auto(&text);
        for form in Form::all() {
            named(*form, &text);
        }
    }
}
