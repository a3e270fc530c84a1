use super::*;

fn yaml(text: &str) -> String {
    from_yaml(text).unwrap().to_json()
}

fn refused(text: &str) -> (String, String) {
    let error = from_yaml(text).unwrap_err();
    (error.message, error.span.of(text).to_owned())
}

#[test]
fn yaml_becomes_the_json_that_was_meant() {
    for (text, json) in [
        ("a: no\nb: yes", r#"{"a": "no", "b": "yes"}"#),
        (
            "[1, -0, +1, .5, 1., 007, 1e3, 0x1f, 0o17]",
            "[1, -0, 1, 0.5, 1.0, 7, 1e3, 31, 15]",
        ),
        (
            "[1.2.3, 1e, ., 2024-01-01, 0x]",
            r#"["1.2.3", "1e", ".", "2024-01-01", "0x"]"#,
        ),
        (
            "['1', \"2\", !!str 3, ~, null, True]",
            r#"["1", "2", "3", null, null, true]"#,
        ),
        ("a: |\n  x\n  y\n", r#"{"a": "x\ny\n"}"#),
        ("- &x {b: 1}\n- *x", r#"[{"b": 1}, {"b": 1}]"#),
        ("{1: a, true: b}", r#"{"1": "a", "true": "b"}"#),
        ("", "null"),
    ] {
        assert_eq!(yaml(text), json, "{text}");
        crate::json::Document::parse(yaml(text)).unwrap();
    }
}

#[test]
fn spans_cover_the_values() {
    let text = "a: x\nb:\n  - 1\n  - {c: é, d: [2]}\n\ne: 2\n";
    let root = from_yaml(text).unwrap();
    let Kind::Map(entries) = &root.kind else {
        panic!("{root:?}")
    };
    let spans: Vec<_> = entries
        .iter()
        .map(|entry| (entry.key_span.of(text), entry.value.span.of(text)))
        .collect();
    assert_eq!(
        spans,
        [("a", "x"), ("b", "- 1\n  - {c: é, d: [2]}"), ("e", "2")]
    );
    let Kind::List(items) = &entries[1].value.kind else {
        panic!("{root:?}")
    };
    assert_eq!(items[1].span.of(text), "{c: é, d: [2]}");
}

#[test]
fn what_is_no_suite_is_refused_with_its_place() {
    assert_eq!(refused("a: 1\na: 2").1, "a");
    assert!(refused("a: 1\na: 2").0.contains("duplicate"));
    assert!(refused("a: .inf").0.contains("`.inf`"));
    assert!(refused("a: !thing 1").0.contains("means nothing"));
    assert!(refused("{}\n---\n{}").0.contains("another document"));
    assert!(refused("? [1]\n: 2").0.contains("key must be a string"));
    assert!(refused("a: [1").0.starts_with("not YAML"));
    assert!(refused("&a [*a]").0.contains("refers to itself"));
}

/// Ten anchors of ten aliases each would be ten thousand million values.
#[test]
fn aliases_cannot_fill_the_memory() {
    let mut text = String::from("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    assert!(refused(&text).0.contains("aliases written out"));
    // Each list is kept for aliases that never come, with all that is in it.
    let nested: String = (0..100).map(|level| format!("&b{level} [")).collect();
    let nested = format!("{nested}{}1{}", "1, ".repeat(50_000), "]".repeat(100));
    assert!(refused(&nested).0.contains("aliases written out"));
    assert!(from_yaml(&"[".repeat(100_000)).is_err());
    assert!(from_yaml(&"- ".repeat(100_000)).is_err());
}

#[test]
fn json_keeps_its_numbers() {
    let text = r#"{"a": [1.0, 1e400, -0], "b": {"c": "\u00e9"}}"#;
    assert_eq!(
        from_json(text).unwrap().to_json(),
        r#"{"a": [1.0, 1e400, -0], "b": {"c": "é"}}"#
    );
    assert!(from_json("{").is_err());
}
