//! `check` as its users meet it.

use crate::cli::{directory_with, pattern_test, pattern_test_in};
use insta_cmd::assert_cmd_snapshot;
use pattern_test::lint::RULES;
use serde_json::Value;
use std::path::Path;

const BAD: &str = "{\n  \"source\": \"aws.ec2\",\n  \"detailType\": [\"x\"]\n}\n";
const EXIT_CODE: &str = "{\n  \"source\": [\"aws.ecs\"],\n  \"detail-type\": [\"ECS Task State Change\"],\n  \"detail\": {\"containers\": {\"exitCode\": [\"127\"]}}\n}\n";
const TEMPLATE: &str = "Resources:\n  Größe:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: \"{\\\"source\\\": [\\\"my.*\\\"]}\"\n";

fn project() -> tempfile::TempDir {
    directory_with(&[
        ("patterns/bad.json", BAD.as_bytes()),
        ("patterns/exit-code.json", EXIT_CODE.as_bytes()),
        ("template.yaml", TEMPLATE.as_bytes()),
        ("package.json", b"{\"name\": \"x\"}"),
        ("ignored/template.yaml", TEMPLATE.as_bytes()),
        (".gitignore", b"ignored/\n"),
    ])
}

#[test]
fn the_text_is_clean_and_the_object_gets_a_notice() {
    assert_cmd_snapshot!(pattern_test().args(["check", "fixtures/templates"]));
}

