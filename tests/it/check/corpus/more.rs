//! Mistakes that are told with what to write instead, in every form, each at its line and with the
//! advice that belongs to it.

use super::forms::{FORMS, Form};
use super::{file, findings, folder_with, place};
use std::collections::BTreeSet;

/// The rule, the word at which it stands, what the advice holds, and the pattern.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

const MISTAKES: &[Mistake] = &[
    // Names from elsewhere.
    (
        "invalid-pattern",
        "contains",
        r#"{"wildcard":"*err*"}"#,
        r#"{"source": ["my.shop"], "detail": {"reason": [{"contains": "err"}]}}"#,
    ),
    (
        "invalid-pattern",
        "regex",
        r#"{"prefix":"in/"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"regex": "^in/.*"}]}}"#,
    ),
    (
        "invalid-pattern",
        "startsWith",
        r#"{"prefix":"in/"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"startsWith": "in/"}]}}"#,
    ),
    (
        "invalid-pattern",
        "endsWith",
        r#"{"suffix":".png"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"endsWith": ".png"}]}}"#,
    ),
    (
        "invalid-pattern",
        "$in",
        r#""open","paid""#,
        r#"{"source": ["my.shop"], "detail": {"state": [{"$in": ["open", "paid"]}]}}"#,
    ),
    (
        "invalid-pattern",
        "$ne",
        r#"{"anything-but":"open"}"#,
        r#"{"source": ["my.shop"], "detail": {"state": [{"$ne": "open"}]}}"#,
    ),
    (
        "invalid-pattern",
        "!=",
        r#"{"anything-but":5}"#,
        r#"{"source": ["my.shop"], "detail": {"n": [{"!=": 5}]}}"#,
    ),
    (
        "invalid-pattern",
        ">=",
        r#"{"numeric":[">=",7]}"#,
        r#"{"source": ["my.shop"], "detail": {"n": [{">=": 7}]}}"#,
    ),
    (
        "invalid-pattern",
        "gt",
        r#"{"numeric":[">",7]}"#,
        r#"{"source": ["my.shop"], "detail": {"n": [{"gt": 7}]}}"#,
    ),
    (
        "invalid-pattern",
        "between",
        r#"{"numeric":[">=",1,"<=",5]}"#,
        r#"{"source": ["my.shop"], "detail": {"n": [{"between": [1, 5]}]}}"#,
    ),
    (
        "invalid-pattern",
        "equalsIgnoreCase",
        r#"{"equals-ignore-case":"alice"}"#,
        r#"{"source": ["my.shop"], "detail": {"name": [{"equalsIgnoreCase": "alice"}]}}"#,
    ),
    (
        "invalid-pattern",
        "missing",
        r#"{"exists":false}"#,
        r#"{"source": ["my.shop"], "detail": {"coupon": [{"missing": true}]}}"#,
    ),
    // Operands.
    (
        "invalid-pattern",
        "{\"suffix\": [",
        r#"{"suffix":".png"},{"suffix":".jpg"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"suffix": [".png", ".jpg"]}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"prefix\": 12",
        r#"{"prefix":"12"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"prefix": 12}]}}"#,
    ),
    (
        "invalid-pattern",
        ">=7",
        r#"{"numeric":[">=",7]}"#,
        r#"{"source": ["my.shop"], "detail": {"total": [{"numeric": ">=7"}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"numeric\": 7",
        "write the number itself:7",
        r#"{"source": ["my.shop"], "detail": {"total": [{"numeric": 7}]}}"#,
    ),
    (
        "invalid-pattern",
        "\"0\"",
        r#"{"numeric":[">",0]}"#,
        r#"{"source": ["my.shop"], "detail": {"total": [{"numeric": [">", "0"]}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"numeric\": [\"=>\"",
        r#"{"numeric":[">=",5]}"#,
        r#"{"source": ["my.shop"], "detail": {"total": [{"numeric": ["=>", 5]}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"numeric\": [\">\", 9",
        r#"{"numeric":[">",1,"<",9]}"#,
        r#"{"source": ["my.shop"], "detail": {"total": [{"numeric": [">", 9, "<", 1]}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"exists\": \"false\"",
        r#"{"exists":false}"#,
        r#"{"source": ["my.shop"], "detail": {"coupon": [{"exists": "false"}]}}"#,
    ),
    (
        "invalid-pattern",
        "10.0.0.1/32",
        r#""10.0.0.1""#,
        r#"{"source": ["my.shop"], "detail": {"ip": [{"cidr": "10.0.0.1/32"}]}}"#,
    ),
    (
        "invalid-pattern",
        "10.1.2.3",
        r#""10.1.2.3""#,
        r#"{"source": ["my.shop"], "detail": {"ip": [{"cidr": "10.1.2.3"}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"cidr\": [",
        r#"{"cidr":"10.0.0.0/8"},{"cidr":"192.168.0.0/16"}"#,
        r#"{"source": ["my.shop"], "detail": {"ip": [{"cidr": ["10.0.0.0/8", "192.168.0.0/16"]}]}}"#,
    ),
    (
        "invalid-pattern",
        "in/**",
        r#"{"wildcard":"in/*"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"wildcard": "in/**"}]}}"#,
    ),
    (
        "invalid-pattern",
        "suffix",
        r#"{"wildcard":"in/*.csv"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"prefix": "in/", "suffix": ".csv"}]}}"#,
    ),
    // anything-but
    (
        "invalid-pattern",
        "exists",
        r#"{"exists":false}"#,
        r#"{"source": ["my.shop"], "detail": {"coupon": [{"anything-but": {"exists": true}}]}}"#,
    ),
    (
        "invalid-pattern",
        "suffix",
        r#"{"anything-but":{"wildcard":["tmp/*","*.bak"]}}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"anything-but": {"prefix": "tmp/", "suffix": ".bak"}}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"anything-but\": [{",
        r#"{"anything-but":{"wildcard":"tmp/*"}}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"anything-but": [{"wildcard": "tmp/*"}]}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"anything-but\": {\"numeric\"",
        r#"{"numeric":["<=",5]}"#,
        r#"{"source": ["my.shop"], "detail": {"n": [{"anything-but": {"numeric": [">", 5]}}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"anything-but\": [\"x\"",
        "only strings or only numbers",
        r#"{"source": ["my.shop"], "detail": {"n": [{"anything-but": ["x", 1]}]}}"#,
    ),
    (
        "invalid-pattern",
        "{\"anything-but\": true",
        "list the other one:false",
        r#"{"source": ["my.shop"], "detail": {"vip": [{"anything-but": true}]}}"#,
    ),
    // Shape.
    (
        "invalid-pattern",
        "err",
        r#""reason":[{"prefix":"err"}]"#,
        r#"{"source": ["my.shop"], "detail": {"reason": {"prefix": "err"}}}"#,
    ),
    (
        "invalid-pattern",
        "aws.*",
        r#"[{"wildcard":"aws.*"}]"#,
        r#"{"source": "aws.*", "detail": {"a": ["1"]}}"#,
    ),
    (
        "invalid-pattern",
        ">=100",
        r#""total":[{"numeric":[">=",100]}]"#,
        r#"{"source": ["my.shop"], "detail": {"total": ">=100"}}"#,
    ),
    (
        "invalid-pattern",
        "sku",
        r#""items":{"sku":["a-1"]}"#,
        r#"{"source": ["my.shop"], "detail": {"items": [{"sku": ["a-1"]}]}}"#,
    ),
    (
        "invalid-pattern",
        "open",
        r#"["open","paid"]"#,
        r#"{"source": ["my.shop"], "detail": {"state": [["open", "paid"]]}}"#,
    ),
    (
        "invalid-pattern",
        "$not",
        "no `$not` operator",
        r#"{"source": ["my.shop"], "detail": {"$not": "x"}}"#,
    ),
    // Accepted, and something else than what was meant.
    (
        "entries-are-alternatives",
        "{\"suffix\": \".csv\"}",
        r#"{"wildcard":"in/*.csv"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": [{"prefix": "in/"}, {"suffix": ".csv"}]}}"#,
    ),
    (
        "accepts-everything",
        "\"<\"",
        r#"{"numeric":[">",0,"<",5]}"#,
        r#"{"source": ["my.shop"], "detail": {"n": [{"numeric": [">", 0]}, {"numeric": ["<", 5]}]}}"#,
    ),
    (
        "accepts-everything",
        "in/x",
        "keep the narrower one",
        r#"{"source": ["my.shop"], "detail": {"key": [{"prefix": "in/"}, {"anything-but": "in/x"}]}}"#,
    ),
    (
        "numbers-in-steps",
        "71",
        r#"{"numeric":[">=",71]}"#,
        r#"{"source": ["my.shop"], "detail": {"severity": [71, 72, 73, 74, 75, 76, 77, 78, 79, 80]}}"#,
    ),
    (
        "malformed-arn",
        "arn:aws:us-east-1:123456789012:x",
        "SERVICE",
        r#"{"source": ["my.shop"], "resources": ["arn:aws:us-east-1:123456789012:x"]}"#,
    ),
    (
        "malformed-arn",
        "arn:aws:s3:bucket",
        "SERVICE",
        r#"{"source": ["my.shop"], "resources": ["arn:aws:s3:bucket"]}"#,
    ),
    (
        "matcher-as-text",
        "{\\\"prefix\\\"",
        r#"{"prefix":"in/"}"#,
        r#"{"source": ["my.shop"], "detail": {"key": ["{\"prefix\": \"in/\"}"]}}"#,
    ),
    (
        "detail-type-name",
        "s3:ObjectCreated:Put",
        "Object Created",
        r#"{"source": ["aws.s3"], "detail-type": ["s3:ObjectCreated:Put"]}"#,
    ),
    (
        "detail-type-name",
        "ObjectRemoved:Delete",
        "Object Deleted",
        r#"{"source": ["aws.s3"], "detail-type": ["ObjectRemoved:Delete"]}"#,
    ),
];

