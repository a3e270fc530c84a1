//! Inputs made to take long, to nest deep, or to break something.

use super::*;

#[test]
fn large_and_deep_inputs_end_soon() {
    // What takes time with the square of its size would not end.
    let mega = 300_000;
    // For inputs of many small parts, which take longest to build and check.
    let many = mega / 5;
    let lines = many / 8;
    let inputs = [
        ("brackets", "[".repeat(mega)),
        ("braces", "{".repeat(mega)),
        ("quotes", "\"".repeat(many + 1)),
        ("backslashes", "{".to_owned() + &"\\".repeat(mega)),
        ("escaped quotes", "{\\\"".to_owned() + &"\\\"".repeat(mega)),
        ("nested objects", "{\"a\":".repeat(mega / 5)),
        ("nested objects on lines", "{\"a\":\n".repeat(many / 6)),
        ("nested dicts", "{'a':".repeat(mega / 5)),
        ("nested dicts on lines", "{'a':\n".repeat(many / 6)),
        ("dicts of quotes", "x {'".repeat(mega / 4)),
        ("dicts and blanks", format!("x {}", "{ \n".repeat(mega / 3))),
        ("tuples", "x {'a': ".to_owned() + &"(".repeat(mega)),
        ("long key", format!("{{\"{}\": 1}}", "k".repeat(mega))),
        ("long dict key", format!("{{'{}': 1}}", "k".repeat(mega))),
        (
            "long escapes",
            format!("{{'a': '{}'}}", "\\n".repeat(mega / 2)),
        ),
        ("bad lines", "{]\n".repeat(lines)),
        ("bad and good lines", "{]\n{}\n".repeat(lines)),
        ("bad values", "{\n1\n}\n".repeat(lines)),
        ("glued", "{}".repeat(many / 2)),
        ("words", "x".repeat(mega)),
        ("white space", " \n".repeat(mega / 2)),
        ("numbers", format!("{{'a': {}}}", "1".repeat(mega))),
        ("array of arrays", format!("[{}1]", "[],".repeat(many / 3))),
        (
            "tasks",
            format!("{{\"tasks\":[{}1]}}", "{\"taskArn\":1},".repeat(many / 14)),
        ),
        (
            "messages",
            format!(
                "{{\"Messages\":[{}1]}}",
                "{\"Body\":\"{]\"},".repeat(many / 14)
            ),
        ),
        (
            "message of bad lines",
            format!(
                "{{\"Messages\":[{{\"Body\":{}}}]}}",
                quote(&"{]\n{}\n".repeat(lines))
            ),
        ),
        (
            "log messages",
            format!(
                "{{\"events\":[{}1]}}",
                "{\"message\":\"START\"},".repeat(many / 20)
            ),
        ),
        ("members", {
            let members: Vec<_> = (0..many / 10).map(|n| format!("\"k{n}\":0")).collect();
            format!("{{{}}}", members.join(","))
        }),
    ];
    for (_, input) in &inputs {
        let intake = read(input, Choice::Auto);
        for problem in &intake.problems {
            let _ = problem.position(input);
        }
        for form in [Lines, Concatenated, Python] {
            read(input, Choice::Named(form));
        }
        check(&intake, input);
    }
}

#[test]
fn ten_megabytes_of_lines() {
    let line = format!("{{\"source\":\"x\",\"detail\":\"{}\"}}\n", "y".repeat(970));
    let input = line.repeat(10_000);
    assert_eq!(auto(&input).found.len(), 10_000);
}

#[test]
fn a_key_of_a_megabyte_is_kept() {
    let key = "k".repeat(1_000_000);
    let input = format!("{{'{key}': 1}}");
    assert_eq!(auto(&input).found[0].text, format!("{{\"{key}\":1}}"));
}

/// Texts cut and mixed at every place: nothing panics, and the promises hold.
#[test]
fn every_beginning_of_every_form() {
    let entry = r#"{"Source":"sé","DetailType":"d","Detail":"{\"a\":1}"}"#;
    let texts = [
        format!("{{\"tasks\":[{TASK}]}}"),
        format!("{{\"Entries\":[{entry}]}}"),
        quote(entry),
        entry.replace('"', "\\\""),
        "[INFO] é {'source': (1, 'é\\xe9\\ud83d\\ude00', [None])} x".to_owned(),
        format!("{{\"Messages\":[{{\"Body\":{}}}]}}\n{{}}{{}}", quote(entry)),
        "\u{feff}{\"a\":\"\u{2028}\"}".to_owned(),
    ];
    for text in &texts {
        for (at, c) in text.char_indices() {
            let (before, behind) = text.split_at(at);
            let without = format!("{before}{}", behind.split_at(c.len_utf8()).1);
            auto(before);
            auto(behind);
            auto(&without);
            for form in Form::all() {
                named(*form, before);
                named(*form, &without);
            }
        }
    }
}
