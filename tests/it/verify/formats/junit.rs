//! JUnit: the rules that Jenkins and GitLab read by, checked element by element.

use super::{mixed, stable, verify};
use std::collections::BTreeMap;

/// An element of the document.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
    text: String,
}

/// Reads the little XML that JUnit needs: elements, attributes, text, the five entities.
fn parse(text: &str) -> Element {
    let body = text
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .expect("a declaration");
    assert!(
        !body.contains("<!"),
        "no document type, comment or CDATA is needed: {body}"
    );
    for c in body.chars() {
        let allowed = matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
            || c > '\u{ffff}';
        assert!(allowed, "{c:?} is not allowed in XML");
    }
    let mut open = vec![Element::default()];
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        open.last_mut()
            .unwrap()
            .text
            .push_str(&unescaped(&rest[..start]));
        let end = start + rest[start..].find('>').unwrap();
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let element = open.pop().unwrap();
            assert_eq!(element.name, name);
            open.last_mut().unwrap().children.push(element);
            continue;
        }
        let (tag, empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let element = Element {
            name: name.to_owned(),
            attributes: self::attributes(attributes),
            ..Element::default()
        };
        if empty {
            open.last_mut().unwrap().children.push(element);
        } else {
            open.push(element);
        }
    }
    assert_eq!(open.len(), 1, "everything is closed");
    assert_eq!(rest.trim(), "");
    let mut root = open.remove(0);
    assert_eq!(root.children.len(), 1, "there is one root");
    root.children.remove(0)
}

fn attributes(mut text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    while !text.trim().is_empty() {
        let (name, rest) = text.split_once("=\"").unwrap();
        let (value, rest) = rest.split_once('"').unwrap();
        assert!(!value.contains('<'), "{value}");
        let twice = attributes.insert(name.trim().to_owned(), unescaped(value));
        assert_eq!(twice, None, "{name} stands there twice");
        text = rest;
    }
    attributes
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (entity, behind) = after.split_once(';').expect("an entity ends");
        out.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = entity.strip_prefix('#').unwrap();
                let number = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(number.unwrap()).unwrap()
            }
        });
        rest = behind;
    }
    out + rest
}

/// Which attributes and children each element may have, and which attributes it must have.
fn rules(name: &str) -> (&[&str], &[&str], &[&str]) {
    match name {
        "testsuites" => (
            &["name", "tests", "failures", "errors"],
            &["disabled", "time"],
            &["testsuite"],
        ),
        "testsuite" => (
            &["name", "tests", "failures", "errors"],
            &[
                "disabled",
                "skipped",
                "time",
                "timestamp",
                "hostname",
                "id",
                "package",
            ],
            &["properties", "testcase", "system-out", "system-err"],
        ),
        "testcase" => (
            &["name", "classname"],
            &["time", "assertions", "status"],
            &["skipped", "error", "failure", "system-out", "system-err"],
        ),
        "failure" | "error" => (&[], &["type", "message"], &[]),
        "skipped" => (&[], &[], &[]),
        other => panic!("there is no element {other}"),
    }
}

/// Checks an element and all in it; how many cases it has, and how many of them failed, went wrong
/// and were skipped.
fn check(element: &Element) -> [usize; 4] {
    let (required, optional, children) = rules(&element.name);
    let name = &element.name;
    for attribute in required {
        assert!(
            element.attributes.contains_key(*attribute),
            "{name} has no {attribute}"
        );
    }
    for (attribute, value) in &element.attributes {
        let known = required.contains(&&**attribute) || optional.contains(&&**attribute);
        assert!(known, "{name} may have no {attribute}");
        if attribute == "time" {
            let time = value.parse::<f64>();
            assert!(time.is_ok_and(|time| time >= 0.0), "{value}");
        }
    }
    let mut counts = [usize::from(name == "testcase"), 0, 0, 0];
    for child in &element.children {
        assert!(children.contains(&&*child.name), "{} in {name}", child.name);
        for (count, more) in counts.iter_mut().zip(check(child)) {
            *count += more;
        }
        match child.name.as_str() {
            "failure" => counts[1] += 1,
            "error" => counts[2] += 1,
            "skipped" => counts[3] += 1,
            _ => {}
        }
    }
    let told = |attribute: &str| {
        element
            .attributes
            .get(attribute)
            .and_then(|n| n.parse().ok())
    };
    if name.starts_with("testsuite") {
        assert_eq!(told("tests"), Some(counts[0]), "{name}");
        assert_eq!(told("failures"), Some(counts[1]), "{name}");
        assert_eq!(told("errors"), Some(counts[2]), "{name}");
        if let Some(skipped) = told("skipped") {
            assert_eq!(skipped, counts[3], "{name}");
        }
    }
    if name != "testcase" && !children.is_empty() {
        assert_eq!(element.text.trim(), "", "{name} holds no text");
    }
    counts
}

#[test]
fn every_element_is_as_it_must_be() {
    for words in [
        &["--format", "junit"][..],
        &["--format", "junit", "--fail-fast"],
    ] {
        let output = verify(&mixed(), words).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let root = parse(&text);
        assert_eq!(root.name, "testsuites");
        let expected = match words.len() {
            2 => [6, 2, 2, 0],
            _ => [6, 1, 1, 3],
        };
        assert_eq!(check(&root), expected, "{text}");
        let first = &root.children[0].children[0];
        let name = "fails & \"quoted\" <tag> 100% # not a comment, a:b \\ ]]>";
        assert_eq!(first.attributes["name"], name);
        assert_eq!(first.attributes["classname"], "patterns/app.suite.yaml");
    }
    let output = verify(&mixed(), &["--format", "junit"]).output().unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r#"time="[0-9.]+""#, "time=\"TIME\"");
    let text = String::from_utf8(output.stdout).unwrap();
    settings.bind(|| stable(|| insta::assert_snapshot!("mixed_junit", text)));
}

/// A document that breaks a rule is found out: the check can fail.
#[test]
fn the_check_can_fail() {
    let good = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"a\" tests=\"1\" failures=\"0\" errors=\"0\"><testsuite name=\"b\" tests=\"1\" failures=\"0\" errors=\"0\"><testcase name=\"c\" classname=\"d\"></testcase></testsuite></testsuites>";
    assert_eq!(check(&parse(good)), [1, 0, 0, 0]);
    for (from, to) in [
        (
            "tests=\"1\" failures=\"0\" errors=\"0\"><testcase",
            "tests=\"2\" failures=\"0\" errors=\"0\"><testcase",
        ),
        (" classname=\"d\"", ""),
        ("<testcase name", "<testcase id=\"7\" name"),
        ("</testcase>", "<failure></failure></testcase>"),
        ("</testcase>", "<reason></reason></testcase>"),
        ("></testcase>", " time=\"soon\"></testcase>"),
    ] {
        let bad = good.replace(from, to);
        let result = std::panic::catch_unwind(|| check(&parse(&bad)));
        assert!(result.is_err(), "{bad}");
    }
}
