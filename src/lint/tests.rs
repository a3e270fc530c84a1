//! Every rule fires on its examples, and stays silent on those near to them.

use super::evidence::Evidence;
use super::*;
use crate::template::{Vars, extract};
use std::path::Path;

use page::findings;

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
        }
    }
    assert!(read > 300, "{read}");
}
