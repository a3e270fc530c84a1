//! The words of messages, help and documents: plain, and the same for the same thing everywhere.
//!
//! What is looked for are turns that readers had to read twice. The list of what is allowed is short on
//! purpose: a sentence that needs a place on it can nearly always be written otherwise.

use regex::Regex;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is not said.
const WORDS: &str = r"(?i)\b(?:stands?|told|tells? of|mend(?:s|ed)?|behind|in front of|anew|put to use|noticed|wanted is|taken for|the like|of (?:its|their) own|troubles?)\b|^(?:error: )?there (?:is|are) no\b";

/// The folder whose strings are read.
const SOURCES: &str = "src";

/// The folders of what is not part of this program, and the endings of the files whose strings are read.
const CLIENTS: [&str; 3] = ["bindings", "editors", "playground"];
const CLIENT_ENDINGS: [&str; 6] = [".rs", ".py", ".pyi", ".ts", ".mjs", ".html"];

/// The folders whose documents are read, and those at the top.
const DOCUMENTS: [&str; 3] = ["docs", "bindings", "editors"];

/// What may be said all the same: a part of a line, and why.
const ALLOWED: [(&str, &str); 1] = [(
    "| `passed`, `trouble` |",
    "a key of the JSON that `verify` has written since its first version",
)];

struct Hit {
    place: String,
    word: String,
    text: String,
}

fn look(place: &str, text: &str, words: &Regex, hits: &mut Vec<Hit>) {
    if ALLOWED.iter().any(|(allowed, _)| text.contains(allowed)) {
        return;
    }
    for found in words.find_iter(text) {
        hits.push(Hit {
            place: place.to_owned(),
            word: found.as_str().to_owned(),
            text: text.trim().chars().take(120).collect(),
        });
    }
}

/// The string literals of a Rust file, each with its line; without the file's tests and comments, and
/// without what is filled in (`{told}`).
fn literals(source: &str) -> Vec<(usize, String)> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let token = Regex::new(
        r###"(?s)//[^\n]*|r##"(.*?)"##|r#"(.*?)"#|\br"(.*?)"|'(?:\\[^']*|[^'\\])'|"((?:[^"\\]|\\.)*)""###,
    )
    .unwrap();
    let filled_in = Regex::new(r"\{[a-z_:?<$.]*\}").unwrap();
    let continued = Regex::new(r"\\\n\s*").unwrap();
    let mut found = Vec::new();
    for captures in token.captures_iter(code) {
        let Some(text) = (1..=4).find_map(|part| captures.get(part)) else {
            continue;
        };
        let line = code[..text.start()].matches('\n').count() + 1;
        let text = continued.replace_all(text.as_str(), "");
        found.push((line, filled_in.replace_all(&text, "").into_owned()));
    }
    found
}

/// The texts of a file in Python or TypeScript that users see: its strings, and what editors show of a
/// declaration. A page is one text.
fn texts(source: &str, ending: &str) -> Vec<(usize, String)> {
    let token = match ending {
        ".py" | ".pyi" => {
            r#"(?s)(?m:^ *# [^\n]*)|"""(.*?)"""|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'"#
        }
        ".html" => r"(?s)\A(.*)\z",
        _ => {
            r#"(?s)(?m:^ *// [^\n]*)|/\*\*(.*?)\*/|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`"#
        }
    };
    let filled_in = Regex::new(r"\$?\{[^{}]*\}").unwrap();
    let mut found = Vec::new();
    for captures in Regex::new(token).unwrap().captures_iter(source) {
        let Some(text) = captures.iter().skip(1).flatten().next() else {
            continue;
        };
        let before = source[..text.start()].matches('\n').count();
        for (number, line) in (1..).zip(text.as_str().lines()) {
            found.push((
                before + number,
                filled_in.replace_all(line, "").into_owned(),
            ));
        }
    }
    found
}

/// The files below a folder with this ending, but for tests and what was installed.
fn files(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        if path.is_dir() {
            if !matches!(name, "tests" | "test" | "node_modules" | "target" | "dist") {
                files(&path, ending, into);
            }
        } else if name.ends_with(ending) && name != "tests.rs" {
            into.push(path);
        }
    }
}

