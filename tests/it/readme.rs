//! The commands shown in the README and the guides print what is shown.
//!
//! A block that begins with ` ```console ` has commands (`$ pattern-test …`), each followed by its exit
//! code where that is not 0 (`? 1`) and by what it prints, on both streams; `[..]` stands for any text
//! on its line. The commands run in the project's folder.

use std::fmt::Write as _;
use std::process::Command;

/// The documents whose commands are run.
const DOCUMENTS: [&str; 4] = [
    "README.md",
    "docs/explain.md",
    "docs/scan.md",
    "docs/which-mode.md",
];

/// A command, with what is to come of it.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    line: usize,
    words: Vec<String>,
    code: i32,
    output: String,
}

/// The commands of a document, in its order.
fn steps(document: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (index, text) in document.lines().enumerate() {
        let first = !inside || steps.is_empty();
        match text {
            "```console" if !inside => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ if text.starts_with("$ ") => steps.push(Step {
                line: index + 1,
                words: words(&text[2..]),
                code: 0,
                output: String::new(),
            }),
            _ if first => panic!("line {}: a block begins with a command", index + 1),
            _ => {
                let step = steps.last_mut().unwrap();
                match text.strip_prefix("? ") {
                    Some(code) if step.output.is_empty() => step.code = code.parse().unwrap(),
                    _ => writeln!(step.output, "{text}").unwrap(),
                }
            }
        }
    }
    steps
}

/// The words of a command, as a shell splits them: quotes keep a word together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (c, quote) {
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    assert_eq!(quote, None, "a quote is left open: {command}");
    words.extend(word);
    words
}

/// Whether a line is what is shown, where `[..]` stands for any text.
fn is_as_shown(line: &str, shown: &str) -> bool {
    let Some((head, last)) = shown.rsplit_once("[..]") else {
        return line == shown;
    };
    let mut parts = head.split("[..]");
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or("")) else {
        return false;
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// What differs from what is shown, if anything does.
fn difference(step: &Step, code: Option<i32>, output: &str) -> Option<String> {
    // Empty lines at the end of a block are there for the eye.
    let lines = |text: &str| {
        text.trim_end_matches('\n')
            .split('\n')
            .map(str::to_owned)
            .collect()
    };
    let (printed, shown): (Vec<String>, Vec<String>) = (lines(output), lines(&step.output));
    let same = printed.len() == shown.len()
        && std::iter::zip(&printed, &shown).all(|(line, shown)| is_as_shown(line, shown));
    (!same || code != Some(step.code)).then(|| {
        let Step {
            line,
            words,
            code: expected,
            output: shown,
        } = step;
        format!(
            "line {line}: {words:?}\n--- shown, exit code {expected}\n{shown}--- printed, exit code \
             {code:?}\n{output}"
        )
    })
}

/// With the program of this build, or with the one that `PATTERN_TEST_BIN` names.
#[test]
fn commands_of_the_readme() {
    let program = std::env::var_os("PATTERN_TEST_BIN")
        .unwrap_or_else(|| env!("CARGO_BIN_EXE_pattern-test").into());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ran = 0;
    let mut differences = Vec::new();
    for name in DOCUMENTS {
        let document = std::fs::read_to_string(root.join(name)).unwrap();
        for step in steps(&document) {
            let (first, rest) = step.words.split_first().unwrap();
            assert_eq!(first, "pattern-test", "{name}, line {}", step.line);
            // Both streams in one, in the order of writing.
            let (mut reader, writer) = std::io::pipe().unwrap();
            let mut command = Command::new(&program);
            command
                .args(rest)
                .current_dir(root)
                .stdin(std::process::Stdio::null())
                .stdout(writer.try_clone().unwrap())
                .stderr(writer);
            let mut child = command.spawn().unwrap();
            drop(command);
            let mut output = String::new();
            std::io::Read::read_to_string(&mut reader, &mut output).unwrap();
            let code = child.wait().unwrap().code();
            differences.extend(
                difference(&step, code, &output).map(|different| format!("{name}, {different}")),
            );
            ran += 1;
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert!(ran >= 19, "only {ran} commands were found");
}

#[test]
fn what_is_shown_is_compared() {
    let document = "text\n```console\n$ pattern-test a 'b c' \"\" d'e f'\n? 1\nin [..] s\n\n$ pattern-test\n```\n$ no";
    let found = steps(document);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].words, ["pattern-test", "a", "b c", "", "de f"]);
    assert_eq!((found[0].line, found[0].code), (3, 1));
    assert_eq!(found[0].output, "in [..] s\n\n");
    assert_eq!(difference(&found[0], Some(1), "in 0.3 s\n\n"), None);
    assert!(difference(&found[0], Some(0), "in 0.3 s\n\n").is_some());
    assert_eq!(difference(&found[0], Some(1), "in 0.3 s\n"), None);
    assert!(difference(&found[0], Some(1), "in 0.3 s\nmore\n").is_some());
    assert!(difference(&found[0], Some(1), "in 0.3 ms\n\n").is_some());
    assert!(is_as_shown("a: 1 b: 22 c", "a: [..] b: [..] c"));
    assert!(!is_as_shown("a: 1 b: 22", "a: [..] b: [..] c"));
    assert!(!is_as_shown("ab", "a"));
}