/// Patterns with several mistakes: the words at which they stand.
const SEVERAL: &[(&[&str], &str)] = &[
    (
        &["my.shop", "contains", "absent"],
        r#"{"source": "my.shop", "detail": {"a": [{"contains": "x"}]}, "region": "absent"}"#,
    ),
    (
        &["eu-west-1", ">=7", "10.0.0.1/32"],
        r#"{"region": "eu-west-1", "source": ["my.shop"], "detail": {"n": [{"numeric": ">=7"}], "ip": [{"cidr": "10.0.0.1/32"}]}}"#,
    ),
    (
        &["startsWith", "endsWith", "a**b"],
        r#"{"source": ["my.shop"], "detail": {"a": [{"startsWith": "x"}, {"endsWith": "y"}], "b": [{"wildcard": "a**b"}]}}"#,
    ),
];

/// How many there are.
const COUNT: usize = 240;

#[test]
fn mistakes_are_told_with_what_to_write_instead() {
    let mut seeded: Vec<(&Form, Mistake)> = Vec::new();
    'all: for round in 0.. {
        for (index, mistake) in MISTAKES.iter().enumerate() {
            let form = &FORMS[(index * 5 + round * 3) % FORMS.len()];
            // Text in a string of HCL needs more than one level of quotes, which the place is not
            // looked for in.
            if mistake.0 == "matcher-as-text"
                && !matches!(form.name, "file" | "block" | "heredoc" | "sub" | "single")
            {
                continue;
            }
            seeded.push((form, *mistake));
            if seeded.len() == COUNT {
                break 'all;
            }
        }
    }
    let files: Vec<_> = seeded
        .iter()
        .enumerate()
        .map(|(number, (form, mistake))| file(form, number, mistake.3))
        .collect();
    let folder = folder_with(&files);
    let found = findings(folder.path());
    let mut missed = Vec::new();
    for ((form, (code, word, help, _)), (name, text)) in seeded.iter().zip(&files) {
        let line = u64::try_from(line_of(form, word, text).0).unwrap();
        let all = found.get(name).map_or(&[][..], Vec::as_slice);
        let hit = all.iter().any(|finding| {
            let told = finding["help"]
                .as_str()
                .unwrap_or("")
                .replace(": ", ":")
                .replace(", ", ",");
            let (from, to) = (&finding["line"], &finding["end_line"]);
            let here = from.as_u64() <= Some(line) && Some(line) <= to.as_u64();
            finding["code"] == *code && here && told.contains(help)
        });
        if !hit {
            let got: Vec<_> = all
                .iter()
                .map(|f| format!("{} {} {}", f["code"], f["line"], f["help"]))
                .collect();
            missed.push(format!(
                "{name}: {code} at line {line} with {help}, but {got:?}"
            ));
        }
    }
    assert!(
        missed.is_empty(),
        "{} of {COUNT}:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn every_mistake_of_a_pattern_is_told_at_its_line() {
    let mut files = Vec::new();
    let mut seeded = Vec::new();
    for (number, (words, pattern)) in SEVERAL.iter().enumerate() {
        for (index, form) in FORMS.iter().enumerate() {
            files.push(file(form, number * FORMS.len() + index, pattern));
            seeded.push((form, *words));
        }
    }
    let folder = folder_with(&files);
    let found = findings(folder.path());
    for ((form, words), (name, text)) in seeded.iter().zip(&files) {
        let lines: Vec<_> = words
            .iter()
            .map(|word| line_of(form, word, text).0)
            .collect();
        let told: Vec<_> = found
            .get(name)
            .into_iter()
            .flatten()
            .filter(|finding| finding["code"] == "invalid-pattern")
            .map(|finding| usize::try_from(finding["line"].as_u64().unwrap()).unwrap())
            .collect();
        assert_eq!(told.len(), words.len(), "{name}: {:?}", found.get(name));
        let (told, lines): (BTreeSet<_>, BTreeSet<_>) =
            (told.into_iter().collect(), lines.into_iter().collect());
        assert_eq!(told, lines, "{name}");
    }
}

