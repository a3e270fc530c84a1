//! `--watch`: another run for every change.

use super::{project, verify};
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

/// Much longer than it takes; only a program that hangs comes near.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_change_brings_another_run() {
    let good =
        "pattern: app.json\ncases:\n  - {event: ../fixtures/app-fails.json, expect: match}\n";
    let directory = project(good);
    let mut child = verify(&directory, &["--watch", "--report", "tap=patterns/out.tap"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let others = sender.clone();
    std::thread::spawn(move || {
        stdout
            .lines()
            .map_while(Result::ok)
            .for_each(|line| drop(sender.send(line)))
    });
    std::thread::spawn(move || {
        stderr
            .lines()
            .map_while(Result::ok)
            .for_each(|line| drop(others.send(line)))
    });
    // The two streams come in whatever order: what was not waited for is kept.
    let mut seen: Vec<String> = Vec::new();
    let mut wait_for = |what: &str| {
        loop {
            if let Some(found) = seen.iter().position(|line| line.contains(what)) {
                seen.remove(found);
                return;
            }
            match lines.recv_timeout(PATIENCE) {
                Ok(line) => seen.push(line),
                Err(_) => panic!("no `{what}` among {seen:#?}"),
            }
        }
    };
    let write = |name: &str, text: &str| std::fs::write(directory.path().join(name), text).unwrap();

    wait_for("1 suite, 1 case: 1 passed");
    wait_for("waiting for a change");
    write(
        "patterns/app.suite.yaml",
        &good.replace("expect: match", "expect: no-match"),
    );
    wait_for("`patterns/app.suite.yaml` has changed");
    wait_for("1 suite, 1 case: 1 failed");
    wait_for("waiting for a change");
    // A broken suite ends nothing.
    write("patterns/app.suite.yaml", "cases: 3\n");
    wait_for("error: `cases` is a number");
    wait_for("waiting for a change");
    write("patterns/new.suite.yaml", good);
    write("patterns/app.suite.yaml", good);
    wait_for("2 suites, 2 cases: 2 passed");
    child.kill().unwrap();
    child.wait().unwrap();
}
