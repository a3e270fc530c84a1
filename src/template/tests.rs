//! What is found, and where it is said to stand.

use super::*;
use crate::json::{Counting, Position, Span};
use std::fmt::Write as _;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates")
}

fn read(name: &str) -> Extraction {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    extract(&path, &text, &Vars::new()).unwrap()
}

fn of(name: &str, text: &str) -> Extraction {
    extract(Path::new(name), text, &Vars::new()).unwrap()
}

/// Every condition and matcher with the piece of the template it is said to stand at.
fn places(extraction: &Extraction) -> String {
    let mut out = String::new();
    let mut line = |what: &str, place: Place| {
        let file = extraction.file(place.file).unwrap();
        let Position { line, column } =
            Position::of(&file.text, place.span.start, Counting::Characters);
        let name = file.path.file_name().unwrap().to_string_lossy();
        let source = place.span.of(&file.text);
        writeln!(out, "  {what:<40} {name}:{line}:{column} {source:?}").unwrap();
    };
    for found in &extraction.patterns {
        line(&format!("# {}", found.id), found.key);
        let settled = Settled::new(&found.text, found.language());
        let pattern = settled.pattern().unwrap();
        for condition in pattern.conditions() {
            line(&condition.path, settled.text.place(condition.key_span));
            for matcher in &condition.matchers {
                let text = matcher.span.of(pattern.text());
                line(&format!("  {text}"), settled.text.place(matcher.span));
            }
        }
    }
    out
}

#[test]
fn every_value_is_found_where_it_stands() {
    for name in [
        "every-form.yaml",
        "main.tf",
        "serverless.yml",
        "cdk.template.json",
    ] {
        insta::with_settings!({snapshot_suffix => name, omit_expression => true}, {
            insta::assert_snapshot!(places(&read(name)));
        });
    }
}

#[test]
fn exact_pieces_are_the_bytes_of_the_template() {
    for name in [
        "every-form.yaml",
        "main.tf",
        "serverless.yml",
        "cdk.template.json",
    ] {
        let extraction = read(name);
        for found in &extraction.patterns {
            let text = &found.text;
            let mut exact = 0;
            for (at, c) in text.as_str().char_indices() {
                let span = Span::new(at, at + c.len_utf8());
                if let Some(place) = text.exact_place(span) {
                    let file = extraction.file(place.file).unwrap();
                    assert_eq!(place.span.of(&file.text), span.of(text.as_str()));
                    exact += 1;
                }
            }
            assert!(exact > 3, "{name} {}", found.id);
        }
    }
}

#[test]
fn given_values_are_filled_in() {
    let path = folder().join("every-form.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let vars = [
        ("AWS::Partition", "aws"),
        ("AWS::Region", "eu-west-1"),
        ("AWS::AccountId", "123456789012"),
        ("Cluster", "main"),
    ];
    let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let found = extract(&path, &text, &vars.into()).unwrap();
    assert!(found.patterns.iter().all(|found| found.text.is_known()));
    let block = found.find("Block")[0].text.as_str();
    assert!(
        block.contains("\"arn:aws:ecs:eu-west-1:123456789012:cluster/main\""),
        "{block}"
    );
    let object = found.find("Object")[0].text.as_str();
    assert!(
        object.contains("\"account\":[\"123456789012\"]"),
        "{object}"
    );
}

#[test]
fn names_find_what_they_mean() {
    let found = read("every-form.yaml");
    let ids = |name: &str| -> Vec<_> { found.find(name).iter().map(|f| f.id.clone()).collect() };
    assert_eq!(ids("Block"), ["Block"]);
    assert_eq!(ids("Worker.Stopped"), ["Worker.Stopped"]);
    assert_eq!(
        ids("WorkerStopped"),
        ["Worker.Stopped"],
        "the rule that SAM makes"
    );
    assert_eq!(ids("Stopped"), ["Worker.Stopped"]);
    assert_eq!(ids("Pipe"), ["Pipe.Filters[0]"]);
    assert_eq!(ids("Mapping").len(), 2);
    assert!(ids("Wor").is_empty());
}