/// The line of a word, or of the first line on which something of it stands.
fn line_of(form: &Form, word: &str, text: &str) -> (usize, usize) {
    // An operator with the beginning of its operand: the operator's line is the operand's.
    let bare = word
        .trim_start_matches(['{', '[', '\\'])
        .trim_start_matches('"');
    let bare = bare.split('"').next().unwrap_or(bare);
    match text.contains(word) {
        true => place(form, word, text),
        false => place(form, bare.trim_end_matches(['\\', ',']), text),
    }
}

/// Mistakes that only a template can have: the file, the rule, and the line.
#[test]
fn what_only_a_template_can_get_wrong() {
    let rule = |pattern: &str| {
        format!(
            "Parameters:\n  Stage: {{Type: String}}\n  Names: {{Type: CommaDelimitedList}}\nResources:\n  T: {{Type: AWS::SNS::Topic}}\n  C: {{Type: Custom::X}}\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [my.shop]\n        detail:\n          x: {pattern}\n"
        )
    };
    let text = |pattern: &str| {
        format!(
            "Resources:\n  T: {{Type: AWS::SNS::Topic}}\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {pattern}\n"
        )
    };
    let terraform = |pattern: &str| {
        format!(
            "resource \"aws_cloudwatch_event_rule\" \"r\" {{\n  event_pattern = jsonencode({{\n    source = [\"my.shop\"]\n    detail = {{ x = {pattern} }}\n  }})\n}}\n"
        )
    };
    // A single value, whatever it comes to, or what nothing resolves.
    let wrong = [
        ("yaml", rule("!Ref Stage"), "invalid-pattern", 13),
        ("yaml", rule("!Ref T"), "invalid-pattern", 13),
        ("yaml", rule("!Ref AWS::Region"), "invalid-pattern", 13),
        ("yaml", rule("!GetAtt T.TopicArn"), "invalid-pattern", 13),
        ("yaml", rule("!Sub 'x-${Stage}'"), "invalid-pattern", 13),
        ("yaml", rule("!Sub '${Stage}'"), "invalid-pattern", 13),
        ("yaml", rule("!Join ['-', [a, !Ref Stage]]"), "invalid-pattern", 13),
        ("yaml", rule("!ImportValue x"), "invalid-pattern", 13),
        ("yaml", rule("!If [c, a, b]"), "invalid-pattern", 13),
        ("yaml", rule("!If [c, !Ref Stage, b]"), "invalid-pattern", 13),
        ("yaml", rule("['${AWS::AccountId}']"), "unresolved-reference", 13),
        ("yaml", rule("['x-${Stage}']"), "unresolved-reference", 13),
        ("yaml", rule("['${T.TopicArn}']"), "unresolved-reference", 13),
        ("yaml", rule("['!Ref T']"), "unresolved-reference", 13),
        (
            "yaml",
            text("'{\"source\": [\"a\"], \"account\": [\"!Ref AWS::AccountId\"]}'"),
            "unresolved-reference",
            6,
        ),
        (
            "yaml",
            text("'{\"source\": [\"a\"], \"account\": [{\"Ref\": \"AWS::AccountId\"}]}'"),
            "invalid-pattern",
            6,
        ),
        (
            "yaml",
            text("!Sub '{\"source\": [\"a\"], \"account\": \"${AWS::AccountId}\"}'"),
            "invalid-pattern",
            6,
        ),
        ("tf", terraform("aws_sns_topic.t.arn"), "invalid-pattern", 4),
        ("tf", terraform("\"${aws_sns_topic.t.arn}\""), "invalid-pattern", 4),
        ("tf", terraform("aws_sns_topic.t[0].arn"), "invalid-pattern", 4),
        ("tf", terraform("data.aws_caller_identity.me.account_id"), "invalid-pattern", 4),
        ("tf", terraform("\"a-${var.stage}\""), "invalid-pattern", 4),
        ("tf", terraform("format(\"%s\", var.x)"), "invalid-pattern", 4),
        ("tf", terraform("lower(var.x)"), "invalid-pattern", 4),
        (
            "tf",
            "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode(\"{\\\"source\\\": [\\\"a\\\"]}\")\n}\n".to_owned(),
            "invalid-pattern",
            2,
        ),
    ];
    // What may be a list is left alone.
    let open = [
        ("yaml", rule("!Ref Names")),
        ("yaml", rule("!Ref NoSuchName")),
        ("yaml", rule("!Ref AWS::NotificationARNs")),
        ("yaml", rule("!GetAtt C.Arn")),
        ("yaml", rule("!GetAtt T.Things")),
        ("yaml", rule("!Split [',', !Ref Stage]")),
        ("yaml", rule("!FindInMap [a, b, c]")),
        ("yaml", rule("!If [c, !Ref Names, b]")),
        ("yaml", rule("[!Ref Stage]")),
        ("yaml", rule("[!Sub '${AWS::AccountId}']")),
        ("tf", terraform("var.names")),
        ("tf", terraform("aws_sns_topic.t[*].arn")),
        ("tf", terraform("aws_sns_topic.t.*.arn")),
        ("tf", terraform("local.names")),
        ("tf", terraform("[for x in var.y : x]")),
        ("tf", terraform("concat(var.a, var.b)")),
        ("tf", terraform("[aws_sns_topic.t.arn]")),
        ("tf", terraform("module.topics.arn")),
    ];
    let files: Vec<_> = wrong
        .iter()
        .map(|(ending, text, ..)| (*ending, text))
        .chain(open.iter().map(|(ending, text)| (*ending, text)))
        .enumerate()
        .map(|(number, (ending, text))| (format!("{number:03}.{ending}"), text.clone()))
        .collect();
    let folder = folder_with(&files);
    let found = findings(folder.path());
    let mut missed = Vec::new();
    for ((_, text, code, line), (name, _)) in wrong.iter().zip(&files) {
        let all = found.get(name).map_or(&[][..], Vec::as_slice);
        if !all.iter().any(|f| f["code"] == *code && f["line"] == *line) {
            missed.push(format!("{text}: {all:?}"));
        }
    }
    for ((_, text), (name, _)) in open.iter().zip(files.iter().skip(wrong.len())) {
        let all = found.get(name).map_or(&[][..], Vec::as_slice);
        if all.iter().any(|finding| finding["severity"] != "note") {
            missed.push(format!("{text}: {all:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
