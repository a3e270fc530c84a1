//! The commands shown in the README and the guides print what is shown.
//!
//! A block that begins with ` ```console ` has commands (`$ pattern-test …`), each followed by its exit
//! code where that is not 0 (`(exit code 1)`) and by what it prints, on both streams; `[..]` means any text
//! on its line. The commands run in the project's folder; after a line `<!-- in: tests/docs/alerts -->`
//! those of the next block run in a copy of that folder, which is a repository, and which all blocks of
//! the document share.
//!
//! `UPDATE_DOCS=1 cargo test --test it readme` writes what the commands print.

mod address;
mod links;
mod numbers;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents that people read: README.md and what is below docs/ but for the rules, whose pages are
/// made from the rules.
fn documents() -> Vec<String> {
    let mut documents = vec![
        "README.md".to_owned(),
        "CONTRIBUTING.md".to_owned(),
        "BENCHMARKS.md".to_owned(),
        "SECURITY.md".to_owned(),
    ];
    for folder in ["docs", "docs/internals"] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if Path::new(&name)
                .extension()
                .is_some_and(|extension| extension == "md")
            {
                documents.push(format!("{folder}/{name}"));
            }
        }
    }
    documents.sort();
    documents
}

/// A command, with what is to come of it.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    line: usize,
    /// The folder in a copy of which it runs.
    folder: Option<String>,
    words: Vec<String>,
    code: i32,
    output: String,
}

/// The commands of a document, in its order.
fn steps(document: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    let mut folder = None;
    let mut first = true;
    for (index, text) in document.lines().enumerate() {
        match text {
            "```console" if !inside => (inside, first) = (true, true),
            "```" if inside => (inside, folder) = (false, None),
            _ if !inside => {
                let named = text.strip_prefix("<!-- in: ");
                if let Some(named) = named.and_then(|text| text.strip_suffix(" -->")) {
                    folder = Some(named.to_owned());
                }
            }
            _ if text.starts_with("$ ") => {
                steps.push(Step {
                    line: index + 1,
                    folder: folder.clone(),
                    words: words(&text[2..]),
                    code: 0,
                    output: String::new(),
                });
                first = false;
            }
            _ if first => panic!("line {}: a block begins with a command", index + 1),
            _ => {
                let step = steps.last_mut().unwrap();
                let code = text.strip_prefix("(exit code ");
                match code.and_then(|text| text.strip_suffix(')')) {
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
            folder: _,
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

/// What a command prints, on both streams in the order of writing, and its exit code.
fn run(words: &[String], folder: &Path) -> (Option<i32>, String) {
    // With the program of this build, or with the one that `PATTERN_TEST_BIN` names.
    let program = std::env::var_os("PATTERN_TEST_BIN")
        .unwrap_or_else(|| env!("CARGO_BIN_EXE_pattern-test").into());
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut command = Command::new(&program);
    command
        .args(words)
        .current_dir(folder)
        .env_remove("GITHUB_ACTIONS")
        .env_remove("PATTERN_TEST_MODE")
        .stdin(std::process::Stdio::null())
        .stdout(writer.try_clone().unwrap())
        .stderr(writer);
    let mut child = command.spawn().unwrap();
    drop(command);
    let mut output = String::new();
    std::io::Read::read_to_string(&mut reader, &mut output).unwrap();
    (child.wait().unwrap().code(), output)
}

/// A copy of a folder of the project, as a repository of its own.
fn copy(folder: &str) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        std::fs::create_dir_all(copy.path().join(&below)).unwrap();
        for entry in std::fs::read_dir(root().join(folder).join(&below)).unwrap() {
            let entry = entry.unwrap();
            let name = below.join(entry.file_name());
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(name),
                false => _ = std::fs::copy(entry.path(), copy.path().join(name)).unwrap(),
            }
        }
    }
    std::fs::create_dir(copy.path().join(".git")).unwrap();
    copy
}

#[test]
fn commands_of_the_readme() {
    let mut ran = 0;
    let mut differences = Vec::new();
    // That page has files with its commands, and a test that reads them.
    for name in documents()
        .into_iter()
        .filter(|name| name != "docs/dialects.md")
    {
        let document = std::fs::read_to_string(root().join(&name)).unwrap();
        let mut copies = HashMap::new();
        let mut made = Vec::new();
        for step in steps(&document) {
            let (first, rest) = step.words.split_first().unwrap();
            assert_eq!(first, "pattern-test", "{name}, line {}", step.line);
            let folder = match &step.folder {
                None => root(),
                Some(folder) => copies
                    .entry(folder.clone())
                    .or_insert_with(|| copy(folder))
                    .path(),
            };
            let (code, output) = run(rest, folder);
            differences.extend(
                difference(&step, code, &output).map(|different| format!("{name}, {different}")),
            );
            made.push((step, code.unwrap(), output));
            ran += 1;
        }
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(root().join(&name), rewritten(&document, &made)).unwrap();
        }
    }
    assert!(
        differences.is_empty(),
        "\n{}\nUPDATE_DOCS=1 cargo test --test it readme writes what is printed",
        differences.join("\n")
    );
    assert!(ran >= 30, "only {ran} commands were found");
}

/// A document with what its commands have printed. Lines that are as shown stay, with their `[..]`.
fn rewritten(document: &str, made: &[(Step, i32, String)]) -> String {
    let mut out = String::new();
    let mut made = made.iter().peekable();
    let mut lines = document.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some((step, code, output)) = made.next_if(|(step, ..)| step.line == index + 1) else {
            continue;
        };
        let mut shown = Vec::new();
        while let Some((_, line)) =
            lines.next_if(|(_, line)| *line != "```" && !line.starts_with("$ "))
        {
            shown.push(line);
        }
        if *code != 0 {
            writeln!(out, "(exit code {code})").unwrap();
        }
        let blank_after = shown.last().is_some_and(|line| line.is_empty());
        let shown = &shown[usize::from(step.code != 0).min(shown.len())..];
        for (index, line) in output.trim_end_matches('\n').split('\n').enumerate() {
            let kept = shown.get(index).filter(|shown| is_as_shown(line, shown));
            writeln!(out, "{}", kept.unwrap_or(&line)).unwrap();
        }
        if blank_after {
            out.push('\n');
        }
    }
    out
}

