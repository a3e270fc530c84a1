//! Links between the documents lead somewhere, and every page is in the index.

use super::{documents, root};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// The targets of the links and pictures of a document, code left out.
fn targets(document: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut in_code = false;
    for line in document.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        }
        let mut rest = line;
        while let (false, Some((_, after))) = (in_code, rest.split_once("](")) {
            let (target, behind) = after.split_once(')').unwrap_or((after, ""));
            targets.push(target.to_owned());
            rest = behind;
        }
    }
    targets
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(document: &str) -> HashSet<String> {
    let mut anchors = HashSet::new();
    let mut in_code = false;
    for line in document.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        }
        let title = line.trim_start_matches('#');
        if in_code || title.len() == line.len() {
            continue;
        }
        let kept = title.trim().to_lowercase();
        let kept = kept
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
    }
    anchors
}

/// The path without `..` in it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

#[test]
fn links_lead_somewhere() {
    let mut dead = Vec::new();
    let mut count = 0;
    for name in documents() {
        let document = std::fs::read_to_string(root().join(&name)).unwrap();
        for target in targets(&document) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            count += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = match path {
                "" => PathBuf::from(&name),
                path => plain(&Path::new(&name).parent().unwrap().join(path)),
            };
            let text = std::fs::read_to_string(root().join(&file)).unwrap_or_default();
            let there = root().join(&file).exists();
            if !there || !anchor.is_empty() && !anchors(&text).contains(anchor) {
                dead.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(count > 50, "only {count} links were found");
}

#[test]
fn every_page_is_in_the_index() {
    let index = std::fs::read_to_string(root().join("docs/README.md")).unwrap();
    let targets = targets(&index);
    for name in documents() {
        let Some(page) = name
            .strip_prefix("docs/")
            .filter(|page| *page != "README.md")
        else {
            continue;
        };
        assert!(
            targets.iter().any(|target| target == page),
            "docs/README.md: {page}"
        );
    }
}

#[test]
fn the_readme_is_short() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 200, "{}", readme.lines().count());
}
