//! The JSON Schemas: those committed are those printed, and they say what the readers say.

use crate::cli::pattern_test;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema(name: &str) -> Value {
    let text = std::fs::read_to_string(root().join(format!("docs/schemas/{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn errors(name: &str, instance: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema(name)).unwrap();
    let errors = validator.iter_errors(instance);
    errors.map(|error| error.to_string()).collect()
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths
        .filter(|path| path.to_str().unwrap().ends_with(ending))
        .collect();
    files.sort();
    files
}

/// To write them anew: `for s in suite config pattern check compare explain generate match overlap scan
/// verify verify-list; do pattern-test schema $s > docs/schemas/$s.json; done`
#[test]
fn the_files_are_what_the_tool_prints() {
    let outputs = pattern_test::report::schemas::Output::ALL.map(|output| output.name());
    for name in ["suite", "config", "pattern"].into_iter().chain(outputs) {
        let output = pattern_test().args(["schema", name]).output().unwrap();
        let file =
            std::fs::read_to_string(root().join(format!("docs/schemas/{name}.json"))).unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), file, "{name}");
        assert!(
            jsonschema::draft202012::meta::is_valid(&schema(name)),
            "{name}"
        );
    }
}

/// YAML as JSON, by way of the tool: `--list` takes only suites that it can use.
fn yaml(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    let json = pattern_test::suite::load::yaml_to_json(&text).unwrap();
    serde_json::from_str(&json).unwrap()
}

#[test]
fn the_suites_of_the_repository_fit() {
    let suites = files("patterns", ".suite.yaml");
    assert_eq!(suites.len(), 20);
    for suite in suites {
        assert_eq!(
            errors("suite", &yaml(&suite)),
            [""; 0],
            "{}",
            suite.display()
        );
    }
}

#[test]
fn the_patterns_of_the_repository_fit() {
    for file in files("patterns", ".json") {
        let pattern: Value =
            serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(errors("pattern", &pattern), [""; 0], "{}", file.display());
    }
}

/// What the compiler accepts, the schema accepts: the schema may be more lenient, not stricter.
#[test]
fn no_valid_pattern_is_refused_by_the_schema() {
    let validator = jsonschema::draft202012::new(&schema("pattern")).unwrap();
    for (line, case) in crate::conformance::cases("verdicts", 5_974) {
        let text = crate::conformance::text(&case, "pattern");
        let pattern: Value = serde_json::from_str(text).unwrap();
        let errors = validator.iter_errors(&pattern);
        let errors: Vec<_> = errors.map(|error| error.to_string()).collect();
        // A reader that keeps the last of two equal keys sees another pattern than the service.
        assert!(errors.is_empty(), "line {line}: {errors:?}\n{text}");
    }
}

/// And it does find mistakes: of the invalid patterns that are JSON, most.
#[test]
fn most_invalid_patterns_are_refused_by_the_schema() {
    let validator = jsonschema::draft202012::new(&schema("pattern")).unwrap();
    let cases = crate::conformance::cases("errors", 2_500);
    let patterns: Vec<Value> = cases
        .iter()
        .filter_map(|(_, case)| {
            serde_json::from_str(crate::conformance::text(case, "pattern")).ok()
        })
        .collect();
    let refused = patterns
        .iter()
        .filter(|pattern| !validator.is_valid(pattern))
        .count();
    assert!(
        refused * 2 > patterns.len(),
        "{refused} of {}",
        patterns.len()
    );
}

/// The reader and the schema agree on what a suite is.
#[test]
fn broken_suites_do_not_fit() {
    for suite in [
        json!({}),
        json!({"cases": []}),
        json!({"cases": [{"event": {}, "expect": "matches"}]}),
        json!({"cases": [{"event": {}}]}),
        json!({"cases": [{"evnt": {}, "expect": "match"}]}),
        json!({"cases": [{"expect": "match"}]}),
        json!({"cases": [{"event": {}, "event-from": "a", "expect": "match"}]}),
        json!({"cases": [{"event": {}, "set": {"/a": 1}, "expect": "match"}]}),
        json!({"cases": [{"event": 3, "expect": "match"}]}),
        json!({"cases": [{"event": [], "expect": "match"}]}),
        json!({"cases": [{"event": {}, "expect": "match", "strict": "match"}]}),
        json!({"cases": [{"event": {}, "mode": "both", "strict": "match"}]}),
        json!({"cases": [{"event": {}, "expect": "invalid"}]}),
        json!({"cases": [{"event": {}, "expect": "match", "error": "x"}]}),
        json!({"cases": [{"event": {}, "expect": "match", "because": [{"path": "a"}]}]}),
        json!({"mode": "loose", "cases": [{"event": {}, "expect": "match"}]}),
    ] {
        assert_ne!(errors("suite", &suite), [""; 0], "{suite}");
        let directory = crate::cli::directory_with(&[(
            "a.suite.json",
            suite
                .to_string()
                .replace("\"cases\"", "\"pattern\": {\"a\": [1]}, \"cases\"")
                .as_bytes(),
        )]);
        let output = super::verify(&directory, &["a.suite.json"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{suite}");
    }
    for suite in [
        json!({"cases": [{"event": {}, "expect": "match"}]}),
        json!({"cases": [{"event": ["a", {}], "flattened": "match", "strict": "no-match"}]}),
        json!({"cases": [{"event-from": "a", "set": {"/a": null}, "remove": ["/b"], "expect": "no-match"}]}),
        json!({"cases": [{"pattern": "{}", "expect": "invalid", "error": "x", "name": "n", "why": "w"}]}),
        json!({"cases": [{"event": "a", "expect": "match", "because": [{"path": "a", "pointer": null}]}]}),
        json!({"events": {"a": "x", "b": {"event-from": "a", "remove": "/x"}, "c": {"d": 1}}, "patterns": {"p": {}}, "pattern": "p", "mode": "both", "cases": [{"event": "b", "expect": "match"}]}),
    ] {
        assert_eq!(errors("suite", &suite), [""; 0], "{suite}");
    }
}

#[test]
fn configurations() {
    for config in [
        json!({}),
        json!({"mode": "strict", "paths": {"patterns": ["a"], "fixtures": [], "suites": ["b"]}}),
        json!({"verify": {"min-coverage": 80, "min-score": 95.5}}),
        json!({"check": {
            "select": [], "ignore": ["address-by-value"], "exclude": ["vendor/"],
            "severity": {"no-source": "warning"},
            "per-file-ignores": {"legacy/*.yaml": ["mixed-elements"]},
            "baseline": "check-baseline.json",
        }}),
    ] {
        assert_eq!(errors("config", &config), [""; 0], "{config}");
    }
    for config in [
        json!({"modus": "both"}),
        json!({"paths": {"pattern": []}}),
        json!({"paths": {"patterns": "a"}}),
        json!({"verify": {"min-coverage": 101}}),
        json!({"check": {"per-file-ignore": {}}}),
        json!({"check": {"ignore": ["address-by-valu"]}}),
        json!({"check": {"severity": {"no-sauce": "warning"}}}),
        json!({"check": {"severity": {"no-source": "loud"}}}),
    ] {
        assert_ne!(errors("config", &config), [""; 0], "{config}");
    }
}
