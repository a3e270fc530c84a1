//! Completions and manual pages know every command and every flag.

use std::collections::BTreeSet;
use std::path::Path;
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
    let (_, list) = help.split_once("Understand:\n").unwrap();
    let (list, _) = list.split_once("\nOptions:").unwrap();
    list.lines()
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
    offered_in(env!("CARGO_MANIFEST_DIR").as_ref(), words)
}

/// What it offers in a directory.
fn offered_in(directory: &Path, words: &[&str]) -> Vec<String> {
    let script = format!(
        "{}\nCOMP_WORDS=({}); COMP_CWORD={}\n_pattern__test_values pattern-test \"${{COMP_WORDS[COMP_CWORD]}}\" \
         \"${{COMP_WORDS[COMP_CWORD-1]}}\"\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        run(&["completions", "bash"]),
        words.join(" "),
        words.len() - 1
    );
    let output = with_the_program(Command::new("bash").args(["-c", &script]))
        .current_dir(directory)
        .output()
        .unwrap();
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
fn bash_completes_what_is_only_known_to_the_program() {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("SKIPPED: bash is not installed");
        return;
    }
    assert_eq!(
        offered(&["pattern-test", "check", "--explain", "mixed-el"]),
        ["mixed-elements"]
    );
    assert_eq!(
        offered(&["pattern-test", "check", "--select", "wrong-type,mixed-el"]),
        ["wrong-type,mixed-elements"]
    );
    let template = "fixtures/templates/command-not-found.sam.yaml";
    let start = format!("'{template}#Com'");
    assert_eq!(
        offered(&["pattern-test", "match", "-p", &start]),
        [format!("{template}#CommandNotFound")]
    );
    assert!(offered(&["pattern-test", "compare", "--git", "HE"]).contains(&"HEAD".to_owned()));
    assert_eq!(
        offered(&["pattern-test", "compare", "--allow", "wi"]),
        ["wider"]
    );
}

#[test]
fn bash_runs_nothing_that_a_name_holds() {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("SKIPPED: bash is not installed");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let git = |words: &[&str]| {
        let mut command = Command::new("git");
        let command = command
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(words)
            .current_dir(at);
        assert!(command.output().unwrap().status.success(), "{words:?}");
    };
    git(&["init", "--quiet"]);
    git(&["commit", "--quiet", "--allow-empty", "-m", "a"]);
    git(&["branch", "a$(touch${IFS}branch)"]);
    let offered = offered_in(at, &["pattern-test", "compare", "--git", "a"]);
    // In quotes, so that it is not run either when the line is.
    assert_eq!(offered, [r"a\$\(touch\$\{IFS\}branch\)"]);

    let template = r#"{"Resources": {"A$(touch${IFS}id)": {"Type": "AWS::Events::Rule",
        "Properties": {"EventPattern": {"source": ["a"]}}}}}"#;
    std::fs::write(at.join("t.json"), template).unwrap();
    let offered = offered_in(at, &["pattern-test", "match", "-p", "'t.json#A'"]);
    assert_eq!(offered, [r"t.json#A\$\(touch\$\{IFS\}id\)"]);
    for file in ["branch", "id"] {
        assert!(!at.join(file).exists(), "{file}");
    }
}

/// What fish offers at the end of a command line.
#[test]
fn fish_completes_the_same() {
    let offered = |line: &str| {
        let script = format!("{}\ncomplete -C '{line}'", run(&["completions", "fish"]));
        let output = with_the_program(Command::new("fish").args(["-N", "-c", &script]))
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).unwrap();
        let words = text
            .lines()
            .map(|line| line.split('\t').next().unwrap().to_owned());
        Some(words.collect::<Vec<_>>())
    };
    let Some(codes) = offered("pattern-test check --explain mixed-el") else {
        eprintln!("SKIPPED: fish is not installed");
        return;
    };
    assert_eq!(codes, ["mixed-elements"]);
    let template = "fixtures/templates/command-not-found.sam.yaml";
    let patterns = offered(&format!("pattern-test match -p {template}#Com")).unwrap();
    assert_eq!(patterns, [format!("{template}#CommandNotFound")]);
    let revisions = offered("pattern-test compare --git HE").unwrap();
    assert!(revisions.contains(&"HEAD".to_owned()), "{revisions:?}");
}

/// The functions that zsh calls for the values are in place of the one that offers files.
#[test]
fn zsh_is_told_of_the_same() {
    let script = run(&["completions", "zsh"]);
    let count = |what: &str| script.lines().filter(|line| line.contains(what)).count();
    assert_eq!(count(":_pattern-test_rules'"), 6);
    assert_eq!(count(":_pattern-test_revisions'"), 1);
    assert!(count(":_pattern-test_patterns'") >= 16);
    for function in ["rules", "revisions", "patterns"] {
        assert_eq!(count(&format!("_pattern-test_{function}() {{")), 1);
    }
}

/// A person's keys in a real zsh, where there is one: codes, ids of a template, revisions.
#[test]
fn zsh_completes_values() {
    let is_missing = |program| Command::new(program).arg("--version").output().is_err();
    if is_missing("zsh") || is_missing("timeout") {
        eprintln!("SKIPPED: zsh or timeout is not installed");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path();
    std::fs::write(folder.join("_pattern-test"), run(&["completions", "zsh"])).unwrap();
    // Each `zpty -r` waits for what its pattern says; the line that is typed alone does not match it.
    let script = r##"zmodload zsh/zpty || exit 3
zpty -b shell 'TERM=dumb zsh -f -i'
zpty -w shell "fpath=($FOLDER \$fpath); autoload -U compinit; compinit -u -d $FOLDER/dump; print ready'!'"
zpty -r shell seen '*ready!*'
zpty -w -n shell $'pattern-test check --ignore mixe\t'
zpty -r shell seen '*mixed-elements*'
zpty -w -n shell $'\C-upattern-test explain -p fixtures/templates/command-not-found.sam.yaml#Comm\t'
zpty -r shell seen '*#CommandNotFound*'
zpty -w -n shell $'\C-upattern-test compare --git HEA\t'
zpty -r shell seen '*HEAD*'
print complete
"##;
    let mut zsh = Command::new("timeout");
    zsh.args(["60", "zsh", "-f", "-c", script])
        .env("FOLDER", folder);
    let output = with_the_program(&mut zsh).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "complete\n");
}

/// The program is found by its name.
fn with_the_program(command: &mut Command) -> &mut Command {
    let folder = Path::new(env!("CARGO_BIN_EXE_pattern-test"))
        .parent()
        .unwrap();
    let path = std::env::var("PATH").unwrap();
    command
        .env("PATH", format!("{}:{path}", folder.display()))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn help_of_a_command_is_its_help() {
    // The help of `test-event-pattern` lists the words of the AWS CLI.
    for command in commands().iter().filter(|c| *c != "test-event-pattern") {
        assert_eq!(run(&["help", command]), run(&[command, "--help"]));
    }
}
