//! The address of the project is the one in `Cargo.toml`, wherever it is written.

use super::root;
use std::path::{Path, PathBuf};

/// Where the address is, and how: with a name behind `github.com/` or as an action.
const ADDRESS: &str = env!("CARGO_PKG_REPOSITORY");

/// The files that may name it: those of the project that are text, but for data and what others made.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = folder.join(&name);
            let left = [
                "target",
                "node_modules",
                ".git",
                "fixtures",
                "conformance",
                "data",
                "recorded",
            ];
            if entry.file_type().unwrap().is_dir() {
                if !left.contains(&name.as_str()) {
                    folders.push(path);
                }
                continue;
            }
            let extension = Path::new(&name)
                .extension()
                .and_then(|extension| extension.to_str());
            let is_text = [
                "md", "toml", "yml", "yaml", "json", "rs", "py", "sh", "ts", "mjs", "html",
            ];
            if extension.is_some_and(|extension| is_text.contains(&extension)) {
                files.push(path);
            }
        }
    }
    files
}

/// The names of repositories in a text, `owner/name`, in which the project's name occurs.
fn named(text: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut names = Vec::new();
    let leads = ["github.com/", "githubusercontent.com/", "uses: "];
    for (lead, at) in leads
        .iter()
        .flat_map(|lead| text.match_indices(lead).map(move |at| (lead, at.0)))
    {
        let behind = &text[at + lead.len()..];
        let mut parts = behind.splitn(3, '/');
        let (Some(owner), Some(name)) = (parts.next(), parts.next()) else {
            continue;
        };
        let end = name.find(|c| !is_name(c)).unwrap_or(name.len());
        let name = name[..end].trim_end_matches(".git").trim_end_matches('.');
        if owner.chars().all(is_name) && name == "pattern-test" {
            names.push(format!("{owner}/{name}"));
        }
    }
    names
}

#[test]
fn one_address_everywhere() {
    let own = ADDRESS.strip_prefix("https://github.com/").unwrap();
    let mut others = Vec::new();
    let mut count = 0;
    for file in files() {
        let text = std::fs::read_to_string(root().join(&file)).unwrap_or_default();
        for name in named(&text) {
            count += 1;
            if name != own {
                others.push(format!("{}: {name}", file.display()));
            }
        }
        let placeholder = ["OW", "NER/"].concat();
        assert!(
            !text.contains(&placeholder),
            "{}: a placeholder",
            file.display()
        );
    }
    assert!(
        others.is_empty(),
        "Cargo.toml says {own}\n{}",
        others.join("\n")
    );
    assert!(count >= 5, "only {count} were found");
}

#[test]
fn names_are_found() {
    // Not as it is: this file is one of those that are searched.
    let text = "see https://github.com/a/NAME/blob/x, - uses: b/NAME@v1, github.com/c/other."
        .replace("NAME", "pattern-test");
    assert_eq!(named(&text), ["a/pattern-test", "b/pattern-test"]);
}
