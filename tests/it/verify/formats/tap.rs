//! TAP, version 14: every line is one that the specification has, the numbers run, and the plan is
//! kept.

use super::{mixed, verify};

/// Checks a document; the test points, each with whether it is `ok` and its text.
fn points(text: &str) -> Vec<(bool, String)> {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("TAP version 14"));
    let plan = lines
        .next()
        .and_then(|line| line.strip_prefix("1.."))
        .unwrap();
    let mut points = Vec::new();
    let mut block: Option<String> = None;
    for line in lines {
        if let Some(yaml) = &mut block {
            if line == "  ..." {
                // The block is YAML.
                pattern_test::suite::load::yaml_to_json(yaml).unwrap();
                block = None;
            } else {
                yaml.push_str(line.strip_prefix("  ").unwrap());
                yaml.push('\n');
            }
            continue;
        }
        if line == "  ---" {
            assert!(!points.is_empty());
            block = Some(String::new());
            continue;
        }
        let (ok, rest) = match line.strip_prefix("not ok ") {
            Some(rest) => (false, rest),
            None => (
                true,
                line.strip_prefix("ok ").unwrap_or_else(|| panic!("{line}")),
            ),
        };
        let (number, text) = rest.split_once(" - ").unwrap();
        assert_eq!(number.parse(), Ok(points.len() + 1), "{line}");
        points.push((ok, text.to_owned()));
    }
    assert_eq!(block, None);
    assert_eq!(plan.parse(), Ok(points.len()));
    points
}

#[test]
fn every_line_is_tap() {
    let output = verify(&mixed(), &["--format", "tap"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let points = points(&text);
    let passed: Vec<_> = points.iter().map(|(ok, _)| *ok).collect();
    assert_eq!(passed, [true, false, false, false, true, false]);
    // `#` would begin a directive.
    assert!(points[0].1.contains("\\# not a comment") && points[0].1.contains("\\\\"));
    insta::assert_snapshot!("mixed_tap", text);
}

#[test]
fn what_was_not_run_is_skipped() {
    let output = verify(&mixed(), &["--format", "tap", "--fail-fast"])
        .output()
        .unwrap();
    let points = points(&String::from_utf8(output.stdout).unwrap());
    assert!(
        points[2].0 && points[2].1.contains(" # SKIP "),
        "{points:?}"
    );
}