#[test]
fn numbers_and_booleans_as_strings() {
    let found = read("every-form.yaml");
    let object = found.find("Object")[0];
    let text = object.deployed(AsDeployed::Stringified).as_str();
    assert!(
        text.contains(r#""exitCode":["1","4",{"anything-but":"0"}]"#),
        "{text}"
    );
    assert!(
        text.contains(r#""ok":["true",{"exists":"false"}]"#),
        "{text}"
    );
    let block = found.find("Block")[0];
    assert!(block.stringified.is_none(), "text passes unchanged");
}

#[test]
fn an_error_points_into_the_template() {
    let found = of(
        "t.yaml",
        "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: \"{\\\"source\\\": \\\"aws.ec2\\\"}\"\n",
    );
    let settled = Settled::new(&found.patterns[0].text, Language::Events);
    let Outcome::Refused(error) = &settled.outcome else {
        panic!("{settled:?}");
    };
    let place = settled.text.place(error.span());
    assert_eq!(place.span.of(&found.files[0].text), "\\\"aws.ec2\\\"");
}

#[test]
fn what_is_not_known_is_not_blamed() {
    for (pattern, clear) in [
        (r#"{"a": [{"cidr": "${Block}"}]}"#, true),
        (r#"{"a": [{"cidr": "10.0.0.0/${Bits}"}]}"#, true),
        (r#"{"a": [{"numeric": [">", ${N}]}]}"#, true),
        (r#"{"a": ${List}}"#, true),
        (r#"{"a": [{"exists": ${Flag}}]}"#, true),
        (r#"{"a": [{"${Operator}": "x"}]}"#, false),
        (r#"{"a": [1], ${Rest}}"#, false),
        (r#"{"a": [1] ${Rest}}"#, false),
    ] {
        let template = format!(
            "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: !Sub '{pattern}'\n"
        );
        let found = of("t.yaml", &template);
        match Settled::new(&found.patterns[0].text, Language::Events).outcome {
            Outcome::Pattern(_) => assert!(clear, "{pattern}"),
            Outcome::Unclear => assert!(!clear, "{pattern}"),
            Outcome::Refused(error) => panic!("{pattern}: {error}"),
        }
    }
    let refused = r#"{"a": [{"prefix": "${X}", "suffix": "b"}]}"#;
    let template = format!(
        "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: !Sub '{refused}'\n"
    );
    let found = of("t.yaml", &template);
    let settled = Settled::new(&found.patterns[0].text, Language::Events);
    assert!(
        matches!(settled.outcome, Outcome::Refused(_)),
        "what is known is checked"
    );
}

#[test]
fn keys_that_terraform_drops() {
    let found = read("main.tf");
    let twice = found.find("twice")[0];
    assert_eq!(
        twice.text.as_str().trim(),
        r#"{"source": ["a"], "detail": {"y": [2]}}"#
    );
    let lost = twice.collapsed[0];
    assert_eq!(lost.span.of(&found.files[0].text), "\"detail\"");
}

#[test]
fn merged_maps_and_loops() {
    let found = of(
        "t.yaml",
        "Base: &base {source: [aws.ec2], account: ['1']}\n\
         Resources:\n  \
           Fn::ForEach::Rules:\n    - Name\n    - [a, b]\n    \
           - Rule${Name}:\n        Type: AWS::Events::Rule\n        Properties:\n          \
             EventPattern: {<<: *base, source: [aws.s3]}\n",
    );
    assert_eq!(
        found.patterns[0].text.as_str(),
        r#"{"source":["aws.s3"],"account":["1"]}"#
    );
}

#[test]
fn other_files_are_none_of_ours() {
    for (name, text) in [
        ("a.yaml", "kind: Deployment\nspec: {EventPattern: x}\n"),
        ("a.yaml", "EventPattern: {{ .Values.pattern }}\n"),
        ("a.json", "{\"EventPattern\": \"{}\"}"),
        ("a.json", "EventPattern, but no JSON"),
        ("a.txt", "Resources: EventPattern AWS::"),
        ("a.tf", "resource \"x\" \"y\" {}"),
    ] {
        assert!(
            extract(Path::new(name), text, &Vars::new()).is_none(),
            "{text}"
        );
    }
}

mod hostile {
    use super::*;

    fn problem(name: &str, text: &str) -> String {
        let found = extract(Path::new(name), text, &Vars::new()).unwrap();
        assert_eq!(found.patterns.len(), 0);
        found.problems[0].message.clone()
    }

    fn rule(before: &str, pattern: &str) -> String {
        format!(
            "{before}Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {pattern}\n"
        )
    }

    #[test]
    fn aliases_that_double_and_double() {
        let mut before = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..40 {
            let inner = vec![format!("*a{}", n - 1); 9].join(", ");
            writeln!(before, "a{n}: &a{n} [{inner}]").unwrap();
        }
        let message = problem("t.yaml", &rule(&before, "{source: *a39}"));
        assert_eq!(
            message,
            "with its aliases this expands to more than 100000 values"
        );
    }

    #[test]
    fn aliases_that_go_deeper_and_deeper() {
        let mut before = "a0: &a0 [x]\n".to_owned();
        for n in 1..50_000 {
            writeln!(before, "a{n}: &a{n} [*a{}]", n - 1).unwrap();
        }
        let message = problem("t.yaml", &rule(&before, "{source: *a49999}"));
        assert_eq!(message, "this nests deeper than 128 levels");
    }

    #[test]
    fn an_alias_inside_of_what_it_stands_for() {
        let message = problem("t.yaml", &rule("", "&a {source: [*a]}"));
        assert_eq!(message, "this alias refers to itself");
    }

    #[test]
    fn deep_nesting() {
        let open = "[".repeat(100_000);
        let message = problem("t.yaml", &rule("", &format!("{{source: {open}")));
        assert!(message.starts_with("this is not YAML: "), "{message}");
        let json = format!(
            "{{\"Resources\": {{\"R\": {{\"Type\": \"AWS::Events::Rule\", \"EventPattern\": {open}"
        );
        assert!(
            problem("t.json", &json).contains("deep"),
            "{}",
            problem("t.json", &json)
        );
        let hcl = format!("resource \"a\" \"b\" {{\n event_pattern = jsonencode({open}\n}}\n");
        assert!(problem("t.tf", &hcl).starts_with("this is not HCL: "));
    }

    #[test]
    fn a_template_that_is_too_large() {
        let text = rule(&format!("# {}\n", "x".repeat(LARGEST)), "{source: [a]}");
        assert_eq!(
            problem("t.yaml", &text),
            "larger than 4 MiB, the most that is read of a template"
        );
    }

    #[test]
    fn locals_that_name_each_other() {
        let text = "locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = local.a })\n}\n";
        assert_eq!(
            problem("t.tf", text),
            "this nests deeper than 96 levels, or a local value names itself"
        );
    }

    #[test]
    fn locals_that_double_and_double() {
        let mut text = "locals {\n  a0 = [\"x\", \"x\"]\n".to_owned();
        for n in 1..30 {
            writeln!(text, "  a{n} = [local.a{0}, local.a{0}]", n - 1).unwrap();
        }
        text += "}\nresource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = local.a29 })\n}\n";
        assert_eq!(
            problem("t.tf", &text),
            "this expands to more than 100000 values"
        );
    }

    #[test]
    fn files_that_include_each_other_are_read_once() {
        let folder =
            std::env::temp_dir().join(format!("pattern-test-include-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("a.tftpl"),
            "{\"source\": [\"${templatefile(\"a.tftpl\", {})}\"]}",
        )
        .unwrap();
        let text = "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = templatefile(\"a.tftpl\", {})\n}\nresource \"aws_cloudwatch_event_rule\" \"s\" {\n  event_pattern = file(\"/dev/zero\")\n}\n";
        let found = extract(&folder.join("main.tf"), text, &Vars::new()).unwrap();
        assert_eq!(found.patterns.len(), 1, "a device is not read");
        assert_eq!(found.patterns[0].text.unknowns().count(), 1);
        assert_eq!(found.files.len(), 2);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn merges_without_end() {
        let mut before = "m0: &m0 {source: [a]}\n".to_owned();
        for n in 1..2_000 {
            writeln!(before, "m{n}: &m{n} {{<<: [*m{0}, *m{0}]}}", n - 1).unwrap();
        }
        // Only so many merges are followed; what matters is that it ends.
        let text = rule(&before, "{<<: *m1999, account: ['1']}");
        let found = extract(Path::new("t.yaml"), &text, &Vars::new()).unwrap();
        assert_eq!(found.patterns.len(), 1);
    }
}

#[test]
fn an_error_inside_of_a_character_stands_before_it() {
    let text = "resource \"aws_cloudwatch_event_rule\" \"h\" {\n  event_pattern = <<-PATT\u{12d}";
    let extraction = of("main.tf", text);
    let place = extraction.problems[0].place.unwrap();
    assert!(text.get(place.span.start..place.span.end).is_some());
}

#[test]
fn either_branch_of_a_choice_is_a_pattern() {
    let ids = |extraction: &Extraction| -> Vec<String> {
        let found = extraction.patterns.iter();
        found.map(|found| found.id.clone()).collect()
    };
    let rule = |pattern: &str| {
        of(
            "t.yaml",
            &format!(
                "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {pattern}\n"
            ),
        )
    };
    let both = rule("!If [A, {source: [a]}, '{\"source\": [\"b\"]}']");
    assert_eq!(ids(&both), ["R.then", "R.else"]);
    assert_eq!(both.find("R").len(), 2);
    let nested = rule("!If [A, {source: [a]}, !If [B, {source: [b]}, !Ref C]]");
    assert_eq!(ids(&nested), ["R.then", "R.else.then"]);
    assert_eq!(nested.open.len(), 1);
    assert_eq!(nested.open[0].id, "R.else.else");
    let one = rule("!If [A, !Ref AWS::NoValue, {source: [b]}]");
    assert_eq!((ids(&one), one.open.len()), (vec!["R".to_owned()], 0));
    let none = extract(
        Path::new("t.yaml"),
        "Resources: {R: {Type: AWS::Events::Rule, Properties: {EventPattern: !Ref P}}}",
        &Vars::new(),
    );
    assert_eq!(none.unwrap().open[0].id, "R");
    let hcl = |value: &str| {
        let text = format!(
            "resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = {value}\n}}\n"
        );
        of("main.tf", &text)
    };
    let both = hcl(r#"var.a ? jsonencode({source = ["a"]}) : (var.b ? "{}" : var.c)"#);
    let id = "aws_cloudwatch_event_rule.r";
    assert_eq!(
        ids(&both),
        [format!("{id}.then"), format!("{id}.else.then")]
    );
    assert_eq!(both.open[0].id, format!("{id}.else.else"));
    let one = hcl(r#"var.a ? jsonencode({source = ["a"]}) : null"#);
    assert_eq!((ids(&one), one.open.len()), (vec![id.to_owned()], 0));
}

#[test]
fn what_decides_how_often_a_block_is_made_does_not_change_its_patterns() {
    let found = |for_each: &str| -> Vec<String> {
        let text = format!(
            "locals {{\n  on = var.on\n  all = {{\n    a = {{ event_pattern = {{ source = [\"a\"] }} }}\n    b = {{ event_pattern = {{ source = [\"b\"] }} }}\n  }}\n}}\n\
             resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  for_each = {for_each}\n  event_pattern = jsonencode(each.value.event_pattern)\n}}\n"
        );
        let extraction = extract(Path::new("main.tf"), &text, &Vars::new()).unwrap();
        let mut all: Vec<_> = extraction.patterns.iter().map(|f| f.id.clone()).collect();
        all.extend(
            extraction
                .open
                .iter()
                .map(|open| format!("open {}", open.id)),
        );
        all
    };
    let both = [
        "aws_cloudwatch_event_rule.r[\"a\"]",
        "aws_cloudwatch_event_rule.r[\"b\"]",
    ];
    for for_each in [
        "local.all",
        "{ for k, v in local.all : k => v if local.on }",
        "{ for k, v in local.all : k => v if v.enabled }",
        "local.on ? local.all : {}",
        "(local.on ? {} : local.all)",
        "merge(local.on ? local.all : {}, {})",
        "coalesce(var.rules, local.all)",
        "var.on ? { for k, v in local.all : k => v if k != \"c\" } : tomap({})",
    ] {
        assert_eq!(found(for_each), both, "{for_each}");
    }
    let open = ["open aws_cloudwatch_event_rule.r"];
    for for_each in [
        "local.on ? local.all : local.other",
        "{ for k, v in local.all : k => v... if local.on }",
        "{ for k, v in var.all : k => v if local.on }",
        "merge(local.all, var.more)",
    ] {
        assert_eq!(found(for_each), open, "{for_each}");
    }
}

#[test]
fn a_collection_that_names_itself_ends() {
    for locals in [
        "a = local.a",
        "a = merge(local.b, local.b)\n  b = merge(local.a, local.a)",
        "a = var.x ? local.a : local.a",
    ] {
        let text = format!(
            "locals {{\n  {locals}\n}}\nresource \"aws_cloudwatch_event_rule\" \"r\" {{\n  for_each = local.a\n  event_pattern = jsonencode(each.value)\n}}\n"
        );
        let extraction = extract(Path::new("main.tf"), &text, &Vars::new()).unwrap();
        assert!(extraction.patterns.is_empty());
    }
}
