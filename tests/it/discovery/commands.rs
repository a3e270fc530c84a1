//! Every command sees the same patterns.

use super::run;
use crate::cli::directory_with;

const TEMPLATE: &str = "Resources:\n  Lit:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [lamp], detail-type: [Switched On]}\n  Dark:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [lamp], detail-type: [Switched Off]}\n";
const EVENT: &str = "{\"version\": \"0\", \"id\": \"1\", \"source\": \"lamp\", \"detail-type\": \"Switched On\", \"account\": \"111122223333\", \"time\": \"2026-01-01T00:00:00Z\", \"region\": \"eu-west-1\", \"resources\": [], \"detail\": {}}";

fn project() -> tempfile::TempDir {
    directory_with(&[
        ("services/lamp/template.yaml", TEMPLATE.as_bytes()),
        ("rules/any.json", b"{\"source\": [\"lamp\"]}"),
        (
            "package.json",
            b"{\"name\": \"lamps\", \"files\": [\"dist\"]}",
        ),
        ("renovate.json", b"{\"extends\": [\"config:base\"]}"),
        (
            "lib/patterns/tsconfig.json",
            b"{\"extends\": \"../b.json\", \"include\": [\"src\"]}",
        ),
        ("events/on.json", EVENT.as_bytes()),
        ("node_modules/x/rule.json", b"{\"source\": [\"other\"]}"),
        (".gitignore", b"node_modules\n"),
    ])
}

#[test]
fn which_of_my_rules_does_this_event_trigger() {
    let directory = project();
    for words in [
        &["match", "events/on.json"][..],
        &["match", "-p", ".", "events/on.json"],
    ] {
        let (code, out, err) = run(directory.path(), words);
        assert_eq!(code, Some(0), "{out}{err}");
        for name in [
            "services/lamp/template.yaml#Lit",
            "services/lamp/template.yaml#Dark",
            "rules/any.json",
        ] {
            assert!(out.contains(name), "{out}");
        }
        for name in ["package", "renovate", "tsconfig", "node_modules"] {
            assert!(!out.contains(name), "{out}");
        }
        assert_eq!(err, "");
    }
    let (_, out, _) = run(
        directory.path(),
        &["match", "--no-ignore", "events/on.json"],
    );
    assert!(out.contains("node_modules/x/rule.json"), "{out}");
}

#[test]
fn every_command_sees_the_rules_of_templates() {
    let directory = project();
    for (words, expected) in [
        (
            &["overlap", "services"][..],
            // Without the folder that both have in common.
            "template.yaml#Lit",
        ),
        (&["explain", "-p", "services", "events/on.json"], "Lit"),
        (
            &[
                "scan",
                "-p",
                "services",
                "--count-by-pattern",
                "events/on.json",
            ],
            "1\tservices/lamp/template.yaml#Lit",
        ),
        (&["check", "services"], "2 patterns of 1 file"),
        (&["extract", "services"], "\"id\":\"Dark\""),
        (
            &["generate", "services", "--suite", "fixtures"],
            "fixtures/Dark",
        ),
        (&["verify"], "fixtures/Lit/pattern.suite.yaml"),
    ] {
        let (code, out, err) = run(directory.path(), words);
        assert_eq!(code, Some(0), "{words:?} {out}{err}");
        assert!(out.contains(expected), "{words:?} {out}{err}");
    }
    let (code, out, err) = run(directory.path(), &["compare", "services", "services"]);
    assert_eq!(code, Some(0), "{out}{err}");
    let one = ["simplify", "services/lamp/template.yaml#Lit"];
    assert_eq!(run(directory.path(), &one).0, Some(0));
}

#[test]
fn rules_of_one_name_in_two_templates_have_suites_of_their_own() {
    let directory = directory_with(&[
        ("a/template.yaml", TEMPLATE.as_bytes()),
        ("b/template.yaml", TEMPLATE.as_bytes()),
    ]);
    let words = ["generate", ".", "--suite", "fixtures"];
    let (code, out, err) = run(directory.path(), &words);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(out.contains("fixtures/a-template.Lit") && out.contains("fixtures/b-template.Lit"));
    let (code, out, err) = run(directory.path(), &["verify"]);
    assert_eq!(code, Some(0), "{out}{err}");
    assert!(
        out.contains("fixtures/a-template.Dark/pattern.suite.yaml")
            && out.contains("fixtures/b-template.Dark/pattern.suite.yaml"),
        "{out}"
    );
}

