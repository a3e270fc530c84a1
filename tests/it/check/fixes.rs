//! Fixes on files that are damaged at random: they change nothing but what they are for.

use crate::analysis::stride;
use crate::cli::{directory_with, pattern_test_in};
use crate::replay::checks_program::fixes;
use pattern_test::lint::fix::Safety;
use pattern_test::template::{Extraction, Files, NotRead, Vars, extract_with};
use std::path::{Path, PathBuf};

/// Nothing of this machine is taken in.
struct NoFiles;

impl Files for NoFiles {
    fn text(&self, _: &Path) -> Result<String, NotRead> {
        Err(NotRead::NotThere)
    }

    fn beside(&self, _: &Path) -> Vec<PathBuf> {
        Vec::new()
    }
}

/// A generator of numbers, the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// What people leave out, add and exchange.
const SLIPS: [(&str, &str); 22] = [
    ("[\"", "\""),
    ("\"]", "\""),
    ("[", ""),
    ("]", ""),
    ("detail-type", "detailType"),
    ("source", "Source"),
    ("$or", "$OR"),
    ("prefix", "startsWith"),
    ("anything-but", "not"),
    ("\"exists\": true", "\"exists\": \"true\""),
    (": [", ": &a ["),
    (": ", ": !Sub "),
    (": \"", ": &b \""),
    ("123456789012", "\"123456789012\""),
    ("\"", ""),
    ("\"", "'"),
    (",", ""),
    (" ", "  "),
    ("- ", ""),
    ("\n", "\r\n"),
    ("= ", "= local.x "),
    ("[", "[null, "),
];

fn damaged(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        let (from, to) = SLIPS[random.below(SLIPS.len())];
        let places: Vec<_> = text.match_indices(from).map(|(at, _)| at).collect();
        if places.is_empty() {
            continue;
        }
        let at = places[random.below(places.len())];
        text.replace_range(at..at + from.len(), to);
    }
    text
}

/// The list of a field without its brackets, here and there: what a fix mends most often.
fn unwrapped(text: &str, random: &mut Random) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        let Some(length) = rest[start..].find(']') else {
            break;
        };
        let inner = &rest[start + 1..start + length];
        let simple = !inner.contains([',', '{', '[', '\n']) && !inner.trim().is_empty();
        out.push_str(&rest[..start]);
        match simple && random.below(3) == 0 {
            true => out.push_str(inner.trim()),
            false => out.push_str(&rest[start..=start + length]),
        }
        rest = &rest[start + length + 1..];
    }
    out + rest
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

#[test]
fn templates() {
    let mut random = Random(7);
    let mut fixed = 0;
    for path in files("tests/templates")
        .into_iter()
        .chain(files("fixtures/templates"))
    {
        let Ok(whole) = std::fs::read_to_string(&path) else {
            continue;
        };
        let read = |text: &str| extract_with(&path, text, &Vars::new(), &NoFiles);
        if read(&whole).is_none() {
            continue;
        }
        for round in 0..40 / stride().min(8) {
            let mut text = whole.clone();
            if round % 2 == 0 {
                text = unwrapped(&text, &mut random);
            }
            if round % 4 != 0 {
                text = damaged(&text, &mut random);
            }
            for most in [Safety::Safe, Safety::Unsafe] {
                fixed += fixes(&text, most, &read);
            }
        }
    }
    assert!(fixed * stride().min(8) > 100, "{fixed}");
}

#[test]
fn pattern_files_and_events() {
    let mut random = Random(11);
    let mut fixed = 0;
    for path in files("patterns") {
        let whole = std::fs::read_to_string(&path).unwrap();
        let read = |text: &str| Some(Extraction::of_pattern(&path, text));
        for round in 0..40 / stride().min(8) {
            let mut text = whole.clone();
            if round % 2 == 0 {
                text = unwrapped(&text, &mut random);
            }
            if round % 4 != 0 {
                text = damaged(&text, &mut random);
            }
            for most in [Safety::Safe, Safety::Unsafe] {
                fixed += fixes(&text, most, &read);
            }
        }
    }
    assert!(fixed * stride().min(8) > 100, "{fixed}");
    // Events are no patterns, whatever becomes of them.
    let mut events = 0;
    let folders = [
        "fixtures/cloudtrail",
        "fixtures/ec2",
        "fixtures/ecs",
        "fixtures/s3",
    ];
    for path in folders.into_iter().flat_map(files) {
        let Ok(whole) = std::fs::read_to_string(&path) else {
            continue;
        };
        let read = |text: &str| Some(Extraction::of_pattern(&path, text));
        if !whole.contains("\"detail-type\"") {
            continue;
        }
        for _ in 0..5 {
            events += 1;
            let text = damaged(&whole, &mut random);
            assert_eq!(fixes(&text, Safety::Unsafe, &read), 0, "{text}");
        }
    }
    assert!(events > 20, "{events}");
}

#[test]
fn a_misspelt_key_is_told_once_where_it_stands_and_renamed_there() {
    let text = "Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [aws.s3]
        detail-type: [Object Created]
        detail:
          objct:   # of the export
            key: [{prefix: in/}]
            size: [1]
";
    let directory = directory_with(&[("a.yaml", text.as_bytes())]);
    let check = |words: &[&str]| {
        let mut command = pattern_test_in(directory.path());
        let output = command.arg("check").args(words).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let told = check(&["--format", "concise"]);
    assert!(
        told.starts_with(
            "a.yaml:9:11: warning: these events have no field `detail.objct` [misspelt-field]"
        ),
        "{told}"
    );
    assert!(
        told.contains("\n1 warning in 1 pattern of 1 file"),
        "{told}"
    );
    check(&["--fix", "--unsafe-fixes"]);
    let fixed = std::fs::read_to_string(directory.path().join("a.yaml")).unwrap();
    assert_eq!(fixed, text.replace("objct:", "object:"));
}
