//! How long the library takes: to compile a pattern, to read an event, to match the two.
//!
//! `cargo bench --features benches --bench match [-- strict]`. Each bundled pattern is matched against
//! the first bundled event that it matches.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark fails by panicking"
)]

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use pattern_test::matching::evaluate;
use pattern_test::{Event, Mode, Pattern};
use std::fmt;
use std::path::{Path, PathBuf};

fn main() {
    divan::main();
}

/// A file of the bundle; shown by its name, without what all have in common.
struct File {
    name: String,
    text: String,
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl File {
    fn read(path: &Path) -> Self {
        let name = path.strip_prefix(root()).unwrap().with_extension("");
        let name = name.components().skip(1).collect::<PathBuf>();
        Self {
            name: name.to_str().unwrap().to_owned(),
            text: std::fs::read_to_string(path).unwrap(),
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<File> {
    let mut paths: Vec<_> = std::fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    paths.iter().map(|path| File::read(path)).collect()
}

fn patterns() -> Vec<File> {
    files("patterns")
}

fn events() -> Vec<File> {
    ["cloudtrail", "ec2", "ecs", "s3"]
        .iter()
        .flat_map(|service| files(&format!("fixtures/{service}")))
        .collect()
}

/// A pattern and an event that it matches.
struct Pair {
    pattern: File,
    event: File,
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} + {}", self.pattern, self.event)
    }
}

fn pairs() -> Vec<Pair> {
    let table = std::fs::read_to_string(root().join("tests/data/bundle.tsv")).unwrap();
    let mut pairs: Vec<Pair> = Vec::new();
    for row in table.lines() {
        let cells: Vec<_> = row.split('\t').collect();
        let pattern = File::read(&root().join(cells[0]));
        let seen = pairs.iter().any(|pair| pair.pattern.name == pattern.name);
        if !seen && cells[2] == "match" {
            let event = File::read(&root().join(cells[1]));
            pairs.push(Pair { pattern, event });
        }
    }
    pairs
}

#[divan::bench(args = patterns())]
fn compile(bencher: Bencher<'_, '_>, pattern: &File) {
    bencher.bench(|| Pattern::parse(black_box(&pattern.text)).unwrap());
}

#[divan::bench(args = events())]
fn parse(bencher: Bencher<'_, '_>, event: &File) {
    bencher
        .counter(BytesCount::of_str(&event.text))
        .bench(|| Event::parse(black_box(&*event.text)).unwrap());
}

#[divan::bench(name = "evaluate (both modes, witnesses)", args = pairs())]
fn evaluate_pair(bencher: Bencher<'_, '_>, pair: &Pair) {
    let pattern = Pattern::parse(&pair.pattern.text).unwrap();
    let event = Event::parse(&*pair.event.text).unwrap();
    bencher.bench(|| evaluate(black_box(&pattern), black_box(&event)));
}

#[divan::bench(name = "matches (flattened)", args = pairs())]
fn matches_pair(bencher: Bencher<'_, '_>, pair: &Pair) {
    let pattern = Pattern::parse(&pair.pattern.text).unwrap();
    let event = Event::parse(&*pair.event.text).unwrap();
    bencher.bench(|| pattern.matches(black_box(&event), Mode::Flattened));
}

/// An array of objects of which every two conditions of a pattern, but never all three, are met by
/// one: the strict mode has to look at them all.
mod containers {
    use super::*;

    const PATTERN: &str =
        r#"{"detail":{"containers":{"name":["app"],"image":["web"],"exit":[1]}}}"#;
    const COUNTS: [usize; 3] = [100, 1_000, 10_000];

    fn event(count: usize) -> String {
        let kinds = [
            r#"{"name":"app","image":"web","exit":0}"#,
            r#"{"name":"app","image":"job","exit":1}"#,
            r#"{"name":"log","image":"web","exit":1}"#,
        ];
        let list: Vec<_> = kinds.into_iter().cycle().take(count).collect();
        format!(r#"{{"detail":{{"containers":[{}]}}}}"#, list.join(","))
    }

    #[divan::bench(args = COUNTS)]
    fn parse(bencher: Bencher<'_, '_>, count: usize) {
        let text = event(count);
        bencher
            .counter(BytesCount::of_str(&text))
            .bench(|| Event::parse(black_box(&*text)).unwrap());
    }

    #[divan::bench(args = COUNTS)]
    fn flattened(bencher: Bencher<'_, '_>, count: usize) {
        matches(bencher, count, Mode::Flattened, true);
    }

    #[divan::bench(args = COUNTS)]
    fn strict(bencher: Bencher<'_, '_>, count: usize) {
        matches(bencher, count, Mode::Strict, false);
    }

    fn matches(bencher: Bencher<'_, '_>, count: usize, mode: Mode, expected: bool) {
        let pattern = Pattern::parse(PATTERN).unwrap();
        let text = event(count);
        let event = Event::parse(&*text).unwrap();
        assert_eq!(pattern.matches(&event, mode), expected);
        bencher.bench(|| pattern.matches(black_box(&event), mode));
    }
}
