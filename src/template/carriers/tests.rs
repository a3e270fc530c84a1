//! What is recognised, what comes out of it, and where that stands.

use super::*;
use crate::pattern::Pattern;

/// Name, use, format and text of each pattern.
fn patterns(text: &str) -> Vec<(String, &'static str, &'static str, String)> {
    let Some(extraction) = read("file".as_ref(), text) else {
        return Vec::new();
    };
    assert_eq!(extraction.problems, [], "{text}");
    let found = extraction.patterns.iter().map(|found| {
        (
            found.id.clone(),
            found.used_by.name(),
            found.format.name(),
            found.text.as_str().trim().to_owned(),
        )
    });
    found.collect()
}

#[track_caller]
fn one(text: &str, expected: (&str, &str, &str, &str)) {
    let (id, used_by, format, pattern) = expected;
    let expected = (id.to_owned(), used_by, format, pattern.to_owned());
    assert_eq!(patterns(text), [expected], "{text}");
}

const SHOP: &str = r#"{"source":["shop"]}"#;

fn quote(text: &str) -> String {
    let mut out = String::new();
    crate::json::write_string(&mut out, text);
    out
}

#[test]
fn every_example_is_of_its_form_and_holds_patterns_that_compile() {
    for form in forms() {
        assert_eq!(
            super::form(form.example),
            Some(form.name),
            "{}",
            form.example
        );
        let extraction = read("file".as_ref(), form.example).unwrap();
        assert!(!extraction.patterns.is_empty());
        for found in &extraction.patterns {
            assert!(
                Pattern::parse(found.text.as_str()).is_ok(),
                "{}",
                form.example
            );
        }
    }
    // And those that share a name with another.
    for reply in reply::REPLIES {
        let extraction = read("file".as_ref(), reply.example).unwrap();
        assert_eq!(extraction.patterns.len(), 1, "{}", reply.example);
        assert_eq!(extraction.patterns[0].format.name(), reply.name);
    }
}

#[test]
fn strings() {
    let once = quote(SHOP);
    one(&once, ("", "pattern", "string", SHOP));
    one(&quote(&once), ("", "pattern", "string", SHOP));
    one(once.trim_matches('"'), ("", "pattern", "string", SHOP));
    one(
        "{\\\"source\\\":\n[\\\"shop\\\"]}",
        ("", "pattern", "string", "{\"source\":\n[\"shop\"]}"),
    );
    one(&format!("\u{feff}{SHOP}"), ("", "pattern", "pattern", SHOP));
}

