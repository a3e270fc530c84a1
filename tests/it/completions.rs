//! Completions and manual pages know every command and every flag.

use std::collections::BTreeSet;
use std::process::Command;

fn run(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pattern-test"))
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands that the help lists.
fn commands() -> Vec<String> {
    let help = run(&["--help"]);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .filter(|command| command != "help")
        .collect()
}

/// The long flags that a command's help lists.
fn flags(command: &str) -> BTreeSet<String> {
    run(&[command, "--help"])
        .lines()
        .filter_map(|line| {
            let line = line.trim_start();
            // `- scan: …` is one of the values that a flag or an argument takes.
            let is_flag = line.starts_with('-') && !line.starts_with("- ");
            let flag = is_flag.then(|| line.find("--"))??;
            let name = &line[flag..];
            let end = name.find(|c: char| c != '-' && !c.is_ascii_alphanumeric());
            Some(name[..end.unwrap_or(name.len())].to_owned())
        })
        .collect()
}

#[test]
fn completions_know_every_flag() {
    let commands = commands();
    assert!(commands.len() > 5, "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell}: {command}");
            if command == "test-event-pattern" {
                // Its words are the AWS CLI's.
                continue;
            }
            for flag in flags(command) {
                // In fish a long option is named without its dashes.
                let word = if shell == "fish" {
                    format!("-l {}", &flag[2..])
                } else {
                    flag.clone()
                };
                assert!(script.contains(&word), "{shell}: {command} {flag}");
            }
        }
    }
}

#[test]
fn manual_pages_know_every_flag() {
    let directory = tempfile::tempdir().unwrap();
    let pages = directory.path().join("man/man1");
    run(&["man", pages.to_str().unwrap()]);
    assert!(pages.join("pattern-test.1").exists());
    for command in commands() {
        let page =
            std::fs::read_to_string(pages.join(format!("pattern-test-{command}.1"))).unwrap();
        assert!(page.starts_with(".ie"), "{command}");
        if command == "test-event-pattern" {
            continue;
        }
        for flag in flags(&command) {
            let roff = flag.replace('-', "\\-");
            assert!(page.contains(&roff), "{command}: {flag}");
        }
    }
}

/// Each shell that is installed reads its script.
#[test]
fn shells_accept_their_completions() {
    let directory = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let file = directory.path().join(shell);
        std::fs::write(&file, run(&["completions", shell])).unwrap();
        match Command::new(shell).arg("-n").arg(&file).output() {
            Ok(output) => assert!(output.status.success(), "{shell}: {output:?}"),
            Err(_) => eprintln!("SKIPPED: {shell} is not installed"),
        }
    }
}

#[test]
fn a_directory_that_cannot_be_made() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_pattern-test"))
        .arg("man")
        .arg(file.path().join("man"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .starts_with("error: cannot write the manual pages to `")
    );
}

/// What bash offers at the end of a command line.
fn offered(words: &[&str]) -> Vec<String> {
    let script = format!(
        "{}\nCOMP_WORDS=({}); COMP_CWORD={}\n_pattern__test pattern-test \"${{COMP_WORDS[COMP_CWORD]}}\" \
         \"${{COMP_WORDS[COMP_CWORD-1]}}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        run(&["completions", "bash"]),
        words.join(" "),
        words.len() - 1
    );
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_what_comes_after_a_command() {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("SKIPPED: bash is not installed");
        return;
    }
    assert_eq!(offered(&["pattern-test", "mat"]), ["match"]);
    for command in commands() {
        if command == "test-event-pattern" {
            continue;
        }
        let offered = offered(&["pattern-test", &command, "--"]);
        for flag in flags(&command) {
            assert!(offered.contains(&flag), "{command}: {flag}: {offered:?}");
        }
    }
    assert_eq!(
        offered(&["pattern-test", "match", "--fo"]),
        ["--for", "--format"]
    );
}

#[test]
fn help_of_a_command_is_its_help() {
    // The help of `test-event-pattern` lists the words of the AWS CLI.
    for command in commands().iter().filter(|c| *c != "test-event-pattern") {
        assert_eq!(run(&["help", command]), run(&[command, "--help"]));
    }
}