#[test]
fn every_format() {
    let folder = project();
    for format in [
        "human", "concise", "json", "jsonl", "github", "gitlab", "junit",
    ] {
        insta::with_settings!({
            snapshot_suffix => format,
            filters => vec![(r#"uuid="[^"]*""#, "uuid=[uuid]")],
        }, {
            assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check", "--format", format]));
        });
    }
}

#[test]
fn sarif_has_what_the_standard_asks_for() {
    let folder = project();
    let output = pattern_test_in(folder.path())
        .args(["check", "--format", "sarif"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(
            !place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .is_empty()
        );
        let region = &place["region"];
        let number = |name: &str| region[name].as_u64().unwrap();
        assert!(number("startLine") >= 1 && number("startColumn") >= 1);
        assert!(
            (number("startLine"), number("startColumn"))
                <= (number("endLine"), number("endColumn"))
        );
    }
    // Only what the standard knows stands where it is read.
    let known = |object: &Value, names: &[&str]| {
        let keys: Vec<_> = object.as_object().unwrap().keys().cloned().collect();
        assert!(
            keys.iter().all(|key| names.contains(&key.as_str())),
            "{keys:?}"
        );
    };
    known(&log, &["$schema", "version", "runs"]);
    known(run, &["tool", "columnKind", "results"]);
    known(
        &results[0],
        &[
            "ruleId",
            "ruleIndex",
            "level",
            "message",
            "locations",
            "partialFingerprints",
        ],
    );
    known(
        &rules[0],
        &[
            "id",
            "shortDescription",
            "fullDescription",
            "helpUri",
            "help",
            "defaultConfiguration",
        ],
    );
}

#[test]
fn rules_are_listed_and_explained() {
    assert_cmd_snapshot!(pattern_test().args(["check", "--list-rules"]));
    assert_cmd_snapshot!(pattern_test().args(["check", "--explain", "empty-affix"]));
    assert_cmd_snapshot!(pattern_test().args(["check", "--explain", "empty-afix"]));
}

#[test]
fn fixes_are_shown_and_written() {
    let folder = project();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_cmd_snapshot!(
        pattern_test_in(folder.path()).args(["check", "--diff", "--format", "concise"])
    );
    assert_eq!(
        read("patterns/bad.json"),
        BAD,
        "a diff alone changes nothing"
    );
    assert_cmd_snapshot!(
        pattern_test_in(folder.path()).args(["check", "--fix", "--format", "concise"])
    );
    assert_eq!(
        read("patterns/bad.json"),
        BAD.replace("\"aws.ec2\"", "[\"aws.ec2\"]")
            .replace("detailType", "detail-type")
    );
    assert_eq!(
        read("patterns/exit-code.json"),
        EXIT_CODE.replace("\"127\"", "127")
    );
    assert_eq!(
        read("template.yaml"),
        TEMPLATE,
        "nothing there can be mended for sure"
    );
    let names = std::fs::read_dir(folder.path().join("patterns")).unwrap();
    assert_eq!(names.count(), 2, "nothing is left lying about");
}

#[test]
fn a_baseline_hides_what_was_there() {
    let folder = project();
    let check = |words: &[&str]| {
        let output = pattern_test_in(folder.path())
            .arg("check")
            .args(words)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    assert_eq!(check(&["--write-baseline", "known.json"]).0, Some(0));
    let (code, told) = check(&["--baseline", "known.json"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(
        told,
        "no findings in 3 patterns of 3 files; 4 known from the baseline\n"
    );
    // What moves stays known; what is new is told.
    let path = folder.path().join("patterns/exit-code.json");
    std::fs::write(
        &path,
        format!(
            "\n\n{}",
            EXIT_CODE.replace("]}}\n", "], \"lastStatus\": [\"\", {\"prefix\": \"\"}]}}\n")
        ),
    )
    .unwrap();
    let (code, told) = check(&["--baseline", "known.json", "--format", "concise"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains("empty-affix") && !told.contains("wrong-type"),
        "{told}"
    );
}

#[test]
fn the_configuration_and_the_words_choose() {
    let folder = project();
    let config = "[check]\nignore = [\"invalid-pattern\", \"no-source\"]\nexclude = [\"template.yaml\"]\n\n[check.severity]\nwrong-type = \"notice\"\n\n[check.per-file-ignores]\n\"patterns/bad.*\" = [\"envelope-name\"]\n";
    std::fs::write(folder.path().join("pattern-test.toml"), config).unwrap();
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check", "--format", "concise"]));
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args([
        "check",
        "--format",
        "concise",
        "--deny",
        "wrong-type"
    ]));
    std::fs::write(
        folder.path().join("pattern-test.toml"),
        "[check]\nignore = [\"no-such-rule\"]\n",
    )
    .unwrap();
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check"]));
}

#[test]
fn suppressions_stand_beside_the_pattern() {
    let template = "Resources:\n  A:\n    Type: AWS::Events::Rule\n    Properties:\n      # pattern-test: ignore star-in-plain-value: the source is really called that\n      EventPattern: '{\"source\": [\"my.*\"]}'\n  B:\n    Type: AWS::Events::Rule\n    Metadata:\n      pattern-test:\n        ignore:\n          - {code: star-in-plain-value, reason: so it is called}\n          - wrong-type\n    Properties:\n      EventPattern:\n        source: [my.*]\n        detail: {a: [{prefix: \"\"}]} # pattern-test: ignore empty-affix\n";
    let main = "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  // pattern-test: ignore star-in-plain-value: so it is called\n  event_pattern = jsonencode({ source = [\"my.*\"] })\n}\n";
    let folder = directory_with(&[
        ("t.yaml", template.as_bytes()),
        ("main.tf", main.as_bytes()),
    ]);
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check", "--format", "concise"]));
}

#[test]
fn what_cannot_be_read_is_trouble() {
    let folder = directory_with(&[
        (
            "patterns/ok.json",
            b"{\"source\": [\"my.shop\"], \"detail\": {\"a\": [\"1\"]}}",
        ),
        (
            "t.yaml",
            b"Resources:\n  R: {Type: AWS::Events::Rule, Properties: {EventPattern: [}}\n",
        ),
    ]);
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check"]));
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args(["check", "missing.yaml"]));
    assert_cmd_snapshot!(pattern_test_in(folder.path()).args([
        "check",
        "--baseline",
        "missing.json"
    ]));
    let empty = directory_with(&[]);
    assert_cmd_snapshot!(pattern_test_in(empty.path()).args(["check"]));
}

#[test]
fn any_number_of_files_gives_the_same_output() {
    let folder = directory_with(&[]);
    for number in 0..200 {
        let path = folder.path().join(format!("patterns/{number:03}.json"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, BAD).unwrap();
    }
    let run = || {
        pattern_test_in(folder.path())
            .args(["check", "--format", "concise"])
            .output()
            .unwrap()
            .stdout
    };
    let first = run();
    assert_eq!(first.iter().filter(|byte| **byte == b'\n').count(), 401);
    assert_eq!(run(), first);
}

fn run(folder: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let output = pattern_test_in(folder).args(words).output().unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn rules_are_chosen_on_the_command_line_as_in_the_configuration() {
    let folder = project();
    let codes = |words: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "--format", "jsonl"];
        all.extend(words);
        let (_, out, _) = run(folder.path(), &all);
        let codes = out.lines().map(|line| {
            let finding: Value = serde_json::from_str(line).unwrap();
            finding["code"].as_str().unwrap().to_owned()
        });
        codes.collect()
    };
    assert_eq!(
        codes(&["--select", "wrong-type,star-in-plain-value"]),
        ["wrong-type", "star-in-plain-value"]
    );
    assert_eq!(
        codes(&[
            "--ignore",
            "wrong-type,invalid-pattern",
            "--ignore",
            "envelope-name"
        ]),
        ["star-in-plain-value"]
    );
    assert_eq!(
        codes(&["--allow", "wrong-type", "--select", "wrong-type"]),
        [""; 0]
    );
    std::fs::write(
        folder.path().join("pattern-test.toml"),
        "[check]\nselect = [\"wrong-type\", \"envelope-name\"]\nignore = [\"envelope-name\"]\n",
    )
    .unwrap();
    assert_eq!(codes(&[]), ["wrong-type"]);
    // What is asked for on the command line counts most.
    assert_eq!(codes(&["--select", "envelope-name"]), ["envelope-name"]);
    std::fs::write(
        folder.path().join("pattern-test.toml"),
        "[check.severity]\nwrong-type = \"note\"\nenvelope-name = \"notice\"\n",
    )
    .unwrap();
    let (code, out, _) = run(
        folder.path(),
        &[
            "check",
            "--format",
            "concise",
            "--select",
            "wrong-type,envelope-name",
        ],
    );
    assert_eq!(
        (code, out.matches(": note: ").count()),
        (Some(0), 2),
        "{out}"
    );
    let (code, _, err) = run(folder.path(), &["check", "--select", "wrong-typ"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("there is `wrong-type`"), "{err}");
}

#[test]
fn a_diff_is_a_patch_and_writes_nothing() {
    let folder = project();
    let path = folder.path();
    std::fs::rename(
        path.join("patterns/bad.json"),
        path.join("patterns/bad one.json"),
    )
    .unwrap();
    std::fs::write(
        path.join("patterns/crlf.json"),
        "{\r\n\t\"source\": \"größe\",\r\n\t\"detail-type\": [\"x\"]\r\n}",
    )
    .unwrap();
    let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap();
    let before = [read("patterns/bad one.json"), read("patterns/crlf.json")];
    let (code, patch, told) = run(path, &["check", "--fix", "--diff"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        before,
        [read("patterns/bad one.json"), read("patterns/crlf.json")]
    );
    assert!(
        patch.starts_with("diff --git ") && !patch.contains("invalid-pattern"),
        "{patch}"
    );
    assert!(told.contains("invalid-pattern"), "{told}");
    // In a machine's format the findings make way as well.
    let (_, same, findings) = run(path, &["check", "--diff", "--format", "json"]);
    assert_eq!(same, patch);
    assert!(
        serde_json::from_str::<Value>(&findings).is_ok(),
        "{findings}"
    );
    let git = |words: &[&str], input: &str| {
        let mut child = std::process::Command::new("git")
            .args(words)
            .current_dir(path)
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    git(&["apply", "-"], &patch);
    let patched = [read("patterns/bad one.json"), read("patterns/crlf.json")];
    assert_eq!(patched[1], before[1].replace("\"größe\"", "[\"größe\"]"));
    // It is what --fix writes.
    std::fs::write(path.join("patterns/bad one.json"), &before[0]).unwrap();
    std::fs::write(path.join("patterns/crlf.json"), &before[1]).unwrap();
    run(path, &["check", "--fix"]);
    assert_eq!(
        patched,
        [read("patterns/bad one.json"), read("patterns/crlf.json")]
    );
}

#[test]
fn guesses_are_made_only_when_asked_for() {
    let text = "{\"source\": [\"my.shop\"], \"detail\": {\"state\": [{\"startsWith\": \"on\"}]}}\n";
    let folder = directory_with(&[("rule.json", text.as_bytes())]);
    let read = || std::fs::read_to_string(folder.path().join("rule.json")).unwrap();
    let (_, out, _) = run(folder.path(), &["check", "rule.json", "--fix"]);
    assert!(
        out.contains("1 fixable with `--fix --unsafe-fixes`"),
        "{out}"
    );
    assert_eq!(read(), text);
    let (code, out, _) = run(
        folder.path(),
        &["check", "rule.json", "--fix", "--unsafe-fixes"],
    );
    assert_eq!(code, Some(0), "{out}");
    assert_eq!(read(), text.replace("startsWith", "prefix"));
}

#[test]
fn what_the_baseline_knew_and_is_gone_is_told() {
    let folder = project();
    run(folder.path(), &["check", "--write-baseline", "known.json"]);
    std::fs::remove_file(folder.path().join("template.yaml")).unwrap();
    let (code, out, _) = run(folder.path(), &["check", "--baseline", "known.json"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        out,
        "no findings in 2 patterns of 2 files; 3 known from the baseline; 1 entry of the baseline is gone, write it again\n"
    );
}

#[test]
fn what_was_not_looked_for_is_not_gone() {
    let folder = project();
    run(folder.path(), &["check", "--write-baseline", "known.json"]);
    for words in [
        &["check", "template.yaml", "--baseline", "known.json"][..],
        &["check", "--baseline", "known.json", "--select", "too-long"],
    ] {
        let (code, out, _) = run(folder.path(), words);
        assert_eq!(code, Some(0), "{out}");
        assert!(!out.contains("gone"), "{out}");
    }
}

#[test]
fn a_finding_names_the_page_of_its_rule() {
    let folder = project();
    let (_, out, _) = run(folder.path(), &["check", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    for finding in document["findings"].as_array().unwrap() {
        let page = finding["page"].as_str().unwrap();
        let path = page.find("docs/rules/").map(|at| &page[at..]).unwrap();
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        assert!(page.is_file(), "{path}");
    }
}

/// Whoever reads standard output gets one document, also where there is nothing to check.
#[test]
fn nothing_to_check_is_one_document() {
    let folder = directory_with(&[]);
    let (code, out, _) = run(folder.path(), &["check", "--format", "json"]);
    assert_eq!(code, Some(2));
    let document: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["errors"][0]["message"], "found nothing to check");
    let (_, out, _) = run(folder.path(), &["check", "--format", "jsonl"]);
    assert_eq!(out.lines().count(), 1, "{out}");
}

#[test]
fn github_actions_are_told_by_themselves() {
    let folder = project();
    let summary = folder.path().join("summary.md");
    let output = |words: &[&str]| {
        let output = pattern_test_in(folder.path())
            .args(words)
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_STEP_SUMMARY", &summary)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let out = output(&["check", "--format", "concise"]);
    assert_eq!(
        out.matches("::error file=patterns/bad.json,line=2").count(),
        1,
        "{out}"
    );
    assert_eq!(out.matches("\n::warning ").count(), 3, "{out}");
    let text = std::fs::read_to_string(&summary).unwrap();
    assert!(
        text.starts_with("### ❌ Checked event patterns\n\n1 error, 3 warnings, 0 notes"),
        "{text}"
    );
    assert!(text.contains("| error | `patterns/bad.json:2` |"), "{text}");
    // What a machine reads is not disturbed.
    let out = output(&["check", "--format", "json"]);
    assert!(serde_json::from_str::<Value>(&out).is_ok(), "{out}");
}

/// Files are called by their path in the repository, wherever in it the program runs.
#[test]
fn reports_for_a_repository_name_files_from_its_root() {
    let folder = project();
    let root = folder.path().canonicalize().unwrap();
    std::fs::create_dir_all(root.join("services/a")).unwrap();
    std::fs::create_dir(root.join("b")).unwrap();
    std::fs::rename(root.join("patterns"), root.join("services/a/patterns")).unwrap();
    let summary = root.join("summary.md");
    let output = |variable: &str, words: &[&str]| {
        let output = pattern_test_in(&root.join("b"))
            .args(words)
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env(variable, &root)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let absolute = root.join("services/a");
    for named in ["../services/a", absolute.to_str().unwrap()] {
        let check = |variable, format| output(variable, &["check", named, "--format", format]);
        let out = check("GITHUB_WORKSPACE", "github");
        assert!(
            out.starts_with("::error file=services/a/patterns/bad.json,"),
            "{out}"
        );
        assert!(!out.contains(root.to_str().unwrap()), "{out}");
        let out = check("GITHUB_WORKSPACE", "sarif");
        assert!(
            out.contains(r#""uri": "services/a/patterns/bad.json""#),
            "{out}"
        );
        let out = check("CI_PROJECT_DIR", "gitlab");
        assert!(
            out.contains(r#""path": "services/a/patterns/bad.json""#),
            "{out}"
        );
        let text = std::fs::read_to_string(&summary).unwrap();
        assert!(
            text.contains("| `services/a/patterns/bad.json:2` |"),
            "{text}"
        );
        std::fs::remove_file(&summary).unwrap();
    }
    let words = [
        "compare",
        "../services/a/patterns/bad.json",
        "../services/a/patterns/bad.json",
        "--format",
        "markdown",
    ];
    let out = output("GITHUB_WORKSPACE", &words);
    assert!(!out.contains("../services"), "{out}");
}

/// The commands of the hooks for pre-commit and of the GitHub Action, run on this repository.
mod integrations {
    use super::*;

    fn text(name: &str) -> String {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
    }

    /// Runs the words behind `pattern-test` on a clean project.
    fn clean(words: &[&str]) {
        let pattern = "{\"source\": [\"my.shop\"], \"detail\": {\"a\": [\"1\"]}}";
        let folder = directory_with(&[("patterns/ok.json", pattern.as_bytes())]);
        let output = pattern_test_in(folder.path()).args(words).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {told}");
    }

    #[test]
    fn the_hooks_run() {
        let hooks = text(".pre-commit-hooks.yaml");
        let entries: Vec<_> = hooks
            .lines()
            .filter_map(|line| line.trim().strip_prefix("entry: pattern-test "))
            .collect();
        assert!(entries.contains(&"check"), "{entries:?}");
        for entry in entries
            .into_iter()
            .filter(|entry| entry.starts_with("check"))
        {
            let mut words: Vec<_> = entry.split(' ').collect();
            words.push("patterns/ok.json");
            clean(&words);
        }
    }

    /// With what a workflow gives by default, and with paths, one of them with a space, and a glob.
    #[test]
    fn the_action_runs() {
        let pattern = b"{\"source\": [\"my.shop\"], \"detail\": {\"a\": [\"1\"]}}";
        let folder = directory_with(&[
            ("patterns/ok.json", pattern),
            ("two words/patterns/ok.json", pattern),
        ]);
        let program = insta_cmd::get_cargo_bin("pattern-test");
        let path = std::env::join_paths(
            std::iter::once(program.parent().unwrap().to_owned())
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        )
        .unwrap();
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/scripts");
        for (script, paths, arguments, said) in [
            ("check.sh", "", "", "in 2 patterns of 2 files"),
            ("check.sh", "patterns .", "", "in 2 patterns of 2 files"),
            (
                "check.sh",
                "two words\npatterns\n",
                "",
                "in 2 patterns of 2 files",
            ),
            (
                "check.sh",
                "pat*s",
                "--format concise",
                "in 1 pattern of 1 file",
            ),
            (
                "verify.sh",
                "",
                "",
                "::notice title=pattern-test::no suites",
            ),
        ] {
            let output = std::process::Command::new("bash")
                .arg(scripts.join(script))
                .current_dir(folder.path())
                .env("PATH", &path)
                .env("PATHS", paths)
                .env("ARGUMENTS", arguments)
                .output()
                .unwrap();
            let out = String::from_utf8_lossy(&output.stdout);
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{paths}: {out}{told}");
            assert!(out.contains(said), "{paths}: {out}{told}");
        }
    }
}
