//! The rows of the table, each on its example.

use super::*;
use crate::json::edit::{Edit, apply};
use crate::pattern::Pattern;

/// The example's pattern; one that is too long is made here.
fn example(row: &Row) -> (String, &'static str) {
    let (text, help) = row.example;
    match text {
        "too long" => (format!("{{\"a\": [\"{}\"]}}", "x".repeat(4_100)), help),
        text => (text.to_owned(), help),
    }
}

#[test]
fn every_row_advises_on_its_example_and_what_it_advises_is_accepted() {
    let mut wrong = Vec::new();
    for (number, row) in rows().enumerate() {
        let (text, expected) = example(row);
        let Err(error) = Pattern::parse(&text) else {
            wrong.push(format!("{text} is accepted"));
            continue;
        };
        let case = Case::new(&error).unwrap();
        let first = rows().position(|row| (row.look)(&case, &error).is_some());
        let advice = advise(&error).unwrap();
        if first != Some(number) || advice.help != expected {
            wrong.push(format!(
                "{text}: row {first:?} for {number}: {}",
                advice.help
            ));
        }
        if let Some(json) = advice.instead {
            let mended = apply(&text, &[Edit::replace(advice.covers, &*json)]);
            if let Err(error) = Pattern::parse(&mended) {
                wrong.push(format!("{text} becomes {mended}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn help(text: &str) -> String {
    of_pattern(&Pattern::parse(text).unwrap_err()).unwrap_or_default()
}

fn told(text: &str) -> Vec<(String, String)> {
    let first = Pattern::parse(text).unwrap_err();
    refusals(&first, &|_, _| false)
        .into_iter()
        .map(|refusal| (refusal.span.of(text).to_owned(), refusal.reason))
        .collect()
}

#[test]
fn further_cases() {
    for (text, expected) in [
        (
            r#"{"type": {"prefix": "x", "suffix": "y"}}"#,
            r#"wrap the operators in a list, whose entries are alternatives: "type": [{"prefix": "x"}, {"suffix": "y"}]"#,
        ),
        (
            r#"{"reason": {"contains": "err"}}"#,
            r#"wrap the operator in a list: "reason": [{"wildcard": "*err*"}]"#,
        ),
        (
            r#"{"a": {"anything-but": {"prefix": "x"}}}"#,
            r#"wrap the operator in a list: "a": [{"anything-but": {"prefix": "x"}}]"#,
        ),
        (
            r#"{"a": {"exists": true}}"#,
            r#"wrap the operator in a list: "a": [{"exists": true}]"#,
        ),
        (
            r#"{"a": [{"$in": ["x", "y"]}]}"#,
            r#"the list of the field holds the values: "x", "y""#,
        ),
        (
            r#"{"a": [{"$ne": "x"}]}"#,
            r#"the operator is called `anything-but`: {"anything-but": "x"}"#,
        ),
        (
            r#"{"a": [{"!=": 5}]}"#,
            r#"the operator is called `anything-but`: {"anything-but": 5}"#,
        ),
        (
            r#"{"a": [{">=": 7}]}"#,
            r#"comparisons go inside `numeric`: {"numeric": [">=", 7]}"#,
        ),
        (
            r#"{"a": [{">=": "7"}]}"#,
            r#"comparisons go inside `numeric`: {"numeric": [">=", 7]}"#,
        ),
        (
            r#"{"a": [{"startsWith": "x"}]}"#,
            r#"the operator is called `prefix`: {"prefix": "x"}"#,
        ),
        (
            r#"{"a": [{"startsWith": ["x", "y"]}]}"#,
            r#"the operator is called `prefix`: {"prefix": "x"}, {"prefix": "y"}"#,
        ),
        (
            r#"{"a": [{"equalsIgnoreCase": "x"}]}"#,
            r#"the operator is called `equals-ignore-case`: {"equals-ignore-case": "x"}"#,
        ),
        (
            r#"{"a": [{"regex": "^foo.*"}]}"#,
            r#"no `regex` operator; regular expressions are not supported; closest is: {"prefix": "foo"}"#,
        ),
        (
            r#"{"a": [{"regex": ".*\\.png$"}]}"#,
            r#"no `regex` operator; regular expressions are not supported; closest is: {"suffix": ".png"}"#,
        ),
        (
            r#"{"a": [{"between": [1, 5]}]}"#,
            r#"comparisons go inside `numeric`: {"numeric": [">=", 1, "<=", 5]}"#,
        ),
        (
            r#"{"a": [{"missing": true}]}"#,
            r#"the operator is called `exists`: {"exists": false}"#,
        ),
        (
            r#"{"a": [{"numeric": [">", 9, "<", 1]}]}"#,
            r#"put the smaller number first: {"numeric": [">", 1, "<", 9]}"#,
        ),
        (
            r#"{"a": [{"numeric": ["<", 9, ">", 1]}]}"#,
            r#"the lower bound comes first: {"numeric": [">", 1, "<", 9]}"#,
        ),
        (
            r#"{"a": [{"numeric": ["=>", 9]}]}"#,
            r#"the sign is written `>=`, not `=>`: {"numeric": [">=", 9]}"#,
        ),
        (
            r#"{"a": [{"numeric": ["> 9"]}]}"#,
            r#"write sign and number as two entries of a list: {"numeric": [">", 9]}"#,
        ),
        (
            r#"{"a": [{"cidr": "10.0.0.7"}]}"#,
            r#"this is a single address; write it as a plain value: "10.0.0.7""#,
        ),
        (
            r#"{"a": [{"cidr": ["10.0.0.0/8", "192.168.0.0/16"]}]}"#,
            r#"write one object for each: {"cidr": "10.0.0.0/8"}, {"cidr": "192.168.0.0/16"}"#,
        ),
        (
            r#"{"a": [{"equals-ignore-case": ["x", "y"]}]}"#,
            r#"write one object for each: {"equals-ignore-case": "x"}, {"equals-ignore-case": "y"}"#,
        ),
        (
            r#"{"a": [{"exists": 1}]}"#,
            r#"`exists` takes true or false: {"exists": true}"#,
        ),
        (
            r#"{"a": [{"anything-but": [{"prefix": "x"}, {"prefix": "y"}]}]}"#,
            r#"one operator takes the whole list: {"anything-but": {"prefix": ["x", "y"]}}"#,
        ),
        (
            r#"{"a": [{"anything-but": {"begins-with": "x"}}]}"#,
            r#"the operator is called `prefix`: {"anything-but": {"prefix": "x"}}"#,
        ),
        (
            r#"{"and": [{"a": ["1"]}, {"a": ["2"]}]}"#,
            "all fields of an object must match anyway; write them side by side, each field once",
        ),
        (
            r#"{"detail": {"$exists": true}}"#,
            r#"no `$exists` operator; write the condition in the field's list: "field": [{"exists": true}]"#,
        ),
        (
            "{\"a\": [\"x\"], // why\n \"b\": [\"y\"]}",
            "JSON has no comments; take it out",
        ),
        (r#"{"a": ["x"],}"#, "take out the comma"),
        (
            "{“a”: [\"x\"]}",
            "these are typographic quotes; JSON takes only \"",
        ),
        (
            "{\"a\":\u{a0}[\"x\"]}",
            "JSON does not allow a no-break space (U+00A0); use a plain one",
        ),
        (
            "{\"a\":\u{2003}[\"x\"]}",
            "JSON does not allow this space (U+2003); use a plain one",
        ),
        (
            "{\"a\": [\u{200b}\"x\"]}",
            "remove the invisible character here (U+200B)",
        ),
    ] {
        assert_eq!(help(text), expected, "{text}");
    }
}

#[test]
fn every_mistake_is_found_with_its_place() {
    for (text, expected) in [
        (
            r#"{"source": "a", "detail": {"b": [{"exists": "false"}, {"prefix": 1}], "c": {}, "d": []}, "$or": [{"e": ["f"]}]}"#,
            &[r#""a""#, r#""false""#, "1", "{}", "[]", r#"[{"e": ["f"]}]"#][..],
        ),
        (
            r#"{"$or": [{"prefix": ["a"]}, {"b": [{"exists": 0}]}, 7], "c": ["x",],}"#,
            &[r#""prefix""#, "0", "7", ",", ","],
        ),
        // One no-break space speaks for all.
        (
            "{\"a\":\u{a0}[\"x\"],\n\u{a0}\u{a0}\"b\":\u{a0}7}",
            &["\u{a0}", "7"],
        ),
        (
            r#"{"a": [{"contains": "x"}, {"numeric": 7}, ["y"]], "b": null}"#,
            &["\"contains\"", "7", "[", "null"],
        ),
        (
            r#"{"items": [{"sku": ["a"]}, {"sku": ["b"]}], "c": 1}"#,
            &["\"sku\"", "1"],
        ),
        (r#""{\"source\": 1}""#, &[r#""{\"source\": 1}""#]),
    ] {
        let spans: Vec<_> = told(text).into_iter().map(|(span, _)| span).collect();
        assert_eq!(spans, expected, "{text}");
    }
}

#[test]
fn what_is_not_known_is_left_out() {
    let text = r#"{"a": "x", "b": "y", "c": [{"exists": "z"}]}"#;
    let first = Pattern::parse(text).unwrap_err();
    let all = refusals(&first, &|_, span| span.of(text).contains('y'));
    assert_eq!(all.len(), 2, "{all:?}");
}

#[test]
fn replacements_are_shown_on_one_line() {
    assert_eq!(
        help(
            "{\"items\": [\n  {\n    \"sku\": [\n      \"a  b\"\n    ],\n\n    \"count\": [1]\n  }\n]}"
        ),
        "match the fields of array elements with an object, without a list around it: \"items\": {\"sku\": [\"a  b\"], \"count\": [1]}"
    );
}

#[test]
fn no_replacement_is_shown_that_would_be_refused() {
    assert_eq!(
        help(r#"{"items": [{"sku": {"name": "a"}}]}"#),
        "match the fields of array elements with an object, without a list around it"
    );
}
