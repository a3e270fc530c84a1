//! The layers of `docs/internals/architecture.md`: nothing uses what is built on it.
//!
//! What a file uses is read from its text: its `use` lines and the paths in its code, each followed
//! to the file in which the thing stands. A `mod.rs` that only passes on what stands below it
//! (`pub use`) does not use it.

mod modules;
mod source;

use modules::{Arrow, Modules};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const DOCUMENT: &str = "docs/internals/architecture.md";

/// The table of layers, as the document has it: folder, layer.
fn layers(document: &str) -> BTreeMap<String, usize> {
    let rows = document
        .lines()
        .skip_while(|line| !line.starts_with("| layer |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut layers = BTreeMap::new();
    for row in rows {
        let mut cells = row.split('|').skip(1);
        let layer = cells.next().unwrap().trim().parse().unwrap();
        let folders = cells.next().unwrap().split('`').skip(1).step_by(2);
        for folder in folders {
            let before = layers.insert(folder.to_owned(), layer);
            assert_eq!(before, None, "`{folder}` stands in two layers");
        }
    }
    layers
}

/// What is wrong with the modules, a line for each.
fn problems(modules: &Modules, layers: &BTreeMap<String, usize>) -> String {
    let mut problems = String::new();
    let there: BTreeSet<_> = modules.top().collect();
    let known: BTreeSet<_> = layers.keys().map(String::as_str).collect();
    for name in there.symmetric_difference(&known) {
        let missing = match known.contains(name) {
            true => "there is no such folder or file in src",
            false => "it has no layer",
        };
        writeln!(problems, "`{name}` in {DOCUMENT}: {missing}").unwrap();
    }
    let arrows = modules.arrows();
    for arrow in &arrows {
        let layer = |place: &[String]| place.first().and_then(|top| layers.get(top));
        if let (Some(from), Some(to)) = (layer(&arrow.from), layer(&arrow.to))
            && arrow.from.first() != arrow.to.first()
            && to >= from
        {
            let shown = &arrow.shown;
            writeln!(problems, "{shown}: layer {from} must not use layer {to}").unwrap();
        }
    }
    for cycle in cycles(&arrows) {
        writeln!(problems, "a cycle:\n  {}", cycle.join("\n  ")).unwrap();
    }
    problems
}

/// The cycles between folders, and between files of different folders: in every folder, what stands
/// in it is taken as a whole, and no folder there may be part of a cycle.
fn cycles(arrows: &[Arrow]) -> Vec<Vec<String>> {
    // Folder → (child, child) → an arrow.
    let mut levels: BTreeMap<&[String], BTreeMap<(&str, &str), &Arrow>> = BTreeMap::new();
    let mut folders: BTreeSet<&[String]> = BTreeSet::new();
    for arrow in arrows {
        let both = arrow.from.iter().zip(&arrow.to);
        let shared = both.take_while(|(from, to)| from == to).count();
        let level = levels.entry(&arrow.from[..shared]).or_default();
        level
            .entry((&arrow.from[shared], &arrow.to[shared]))
            .or_insert(arrow);
        for place in [&arrow.from, &arrow.to] {
            folders.extend((1..place.len()).map(|length| &place[..length]));
        }
    }
    let mut cycles = Vec::new();
    for (folder, edges) in levels {
        let is_folder = |child: &str| {
            let place: Vec<_> = folder.iter().cloned().chain([child.to_owned()]).collect();
            folders.contains(place.as_slice())
        };
        let inside: Vec<_> = edges
            .iter()
            .filter(|((from, to), _)| reaches(&edges, to, from))
            .collect();
        // One list for each group of children that reach each other.
        let mut told = BTreeSet::new();
        for ((from, _), _) in &inside {
            let group: Vec<_> = inside
                .iter()
                .filter(|((other, _), _)| {
                    reaches(&edges, from, other) && reaches(&edges, other, from)
                })
                .collect();
            let has_folder = group.iter().any(|((other, _), _)| is_folder(other));
            if has_folder && told.insert(group[0].0) {
                cycles.push(group.iter().map(|(_, arrow)| arrow.shown.clone()).collect());
            }
        }
    }
    cycles
}

fn reaches(edges: &BTreeMap<(&str, &str), &Arrow>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut waiting = vec![from];
    while let Some(at) = waiting.pop() {
        for (_, next) in edges.keys().filter(|(start, _)| *start == at) {
            if *next == to {
                return true;
            }
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    false
}

#[test]
fn no_arrow_points_up() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = Modules::new(|file| std::fs::read_to_string(root.join("src").join(file)).ok());
    let layers = layers(&std::fs::read_to_string(root.join(DOCUMENT)).unwrap());
    assert!(modules.arrows().len() > 1_000, "the arrows are seen");
    let problems = problems(&modules, &layers);
    assert!(problems.is_empty(), "\n{problems}");
}

/// What the test says of a library of three folders, whose files are given.
fn told(files: &[(&str, &str)]) -> String {
    let lib = "mod low; mod middle; mod high; pub use low::Thing;";
    let below = "mod part; mod other; pub use part::Part;";
    let defaults = [
        ("lib.rs", lib),
        ("low.rs", "pub struct Thing;"),
        ("high.rs", "use crate::middle::Part; use crate::Thing;"),
        ("middle/mod.rs", below),
        ("middle/part/mod.rs", "mod inner; use crate::low::Thing;"),
        ("middle/part/inner.rs", "use crate::low;"),
        ("middle/other.rs", "use super::Part;"),
    ];
    let read = |file: &str| {
        let mut all = files.iter().chain(&defaults);
        all.find(|(name, _)| *name == file)
            .map(|(_, text)| (*text).to_owned())
    };
    let layers = layers(
        "x\n| layer | folders |\n|---|---|\n| 0 | `low` |\n| 1 | `middle` |\n| 2 | `high` |\n\n| 3 | `x` |",
    );
    problems(&Modules::new(read), &layers)
}

#[test]
fn what_points_down_is_in_order() {
    assert_eq!(told(&[]), "");
}

#[test]
fn an_arrow_that_points_up_is_found() {
    for text in [
        "use crate::high::x;",
        "use super::{high::x};",
        "fn f() { crate::high::x() }",
        "use super::high; fn f() { high::x() }",
        "fn f() { super::high::x() }",
    ] {
        let told = told(&[("low.rs", text)]);
        assert!(
            told.starts_with("src/low.rs:1 uses src/high.rs: layer 0 must not use layer 2"),
            "{text}: {told}"
        );
    }
    assert_eq!(told(&[("low.rs", "#[cfg(test)] use crate::high::x;")]), "");
}

#[test]
fn a_cycle_with_a_folder_is_found() {
    // Through the names that the folder's `mod.rs` passes on.
    assert_eq!(
        told(&[("middle/part/inner.rs", "use crate::middle::other::f;")]),
        "a cycle:\n  src/middle/other.rs:1 uses src/middle/part/mod.rs\n  src/middle/part/inner.rs:1 uses src/middle/other.rs\n"
    );
    // With what stands in the `mod.rs` itself.
    let cycle = [
        (
            "middle/mod.rs",
            "mod part; mod other; use part::inner; struct Own;",
        ),
        ("middle/part/inner.rs", "use crate::middle::Own;"),
    ];
    assert!(told(&cycle).starts_with("a cycle:\n"), "{}", told(&cycle));
    // Files of one folder may know each other.
    let friends = [
        (
            "middle/mod.rs",
            "mod part; mod other; mod third; pub use part::Part;",
        ),
        ("middle/third.rs", "use super::other;"),
        ("middle/other.rs", "use super::third;"),
    ];
    assert_eq!(told(&friends), "");
}

#[test]
fn a_folder_without_a_layer_is_found() {
    let told = told(&[("lib.rs", "mod low; mod middle; mod new;"), ("new.rs", "")]);
    assert_eq!(
        told,
        "`high` in docs/internals/architecture.md: there is no such folder or file in src\n\
         `new` in docs/internals/architecture.md: it has no layer\n"
    );
}
