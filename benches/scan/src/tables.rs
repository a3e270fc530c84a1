//! The tables that are printed.

use crate::contest::{median, rounds, run, times};
use crate::{data, patterns};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Parcels and envelopes in the full data.
const LOTS: usize = 213_068;
const ENVELOPES: usize = 200_000;

/// Two literals of the pattern for one kind of event, for a search that knows nothing of JSON.
const LITERALS: &str = r#""source":"aws.ecs".*"lastStatus":"STOPPED""#;

struct Bench {
    program: PathBuf,
    before: Option<PathBuf>,
    folder: PathBuf,
}

/// Prints the tables whose name holds one of the words.
pub(crate) fn print(words: &[String]) {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let bench = Bench {
        program: set("PATTERN_TEST_BENCH_PROGRAM")
            .unwrap_or_else(|| manifest.join("../../target/dist/pattern-test")),
        before: set("PATTERN_TEST_BENCH_BEFORE"),
        folder: set("PATTERN_TEST_BENCH_DATA").unwrap_or_else(|| manifest.join("target/data")),
    };
    assert!(
        run(Command::new(&bench.program).arg("--version")).is_some(),
        "there is no {}: build it first, with `cargo build --profile dist`",
        bench.program.display()
    );
    std::fs::create_dir_all(&bench.folder).unwrap();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|w| name.contains(w.as_str()));
    for (name, table) in [
        ("kinds", Bench::kinds as fn(&Bench)),
        ("envelopes", Bench::envelopes),
        ("limits", Bench::limits),
        ("patterns", Bench::many),
        ("archive", Bench::archive),
    ] {
        if wanted(name) {
            table(&bench);
            println!();
        }
    }
}