#[test]
fn what_the_configuration_names() {
    let directory = directory_with(&[
        (
            "pattern-test.toml",
            b"[paths]\npatterns = [\"filters\"]\nfixtures = [\"events\"]\n",
        ),
        ("filters/body.json", b"{\"body\": {\"kind\": [\"order\"]}}"),
        (
            "filters/broken.json",
            b"{\"body\": {\"kind\": [\"order\"], \"n\": 1}}",
        ),
        (
            "filters/package.json",
            b"{\"name\": \"filters\", \"version\": \"1.0.0\"}",
        ),
        ("events/e.json", b"{\"body\": {\"kind\": \"order\"}}"),
        ("t.yaml", TEMPLATE.as_bytes()),
    ]);
    let (code, out, err) = run(directory.path(), &["match"]);
    // The broken one is told, and nothing beside what the configuration names is looked at.
    assert_eq!(code, Some(2), "{out}{err}");
    assert!(
        out.contains("filters/body.json") && !out.contains("t.yaml"),
        "{out}"
    );
    assert!(
        err.contains("filters/broken.json") && !err.contains("package.json"),
        "{err}"
    );
    let (_, out, _) = run(directory.path(), &["check", "--format", "concise"]);
    assert!(
        out.contains("filters/broken.json:1:35: error") && out.contains("4 patterns"),
        "{out}"
    );
}

#[test]
fn the_output_of_the_cdk_is_looked_into_and_left_as_it_is() {
    let template = "{\"Resources\": {\"R\": {\"Type\": \"AWS::Events::Rule\", \"Properties\": {\"EventPattern\": {\"source\": \"lamp\"}}}}}";
    let directory = directory_with(&[
        (".gitignore", b"cdk.out\n"),
        ("cdk.json", b"{\"app\": \"x\"}"),
        ("cdk.out/App.template.json", template.as_bytes()),
        (
            "cdk.out/AppNested1.nested.template.json",
            template.as_bytes(),
        ),
        (
            "cdk.out/assembly-Live/Live.template.json",
            template.as_bytes(),
        ),
        ("cdk.out/asset.1/code/x.template.json", template.as_bytes()),
    ]);
    let (code, out, _) = run(directory.path(), &["check", "--fix", "--format", "concise"]);
    assert_eq!(code, Some(1));
    for name in ["App.template", "AppNested1.nested", "assembly-Live/Live"] {
        assert!(out.contains(name), "{out}");
    }
    assert!(out.contains("3 errors in 3 patterns of 3 files"), "{out}");
    let after = std::fs::read_to_string(directory.path().join("cdk.out/App.template.json"));
    assert_eq!(after.unwrap(), template);
}

#[test]
fn a_state_is_never_mended() {
    let state = "{\"terraform_version\": \"1.9.0\", \"resources\": [{\"type\": \"aws_cloudwatch_event_rule\", \"name\": \"a\", \"instances\": [{\"attributes\": {\"event_pattern\": \"{\\\"source\\\":\\\"lamp\\\"}\"}}]}]}";
    let directory = directory_with(&[("terraform.tfstate", state.as_bytes())]);
    assert_eq!(run(directory.path(), &["check", "--fix"]).0, Some(1));
    let after = std::fs::read_to_string(directory.path().join("terraform.tfstate"));
    assert_eq!(after.unwrap(), state);
}

#[test]
fn an_event_that_is_named_as_a_pattern_is_recognised() {
    let directory = project();
    for words in [
        &["check", "events/on.json"][..],
        &["match", "-p", "events/on.json", "events/on.json"],
    ] {
        let (code, _, err) = run(directory.path(), words);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("looks like an event"), "{err}");
    }
}