#[test]
fn replies_inside_of_each_other() {
    let reply = format!("{{\"Name\":\"paid\",\"EventPattern\":{}}}", quote(SHOP));
    one(&reply, ("paid", "rule", "describe-rule", SHOP));
    one(&quote(&reply), ("paid", "rule", "string", SHOP));
    one(&format!("[{reply}]"), ("paid", "rule", "array", SHOP));
    let two = format!("{reply}\n{reply}\n");
    let names: Vec<_> = patterns(&two).into_iter().map(|found| found.0).collect();
    assert_eq!(names, ["paid", "paid#2"]);
    // `--output yaml`.
    one(
        "Rules:\n- Name: paid\n  EventPattern: '{\"source\":[\"shop\"]}'\n- Name: hourly\n  ScheduleExpression: rate(1 hour)\n",
        ("paid", "rule", "yaml", SHOP),
    );
    // Rules with a schedule alone hold none, and are no patterns.
    assert_eq!(
        patterns(r#"{"Rules":[{"Name":"a","ScheduleExpression":"rate(1 hour)"}]}"#),
        []
    );
}

/// Each is told apart from a pattern, and from the same reply with one in it.
#[test]
fn replies_without_a_pattern_are_known() {
    for (text, about) in [
        (r#"{"Rules": []}"#, "list-rules"),
        (
            r#"{"Rules": [{"Name": "a", "ScheduleExpression": "rate(1 day)"}], "NextToken": "x"}"#,
            "list-rules",
        ),
        ("Rules: []\n", "list-rules"),
        (r#"{"RuleNames": ["a", "b"]}"#, "list-rule-names-by-target"),
        (
            r#"{"Targets": [{"Id": "1", "Arn": "a"}]}"#,
            "list-targets-by-rule",
        ),
        (
            r#"{"EventBuses": [{"Name": "default"}]}"#,
            "list-event-buses",
        ),
        (r#"{"Archives": [{"ArchiveName": "a"}]}"#, "list-archives"),
        (
            r#"{"ArchiveName": "a", "EventSourceArn": "b"}"#,
            "describe-archive",
        ),
        (
            r#"{"Name": "a", "ScheduleExpression": "rate(1 day)"}"#,
            "describe-rule",
        ),
        (r#"{"Pipes": [{"Name": "a"}]}"#, "list-pipes"),
        (
            r#"{"Name": "a", "Source": "b", "SourceParameters": {}, "Target": "c"}"#,
            "describe-pipe",
        ),
        (
            r#"{"EventSourceMappings": [{"UUID": "a", "FilterCriteria": null}]}"#,
            "list-event-source-mappings",
        ),
        (
            r#"{"UUID": "a", "FunctionArn": "b"}"#,
            "get-event-source-mapping",
        ),
        (
            r#"{"Subscriptions": [{"SubscriptionArn": "a"}]}"#,
            "list-subscriptions",
        ),
        (
            r#"{"Attributes": {"SubscriptionArn": "a"}}"#,
            "get-subscription-attributes",
        ),
        (
            r#"{"arn": "a", "notificationConfigurationArn": "b", "eventType": "c", "eventPattern": ""}"#,
            "get-event-rule",
        ),
        (r#"{"eventRules": []}"#, "list-event-rules"),
    ] {
        let found = without_pattern(text).map(|without| without.about);
        let command = format!(" {about}`");
        assert!(
            found.is_some_and(|found| found.ends_with(&command)),
            "{text}: {found:?}"
        );
        let patterns = patterns(text);
        assert!(patterns.len() < 2, "{text}: {patterns:?}");
    }
    for text in [
        r#"{"source": ["shop"]}"#,
        r#"{"Rules": ["a"]}"#,
        r#"{"RuleNames": ["a"], "source": ["shop"]}"#,
        r#"{"Name": ["a"], "ScheduleExpression": ["b"]}"#,
        r#"{"Targets": [{"exists": true}]}"#,
        "source: [shop]\n",
        "",
    ] {
        assert_eq!(without_pattern(text), None, "{text}");
    }
}

#[test]
fn what_uses_a_pattern_is_said() {
    for (text, used_by) in [
        (
            r#"aws events create-archive --archive-name a --event-pattern '{"source":["shop"]}'"#,
            "archive",
        ),
        (
            r#"aws lambda create-event-source-mapping --function-name f --filter-criteria '{"Filters":[{"Pattern":"{\"body\":{\"a\":[1]}}"}]}'"#,
            "event-source-mapping",
        ),
        (
            r#"aws pipes create-pipe --name p --source-parameters '{"FilterCriteria":{"Filters":[{"Pattern":"{\"body\":{\"a\":[1]}}"}]}}'"#,
            "pipe",
        ),
        (
            r#"aws sns set-subscription-attributes --attribute-name FilterPolicy --attribute-value '{"kind":["order"]}'"#,
            "sns-subscription",
        ),
        (
            r#"aws sns subscribe --topic-arn arn:aws:sns:eu-west-1:111122223333:t --attributes '{"FilterPolicy":"{\"kind\":[\"order\"]}"}'"#,
            "sns-subscription",
        ),
        (
            r#"aws eventsv2 create-subscriber --name s --filter-configuration '{"Filters":[{"Scope":"DATA","Pattern":"{\"a\":[1]}"}]}'"#,
            "subscriber",
        ),
        (
            r#"aws events put-rule --cli-input-json '{"Name":"n","EventPattern":"{\"source\":[\"shop\"]}"}'"#,
            "rule",
        ),
    ] {
        let found = patterns(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].1, used_by, "{text}");
    }
}

#[test]
fn code() {
    let expected = r#"{"source":["shop"],"detail-type":["Paid"]}"#;
    for text in [
        "{ source: ['shop'], detailType: ['Paid'] }",
        "{'source': ['shop'], 'detail_type': ['Paid']}",
        "const pattern: EventPattern = { source: [\"shop\"], 'detail-type': ['Paid'], };",
        "pattern = EventPattern(source=['shop'], detail_type=['Paid'])",
    ] {
        one(text, ("", "pattern", "literal", expected));
    }
    one(
        "rule = events.Rule(self, 'r',\n  event_pattern=events.EventPattern(source=['shop'], detail_type=['Paid']))",
        ("line 2", "rule", "code", expected),
    );
    one(
        "client.put_rule(Name='x', EventPattern=json.dumps({'source': ['shop'], 'detail-type': ['Paid']}))",
        ("line 1", "rule", "code", expected),
    );
    one(
        "{ source: Match.prefix('sh'), detail: { n: Match.interval(1, 2), s: Match.anythingBut('a', 'b') } }",
        (
            "",
            "pattern",
            "literal",
            r#"{"source":[{"prefix":"sh"}],"detail":{"n":[{"numeric":[">=",1,"<=",2]}],"s":[{"anything-but":["a","b"]}]}}"#,
        ),
    );
}

#[test]
fn blemished_json_stays_as_it_is() {
    for text in [
        "{“source”: [“shop”]}",
        "{\"source\": [\"shop\"],}",
        "{\"source\": [\"shop\"] // ours\n}",
        "{\"source\":\u{a0}[\"shop\"]}",
    ] {
        one(text, ("", "pattern", "pattern", text));
    }
}

#[test]
fn what_holds_no_pattern_is_not_taken_for_one() {
    for text in [
        "",
        "hello",
        r#"{"version":"0","source":"shop","detail-type":"Paid","detail":{"tags":["a"]}}"#,
        r#"{"name":"x","version":"1.0.0","files":["a"]}"#,
        "version: 2\nupdates:\n  - a\n",
        "Note: this is prose.\n",
        "{\"Records\":[{\"body\":\"{\\\"a\\\":1}\"}]}",
        "[1,2]",
    ] {
        assert_eq!(patterns(text), [], "{text}");
    }
}

#[test]
fn places_are_those_of_the_text_that_was_given() {
    for text in [
        format!(
            "{{\"Rules\":[{{\"Name\":\"a\",\"EventPattern\":{}}}]}}",
            quote(SHOP)
        ),
        quote(&quote(SHOP)),
        format!("# x\n\n```json\n{SHOP}\n```\n"),
        format!("aws events put-rule --event-pattern '{SHOP}'"),
        "{ source: ['shop'] }".to_owned(),
        "source: [shop]".to_owned(),
    ] {
        let extraction = read("file".as_ref(), &text).unwrap();
        let found = &extraction.patterns[0];
        let at = found.text.as_str().find("shop").unwrap();
        let place = found.text.place(Span::new(at, at + 4));
        assert_eq!(place.span.of(&text), "shop", "{text}");
    }
}

#[test]
fn nothing_is_too_much() {
    let deep = format!(
        "{}{}",
        "{\"a\":".repeat(900),
        "[1]".to_owned() + &"}".repeat(900)
    );
    let wrapped = (0..6).fold(SHOP.to_owned(), |text, _| quote(&text));
    for text in [
        deep,
        wrapped,
        "[".repeat(100_000),
        "{a:".repeat(100_000),
        "aws events put-rule --event-pattern '".repeat(1_000),
        "```\n".repeat(10_000),
        "eventPattern: {".repeat(1_000),
    ] {
        let _ = read("file".as_ref(), &text);
    }
}