impl Bench {
    /// A file of the data, written where it is not there yet.
    fn file(&self, name: &str, text: impl FnOnce() -> String) -> PathBuf {
        let path = self.folder.join(name);
        if !path.exists() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text()).unwrap();
        }
        path
    }

    fn lots(&self, blank: &str) -> PathBuf {
        let name = if blank.is_empty() {
            "lots.compact.jsonl"
        } else {
            "lots.jsonl"
        };
        self.file(name, || data::lots(LOTS, blank))
    }

    fn events(&self) -> PathBuf {
        self.file("envelopes.jsonl", || data::envelopes(ENVELOPES))
    }

    /// The same rules for our program, and for quamina.
    fn rules(&self, name: &str, rules: &[String]) -> (PathBuf, PathBuf) {
        let slug = name.replace([' ', ','], "-");
        let theirs = self.file(&format!("rules/{slug}.rules.jsonl"), || {
            rules.iter().map(|rule| format!("{rule}\n")).collect()
        });
        let ours = self.file(&format!("rules/{slug}.named.jsonl"), || {
            let line = |(index, rule)| format!("{{\"name\": \"r{index}\", \"pattern\": {rule}}}\n");
            let rules = std::fs::read_to_string(&theirs).unwrap();
            rules.lines().enumerate().map(line).collect()
        });
        (ours, theirs)
    }

    fn scan(&self, program: &Path, rules: &Path, events: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(["scan", "--count", "-j", "1", "-p"]);
        command.arg(rules).arg(events).current_dir(&self.folder);
        command
    }

    fn trusting(&self, rules: &Path, events: &Path) -> Command {
        let mut command = self.scan(&self.program, rules, events);
        command.arg("--trust-input");
        command
    }

    /// Checked, trusting, the peer, and the other build.
    fn row(&self, name: &str, rules: &Path, events: &Path, peer: Command) -> Vec<Option<f64>> {
        let mut contestants = vec![
            self.scan(&self.program, rules, events),
            self.trusting(rules, events),
            peer,
        ];
        if let Some(before) = &self.before {
            contestants.push(self.scan(before, rules, events));
        }
        let counts: Vec<_> = contestants
            .iter_mut()
            .map(|c| run(c).map(|t| t.output))
            .collect();
        if counts.windows(2).any(|two| two[0] != two[1]) {
            eprintln!("{name}: found {counts:?}");
        }
        times(&mut contestants)
    }

    fn compare(&self, name: &str, rules: &Path, events: &Path, peer: Command) -> String {
        let bytes = std::fs::metadata(events).unwrap().len() as f64 / 1e6;
        let row = self.row(name, rules, events, peer);
        let time = |at: usize| row.get(at).copied().flatten();
        let rate = |at| time(at).map_or("fails".to_owned(), |time| format!("{:.0}", bytes / time));
        let ratio = |at| match (time(at), time(2)) {
            (Some(ours), Some(theirs)) => format!("{:.2}", theirs / ours),
            _ => String::new(),
        };
        let mut cells = vec![rate(2), rate(0), ratio(0), rate(1), ratio(1)];
        if self.before.is_some() {
            cells.extend([rate(3), ratio(3)]);
        }
        cells.join(" | ")
    }

    fn head(&self, what: &str, peer: &str) {
        let before = self.before.is_some();
        let (names, line) = if before {
            (" before, MB/s | times |", " ---: | ---: |")
        } else {
            ("", "")
        };
        println!(
            "| {what} | {peer}, MB/s | checked, MB/s | times | `--trust-input`, MB/s | times |{names}"
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: |{line}");
    }

    /// The field's own benchmark, in both spellings of white space.
    fn kinds(&self) {
        for (blank, spelling) in [(" ", "blanks"), ("", "no blanks")] {
            let lots = self.lots(blank);
            self.head(&format!("parcels, {spelling}"), "quamina 0.7.0");
            for (name, rules) in patterns::kinds() {
                let (ours, theirs) = self.rules(name, &rules);
                let cells = self.compare(name, &ours, &lots, quamina(&theirs, &lots));
                println!("| {name} | {cells} |");
            }
            println!();
        }
    }

    /// One pattern on EventBridge's envelopes, and many.
    fn envelopes(&self) {
        let events = self.events();
        let story = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../patterns/ecs-run-test-failed.json"
        );
        let text = std::fs::read_to_string(story).unwrap();
        let one_line: String = text.lines().map(str::trim).collect();
        self.head("envelopes", "quamina 0.7.0");
        let mut sets = vec![("one pattern".to_owned(), vec![one_line])];
        sets.extend([100, 1_000].map(|n| (format!("{n} patterns"), patterns::mixed(n))));
        for (name, rules) in sets {
            let (ours, theirs) = self.rules(&name, &rules);
            let cells = self.compare(&name, &ours, &events, quamina(&theirs, &events));
            println!("| {name} | {cells} |");
        }
        let (ours, _) = self.rules("one pattern", &[]);
        println!();
        self.head("envelopes", "`rg -c`");
        let mut rg = Command::new("rg");
        rg.args(["--no-config", "-j", "1", "-c", LITERALS])
            .arg(&events);
        let cells = self.compare("rg", &ours, &events, rg);
        println!("| one pattern | {cells} |");
    }

    /// What this machine can do at all.
    fn limits(&self) {
        let events = self.events();
        let absent = [r#"{"there is no such key": ["x"]}"#.to_owned()];
        let source = [r#"{"source": ["there is no such source"]}"#.to_owned()];
        self.head("envelopes", "counting line ends");
        for (name, rules) in [
            ("a key that does not occur", absent),
            ("`source` alone", source),
        ] {
            let (ours, _) = self.rules(name.trim_matches('`'), &rules);
            let cells = self.compare(name, &ours, &events, peer("line-ends", &[&events]));
            println!("| {name} | {cells} |");
        }
        let bytes = std::fs::metadata(&events).unwrap().len() as f64 / 1e6;
        for (name, mut command) in [
            ("checking UTF-8", peer("utf-8", &[&events])),
            ("cat", {
                let mut cat = Command::new("cat");
                cat.arg(&events);
                cat
            }),
        ] {
            let taken = (0..rounds()).filter_map(|_| run(&mut command));
            let time = median(taken.map(|taken| taken.time.as_secs_f64()).collect());
            println!(
                "| {name} | {:.0} | | | | |",
                bytes / time.unwrap_or(f64::INFINITY)
            );
        }
    }

    /// How speed and memory go with the number of patterns.
    fn many(&self) {
        let events = self.events();
        let nothing = self.file("nothing.jsonl", || "{}\n".to_owned());
        println!("| mixed patterns | checked, MB/s | building, s | memory, MB |");
        println!("| --- | ---: | ---: | ---: |");
        let programs = [Some(&self.program), self.before.as_ref()];
        for program in programs.into_iter().flatten() {
            for count in [100, 1_000, 10_000] {
                let (ours, _) = self.rules(&format!("{count} patterns"), &patterns::mixed(count));
                let bytes = std::fs::metadata(&events).unwrap().len() as f64 / 1e6;
                let found = times(&mut [
                    self.scan(program, &ours, &events),
                    self.scan(program, &ours, &nothing),
                ]);
                let (all, building) = (found[0].unwrap(), found[1].unwrap());
                let memory = run(&mut self.scan(program, &ours, &events)).unwrap().memory;
                println!(
                    "| {count}{} | {:.0} | {building:.3} | {:.0} |",
                    if program == &self.program {
                        ""
                    } else {
                        ", before"
                    },
                    bytes / (all - building),
                    memory as f64 / 1e6
                );
            }
        }
    }

    /// Fifty files, packed, on all cores: elapsed time, which a busy machine disturbs.
    fn archive(&self) {
        let folder = self.folder.join("archive");
        if !folder.exists() {
            let text = std::fs::read_to_string(self.events()).unwrap();
            let lines: Vec<_> = text.split_inclusive('\n').collect();
            std::fs::create_dir_all(&folder).unwrap();
            for (index, part) in lines.chunks(lines.len().div_ceil(50)).enumerate() {
                let path = folder.join(format!("{index:02}.jsonl"));
                std::fs::write(&path, part.concat()).unwrap();
                assert!(Command::new("gzip").arg(&path).status().unwrap().success());
            }
        }
        let (ours, _) = self.rules("one pattern", &[]);
        let cores = std::thread::available_parallelism().unwrap();
        let mut found: [Vec<(f64, f64)>; 2] = Default::default();
        for _ in 0..rounds() {
            let mut scan = Command::new(&self.program);
            scan.args(["scan", "--count", "-p"]).arg(&ours).arg(&folder);
            let mut zcat = Command::new("sh");
            zcat.arg("-c").arg(format!(
                "ls {}/*.gz | xargs -P {cores} -n 5 zcat > /dev/null",
                folder.display()
            ));
            for (command, found) in [scan, zcat].iter_mut().zip(&mut found) {
                let taken = run(command).unwrap();
                found.push((taken.elapsed.as_secs_f64(), taken.time.as_secs_f64()));
            }
        }
        println!("| 50 files of gzip, all cores | elapsed, s | processor, s |");
        println!("| --- | ---: | ---: |");
        for (name, found) in ["pattern-test scan", "zcat, as many at once"]
            .iter()
            .zip(found)
        {
            let elapsed = median(found.iter().map(|found| found.0).collect()).unwrap();
            let time = median(found.iter().map(|found| found.1).collect()).unwrap();
            println!("| {name} | {elapsed:.3} | {time:.3} |");
        }
    }
}

fn quamina(rules: &Path, events: &Path) -> Command {
    peer("quamina", &[rules, events])
}

fn peer(name: &str, arguments: &[&Path]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--peer", name]).args(arguments);
    command
}
