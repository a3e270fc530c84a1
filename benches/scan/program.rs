//! The program as a whole, beside other programs.

use super::contest::{Contest, rounds};
use super::patterns;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What `jq` has to do for the same events as the pattern.
const SELECT: &str = r#"select(.source == "aws.ecs" and ."detail-type" == "ECS Task State Change" and .detail.clusterArn == "arn:aws:ecs:ap-northeast-1:0000000000000:cluster/run_test_cluster" and .detail.lastStatus == "STOPPED" and .detail.stoppedReason == "Essential container in task exited" and any(.detail.containers[]; .name == "run-test") and any(.detail.containers[]; .exitCode == 1))"#;

fn scan(pattern: &str, jobs: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pattern-test"));
    command.args(["scan", "--count", "-j", jobs, "-p", pattern]);
    command
}

fn has(program: &str) -> bool {
    let there = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if there.is_err() {
        println!("| (left out: there is no `{program}` on the PATH) | | | |");
    }
    there.is_ok()
}

/// The number that a program prints; how many lines, where it prints others.
fn count(command: &mut Command) -> usize {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.trim().parse().unwrap_or_else(|_| text.lines().count())
}

pub(crate) fn one_pattern(events: &Path, pattern: &str, folder: &Path) {
    let bytes = usize::try_from(std::fs::metadata(events).unwrap().len()).unwrap();
    let mut contest = Contest::new("one pattern, the whole program", bytes);
    contest.add("pattern-test scan --count -j 1", || {
        count(scan(pattern, "1").arg(events))
    });
    if has("rg") {
        contest.add("rg -c (only roughly the same)", || {
            let mut rg = Command::new("rg");
            count(
                rg.args([
                    "--no-config",
                    "-j",
                    "1",
                    "-c",
                    r#""source":"aws.ecs".*"lastStatus":"STOPPED""#,
                ])
                .arg(events),
            )
        });
    }
    contest.run(rounds());
    if has("jq") {
        // It takes its time: a tenth of the lines will do.
        let text = std::fs::read_to_string(events).unwrap();
        let lines = text.lines().count() / 10;
        let part: String = text
            .lines()
            .take(lines)
            .map(|line| line.to_owned() + "\n")
            .collect();
        let path = folder.join("part.jsonl");
        std::fs::write(&path, &part).unwrap();
        let mut contest = Contest::new("one pattern, a tenth of the lines", part.len());
        contest.add("pattern-test scan --count -j 1", || {
            count(scan(pattern, "1").arg(&path))
        });
        contest.add("jq -c 'select(…)'", || {
            count(Command::new("jq").args(["-c", SELECT]).arg(&path))
        });
        contest.run(rounds().min(5));
    }
}

pub(crate) fn threads(events: &Path, pattern: &str, folder: &Path) {
    // Several times the data, so that starting the program does not count.
    let files = vec![events; 4];
    let bytes = 4 * usize::try_from(std::fs::metadata(events).unwrap().len()).unwrap();
    let rules = rules(folder, 1_000);
    for (name, pattern) in [
        ("threads, one pattern", pattern),
        ("threads, 1,000 patterns", rules.as_str()),
    ] {
        let mut contest = Contest::new(name, bytes);
        contest.add("-j 2", || count(scan(pattern, "2").args(&files)));
        contest.add("-j 1", || count(scan(pattern, "1").args(&files)));
        contest.run(rounds());
    }
}

/// A file of mixed patterns.
fn rules(folder: &Path, count: usize) -> String {
    let path = folder.join(format!("rules-{count}.jsonl"));
    let lines: String = patterns::mixed(count)
        .iter()
        .enumerate()
        .map(|(index, pattern)| format!("{{\"name\":\"{index}\",\"pattern\":{pattern}}}\n"))
        .collect();
    std::fs::write(&path, lines).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The most memory that a process had, in MB.
fn peak(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1e3
}

/// Ten gigabytes through a pipe.
pub(crate) fn memory(events: &Path, pattern: &str) {
    if !cfg!(target_os = "linux") {
        println!("| (left out: memory is only known on Linux) | | | |");
        return;
    }
    let text = std::fs::read(events).unwrap();
    let mut child = scan(pattern, "2")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..10_000_000_000_usize.div_ceil(text.len()) {
        stdin.write_all(&text).unwrap();
    }
    let peak = peak(child.id());
    drop(stdin);
    assert!(child.wait().unwrap().code().is_some());
    println!("| memory for a stream of 10 GB, 2 threads | pattern-test scan | {peak:.0} MB | |");
}

/// All it takes to hold ten thousand patterns, their texts included.
pub(crate) fn build_memory(folder: &Path) {
    if !cfg!(target_os = "linux") {
        return;
    }
    let rules = rules(folder, 10_000);
    let mut child = scan(&rules, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Once it has read more than a pipe holds, it has the patterns.
    stdin.write_all(&b"{}\n".repeat(1 << 18)).unwrap();
    let peak = peak(child.id());
    drop(stdin);
    child.wait().unwrap();
    println!("| memory with 10,000 patterns | pattern-test scan | {peak:.0} MB | |");
}