#[test]
fn what_is_shown_is_compared() {
    let document = "text\n```console\n$ pattern-test a 'b c' \"\" d'e f'\n(exit code 1)\nin [..] s\n\n$ pattern-test\n```\n$ no";
    let found = steps(document);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].words, ["pattern-test", "a", "b c", "", "de f"]);
    assert_eq!((found[0].line, found[0].code), (3, 1));
    assert_eq!((&found[0].folder, &found[1].folder), (&None, &None));
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

#[test]
fn folders_are_of_the_next_block_alone() {
    let document = "<!-- in: a/b -->\n\n```console\n$ pattern-test x\n1\n```\n```console\n$ pattern-test y\n```\n";
    let folders: Vec<_> = steps(document)
        .into_iter()
        .map(|step| step.folder)
        .collect();
    assert_eq!(folders, [Some("a/b".to_owned()), None]);
}

#[test]
fn what_is_printed_is_written() {
    let document = "a\n```console\n$ pattern-test x\n(exit code 1)\nin [..] s\nold\n\n$ pattern-test y\nz\n```\nb\n";
    let printed = [(0, "in 3 s\nnew\nmore\n"), (2, "z\n")];
    let made: Vec<_> = steps(document)
        .into_iter()
        .zip(printed)
        .map(|(step, (code, output))| (step, code, output.to_owned()))
        .collect();
    assert_eq!(
        rewritten(document, &made),
        "a\n```console\n$ pattern-test x\nin [..] s\nnew\nmore\n\n$ pattern-test y\n(exit code 2)\nz\n```\nb\n"
    );
}
