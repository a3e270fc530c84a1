//! The engine and the program side by side with others that do such work: BENCHMARKS.md.
//!
//! `cargo bench --features benches --bench scan [-- WORD…]` runs all comparisons, or those whose name holds a word.
//! The contestants of a comparison take turns, and what is given is the median of the ratios of
//! neighbouring turns: that is what is left of the noise of a machine that others use as well.
//! `PATTERN_TEST_BENCH_ROUNDS` sets the number of turns, `PATTERN_TEST_BENCH_EVENTS` the number of
//! envelopes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark fails by panicking, and prints what it finds"
)]

mod contest;
mod data;
mod patterns;
mod program;

use contest::{Contest, rounds};
use pattern_test::Pattern;
use pattern_test::engine::{Modes, RuleSet, Scratch};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Envelopes and features in the full data.
const ENVELOPES: usize = 200_000;
const FEATURES: usize = 213_068;

/// Quamina's slowest contests take only so many of the lines, ours with it.
const FEW_LINES: usize = 5_000;

fn main() {
    let words: Vec<_> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let wanted =
        |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let count = std::env::var("PATTERN_TEST_BENCH_EVENTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(ENVELOPES);
    let events = make(folder, &format!("envelopes-{count}.jsonl"), || {
        data::envelopes(count)
    });
    println!("{}\n", events.describe());
    println!("| work | contestant | MB/s | pattern-test is so many times as fast |");
    println!("| --- | --- | ---: | ---: |");
    let story = std::fs::read_to_string(format!(
        "{}/patterns/ecs-run-test-failed.json",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap();
    if wanted("one pattern") {
        engines(
            "one pattern",
            &events,
            std::slice::from_ref(&story),
            usize::MAX,
        );
    }
    if wanted("program") {
        program::one_pattern(&events.path, &story, folder);
    }
    if wanted("limits") {
        limits(&events);
    }
    if wanted("geo") {
        let features = make(folder, "features.jsonl", || data::features(FEATURES));
        engines(
            "GeoJSON, 7 patterns of 5 values",
            &features,
            &patterns::geo(),
            usize::MAX,
        );
    }
    for (count, lines) in [
        (100, usize::MAX),
        (1_000, FEW_LINES * 10),
        (10_000, FEW_LINES),
    ] {
        let name = format!("{count} mixed patterns");
        if wanted(&name) {
            engines(&name, &events, &patterns::mixed(count), lines);
        }
    }
    if wanted("scaling") {
        scaling(&events);
    }
    if wanted("words") {
        engines(
            "50 patterns of one `*word*` each",
            &events,
            &patterns::words(true),
            FEW_LINES * 10,
        );
        one_of_fifty(&events);
    }
    if wanted("threads") {
        program::threads(&events.path, &story, folder);
    }
    if wanted("memory") {
        program::memory(&events.path, &story);
        program::build_memory(folder);
    }
    if wanted("build") {
        build();
    }
}

/// A file of lines, in memory too.
struct Data {
    path: PathBuf,
    text: String,
}

impl Data {
    fn lines(&self, most: usize) -> Vec<&[u8]> {
        self.text.lines().take(most).map(str::as_bytes).collect()
    }

    fn describe(&self) -> String {
        let name = self.path.file_name().unwrap().display();
        format!(
            "{name}: {} lines, {:.0} MB",
            self.text.lines().count(),
            self.text.len() as f64 / 1e6
        )
    }
}

fn make(folder: &Path, name: &str, write: impl Fn() -> String) -> Data {
    let path = folder.join(name);
    let text = write();
    if std::fs::metadata(&path).map_or(true, |metadata| metadata.len() != text.len() as u64) {
        std::fs::write(&path, &text).unwrap();
    }
    Data { path, text }
}

fn rule_set(patterns: &[String]) -> RuleSet {
    let mut rules = RuleSet::builder();
    for (index, pattern) in patterns.iter().enumerate() {
        rules.add(index.to_string(), &Pattern::parse(pattern).unwrap());
    }
    rules.build()
}

fn ours(rules: &RuleSet, lines: &[&[u8]]) -> usize {
    let mut scratch = Scratch::new();
    lines
        .iter()
        .map(|line| {
            rules
                .matches(line, Modes::Flattened, &mut scratch)
                .unwrap()
                .flattened
                .len()
        })
        .sum()
}

/// Quamina with these patterns, as it comes or with its automata made for speed.
fn quamina(patterns: &[String], for_speed: bool) -> Result<quamina::Quamina<usize>, String> {
    let mut quamina = quamina::Quamina::new();
    if for_speed {
        quamina.set_matcher_build_mode(quamina::MatcherBuildMode::BuiltForSpeed);
    }
    for (index, pattern) in patterns.iter().enumerate() {
        quamina
            .add_pattern(index, pattern)
            .map_err(|error| format!("pattern {index}: {error}"))?;
    }
    Ok(quamina)
}

fn theirs(quamina: &quamina::Quamina<usize>, lines: &[&[u8]]) -> usize {
    lines
        .iter()
        .map(|line| quamina.matches_for_event(line).unwrap().len())
        .sum()
}

/// Our engine and quamina on the same lines, in memory.
fn engines(name: &str, data: &Data, patterns: &[String], most_lines: usize) {
    let lines = data.lines(most_lines);
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    let rules = rule_set(patterns);
    let built = quamina(patterns, false);
    let mut contest = Contest::new(name, bytes);
    contest.add("pattern-test (engine)", || ours(&rules, &lines));
    match &built {
        Ok(quamina) => contest.add("quamina 0.7.0", || theirs(quamina, &lines)),
        Err(error) => println!("| {name} | quamina 0.7.0 | cannot build it: {error} | |"),
    }
    contest.run(rounds());
}

/// All fifty words in one pattern, which the service refuses as too complex: quamina takes it, here
/// its time is set against that of our fifty patterns.
fn one_of_fifty(events: &Data) {
    let lines = events.lines(FEW_LINES * 10);
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    let rules = rule_set(&patterns::words(true));
    let one = quamina(&patterns::words(false), false).unwrap();
    let mut contest = Contest::new("50 words: one pattern there, fifty here", bytes);
    contest.add("pattern-test (engine)", || ours(&rules, &lines));
    contest.add("quamina 0.7.0", || theirs(&one, &lines));
    contest.run(rounds());
}

/// How our own speed falls with the number of patterns.
fn scaling(events: &Data) {
    let lines = events.lines(usize::MAX);
    let sets: Vec<_> = [100, 1_000, 10_000]
        .map(|count| (count, rule_set(&patterns::mixed(count))))
        .into();
    let mut contest = Contest::new("scaling", events.text.len());
    for (count, rules) in &sets {
        contest.add(&format!("{count} patterns"), || ours(rules, &lines));
    }
    contest.run(rounds());
}

/// What this machine can do at all.
fn limits(events: &Data) {
    let lines = events.lines(usize::MAX);
    let nothing = rule_set(&[r#"{"there is no such key": ["x"]}"#.to_owned()]);
    let source = rule_set(&[r#"{"source": ["there is no such source"]}"#.to_owned()]);
    let finder = memchr::memmem::Finder::new(r#""source":"aws.ecs""#);
    let mut contest = Contest::new("limits", events.text.len());
    contest.add("pattern-test: one key that is not there", || {
        ours(&nothing, &lines)
    });
    contest.add("pattern-test: `source` alone", || ours(&source, &lines));
    contest.add("counting line ends", || {
        memchr::memchr_iter(b'\n', events.text.as_bytes()).count()
    });
    contest.add("checking UTF-8", || {
        simdutf8::basic::from_utf8(events.text.as_bytes()).map_or(0, str::len)
    });
    contest.add("searching `\"source\":\"aws.ecs\"`", || {
        finder.find_iter(events.text.as_bytes()).count()
    });
    contest.run(rounds());
}

fn build() {
    let patterns = patterns::mixed(10_000);
    let mut times: Vec<_> = (0..rounds())
        .map(|_| {
            let start = Instant::now();
            let rules = rule_set(&patterns);
            let time = start.elapsed();
            drop(rules);
            time
        })
        .collect();
    times.sort_unstable();
    println!(
        "| building 10,000 patterns | pattern-test (engine) | {:.0} ms | |",
        times[times.len() / 2].as_secs_f64() * 1e3
    );
}