fn help(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pattern-test"))
        .args(words)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn nothing_is_said_that_has_to_be_read_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = Regex::new(WORDS).unwrap();
    let mut hits = Vec::new();
    let mut sources = Vec::new();
    files(&root.join(SOURCES), ".rs", &mut sources);
    assert!(sources.len() > 400);
    sources.sort();
    let name = |file: &Path| file.strip_prefix(root).unwrap().display().to_string();
    for file in sources {
        for (line, text) in literals(&std::fs::read_to_string(&file).unwrap()) {
            look(&format!("{}:{line}", name(&file)), &text, &words, &mut hits);
        }
    }
    let mut seen = 0;
    for folder in CLIENTS {
        for ending in CLIENT_ENDINGS {
            let mut sources = Vec::new();
            files(&root.join(folder), ending, &mut sources);
            seen += sources.len();
            for file in sources {
                let source = std::fs::read_to_string(&file).unwrap();
                let found = match ending {
                    ".rs" => literals(&source),
                    _ => texts(&source, ending),
                };
                for (line, text) in found {
                    look(&format!("{}:{line}", name(&file)), &text, &words, &mut hits);
                }
            }
        }
    }
    assert!(seen > 80, "{seen} files of clients");
    let mut documents = Vec::new();
    for folder in DOCUMENTS {
        files(&root.join(folder), ".md", &mut documents);
    }
    assert!(documents.len() > 100);
    for document in [
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "BENCHMARKS.md",
        "CHANGELOG.md",
    ] {
        documents.push(root.join(document));
    }
    documents.sort();
    for file in documents {
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            look(
                &format!("{}:{number}", name(&file)),
                line,
                &words,
                &mut hits,
            );
        }
    }
    let list = help(&["--help"]);
    look("--help", &list, &words, &mut hits);
    let commands = list.lines().filter_map(|line| {
        let name = line.strip_prefix("  ")?.split(' ').next()?;
        name.starts_with(|c: char| c.is_ascii_lowercase())
            .then_some(name)
    });
    for command in commands.filter(|name| *name != "test-event-pattern") {
        for (number, line) in (1..).zip(help(&["help", command]).lines()) {
            look(&format!("help {command}:{number}"), line, &words, &mut hits);
        }
    }
    let mut shown = String::new();
    for Hit { place, word, text } in &hits {
        writeln!(shown, "{place}: `{word}` in: {text}").unwrap();
    }
    assert!(hits.is_empty(), "{} hits\n{shown}", hits.len());
}

#[test]
fn strings_of_clients_are_found() {
    let python = "# behind\ndef f():\n    \"\"\"One.\n\n    Two {a}.\n    \"\"\"\n    return 'x'\n";
    let found = texts(python, ".py");
    let expected = [
        (3, "One."),
        (4, ""),
        (5, "    Two ."),
        (6, "    "),
        (7, "x"),
    ];
    assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    let script = "// behind\n/** What. */\nconst a = `b ${c} d`;\n";
    let found = texts(script, ".ts");
    let expected = [(2, " What. "), (3, "b  d")];
    assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
}

#[test]
fn what_is_looked_for_is_found() {
    let words = Regex::new(WORDS).unwrap();
    let source = "// behind\nlet a = \"it stands\\\n    here\"; let b = '\"'; f(\"{told} x\", r#\"in \"front\"#);\n";
    let found = literals(source);
    assert_eq!(
        found,
        [
            (2, "it standshere".to_owned()),
            (3, " x".to_owned()),
            (3, "in \"front".to_owned()),
        ]
    );
    for text in [
        "it stands here",
        "There is no rule",
        "is told at the end",
        "a file of its own",
    ] {
        assert!(words.is_match(text), "{text}");
    }
    for text in [
        "standard",
        "if there is no rule",
        "own rules",
        "the telling",
    ] {
        assert!(!words.is_match(text), "{text}");
    }
}
