//! Every rule fires on its examples, and stays silent on those near to them.

use super::evidence::Evidence;
use super::*;
use crate::event::Event;
use crate::template::{Extraction, Vars, extract};
use std::path::Path;

fn findings(example: &Example) -> Vec<Finding> {
    let mut evidence = Evidence::default();
    let (name, text, event) = match example {
        Example::Pattern(text) => ("", *text, None),
        Example::Template(ending, text) => (*ending, *text, None),
        Example::WithEvent(text, event) => ("", *text, Some(event)),
        Example::TemplateWithEvent(ending, text, event) => (*ending, *text, Some(event)),
    };
    if let Some(event) = event {
        evidence.add("event.json", Event::parse(event.to_string()).unwrap());
    }
    let path = format!("example{name}");
    let extraction = match name {
        "" => Extraction::of_pattern(Path::new(&path), text),
        _ => extract(Path::new(&path), text, &Vars::new()).unwrap(),
    };
    assert_eq!(extraction.problems, []);
    let all = extraction
        .patterns
        .iter()
        .flat_map(|found| check(found, &evidence))
        .chain(misplaced(&extraction));
    suppress::apply(all.collect(), &extraction)
}

#[test]
fn every_rule_fires_on_its_examples_and_only_there() {
    let mut wrong = Vec::new();
    for rule in RULES {
        assert!(!rule.fires.is_empty(), "{}", rule.code);
        assert!(rule.silent.len() >= 2, "{}", rule.code);
        for example in rule.fires {
            let found = findings(example);
            match found.iter().find(|finding| finding.code == rule.code) {
                Some(fired) => {
                    assert_eq!(fired.severity, rule.severity);
                    assert!(!fired.message.ends_with('.'), "{}", fired.message);
                }
                None => wrong.push(format!("{} is silent on {example:?}: {found:?}", rule.code)),
            }
        }
        for example in rule.silent {
            let mut found = findings(example).into_iter();
            if let Some(fired) = found.find(|finding| finding.code == rule.code) {
                wrong.push(format!("{} fires on {example:?}: {fired:?}", rule.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_are_words_and_none_stands_twice() {
    let mut codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    for code in &codes {
        assert!(
            code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{code}"
        );
    }
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn the_pages_in_docs_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let mut expected: Vec<(String, String)> = RULES
        .iter()
        .map(|rule| (format!("{}.md", rule.code), page::markdown(rule)))
        .collect();
    expected.push(("README.md".to_owned(), page::index()));
    if std::env::var_os("UPDATE_RULE_PAGES").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &expected {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let mut there: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    expected.sort();
    let names: Vec<_> = expected.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(
        there, names,
        "UPDATE_RULE_PAGES=1 cargo test the_pages writes them"
    );
    for (name, text) in expected {
        let page = std::fs::read_to_string(folder.join(&name)).unwrap();
        assert_eq!(
            page, text,
            "{name}: UPDATE_RULE_PAGES=1 cargo test the_pages writes it"
        );
    }
}

#[test]
fn what_a_template_leaves_open_is_not_judged() {
    let template = r##"
Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub |
        {"source": ["${Source}"], "detail-type": ["${Type}"], "account": ["${AWS::AccountId}x"],
         "region": ["${AWS::Region}", "eu-${Rest}"],
         "detail": {"key": [{"wildcard": "${Key}"}, {"prefix": "${Key}"}], "n": [${Number}],
                    "ip": [{"cidr": "${Cidr}"}]}}
"##;
    let found = findings(&Example::Template(".yaml", template));
    assert_eq!(found, []);
}

#[test]
fn fixes_mend_what_was_found() {
    for (text, expected) in [
        (r#"{"source": "aws.ec2"}"#, r#"{"source": ["aws.ec2"]}"#),
        (r#"{"detailType": ["x"]}"#, r#"{"detail-type": ["x"]}"#),
        (
            r#"{"account": [123456789012]}"#,
            r#"{"account": ["123456789012"]}"#,
        ),
        (
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State change"]}"#,
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]}"#,
        ),
        (
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": ["1", "127"]}}}"#,
            r#"{"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": {"containers": {"exitCode": [1, 127]}}}"#,
        ),
        (
            r#"{"$OR": [{"source": ["a"]}, {"source": ["b"]}]}"#,
            r#"{"$or": [{"source": ["a"]}, {"source": ["b"]}]}"#,
        ),
    ] {
        let found = findings(&Example::Pattern(text.to_owned().leak()));
        assert_eq!(
            fix::mended(text, &found).as_deref(),
            Some(expected),
            "{found:?}"
        );
    }
    // Without evidence a string stays a string.
    let text = r#"{"source": ["my.app"], "detail": {"exitCode": ["127"]}}"#;
    assert_eq!(fix::mended(text, &findings(&Example::Pattern(text))), None);
}

#[test]
fn fixes_keep_the_quoting_of_a_template() {
    for (ending, text, expected) in [
        (
            ".yaml",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: aws.ec2\n        detailType: [x] # why\n",
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [aws.ec2]\n        detail-type: [x] # why\n",
        ),
        (
            ".tf",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = [\"a\"], account = [123456789012], detailType = [\"x\"] })\n}\n",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = [\"a\"], account = [\"123456789012\"], detail-type = [\"x\"] })\n}\n",
        ),
        (
            ".json",
            r#"{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": "{\"account\": [123456789012], \"source\": [\"a\"]}"}}}}"#,
            r#"{"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": "{\"account\": [\"123456789012\"], \"source\": [\"a\"]}"}}}}"#,
        ),
    ] {
        let found = findings(&Example::Template(
            ending.to_owned().leak(),
            text.to_owned().leak(),
        ));
        assert_eq!(
            fix::mended(text, &found).as_deref(),
            Some(expected),
            "{found:?}"
        );
    }
}

/// Templates that are cut off or have characters exchanged: nothing panics, and every place lies in
/// the file that it is said to be in.
#[test]
fn damaged_templates_are_read_as_far_as_possible() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates");
    let evidence = Evidence::default();
    let noise = [
        '{', '}', '[', ']', '"', '\'', ':', ',', '\\', '\n', ' ', '*', '&', '$', '|', '-', 'é', '0',
    ];
    let mut state: u64 = 1;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut read = 0;
    for name in [
        "every-form.yaml",
        "main.tf",
        "serverless.yml",
        "cdk.template.json",
    ] {
        let path = folder.join(name);
        let whole: Vec<char> = std::fs::read_to_string(&path).unwrap().chars().collect();
        for round in 0..150 {
            let mut text = whole.clone();
            if round % 3 == 0 {
                text.truncate(random(whole.len()));
            }
            for _ in 0..=round % 4 {
                let at = random(text.len());
                if let Some(slot) = text.get_mut(at) {
                    *slot = noise[random(noise.len())];
                }
            }
            let text: String = text.into_iter().collect();
            let Some(extraction) = extract(&path, &text, &Vars::new()) else {
                continue;
            };
            read += 1;
            let all = extraction
                .patterns
                .iter()
                .flat_map(|found| check(found, &evidence));
            let findings = suppress::apply(all.collect(), &extraction);
            for finding in &findings {
                let file = extraction.file(finding.place.file).unwrap();
                let span = finding.place.span;
                assert!(
                    file.text.get(span.start..span.end).is_some(),
                    "{finding:?} in {text}"
                );
            }
            for problem in &extraction.problems {
                let Some(place) = problem.place else { continue };
                let file = extraction.file(place.file).unwrap();
                assert!(
                    file.text.get(place.span.start..place.span.end).is_some(),
                    "{problem:?} in {text}"
                );
            }
            // Mending one of them never leaves less than there was.
            if let Some(mended) = fix::mended(&text, &findings) {
                assert!(mended.lines().count() == text.lines().count(), "{mended}");
            }
        }
    }
    assert!(read > 300, "{read}");
}
