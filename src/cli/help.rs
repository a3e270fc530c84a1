//! The list of commands in the help, by what they are for, and what to say to words that name none.

use super::Cli;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _};
use std::fmt::Write as _;

/// The commands by what they are for. A test compares them with those that there are.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Understand", &["match", "explain"]),
    ("Guard", &["check", "verify", "compare", "overlap"]),
    ("Make", &["generate", "simplify", "extract"]),
    ("Scale", &["scan"]),
    ("Connect", &["serve", "lsp", "test-event-pattern"]),
    ("Set up", &["init", "schema", "completions", "man"]),
];

/// What other programs call it.
const ELSEWHERE: [(&str, &str); 15] = [
    ("lint", "check"),
    ("validate", "check"),
    ("fix", "check --fix"),
    ("rules", "check --list-rules"),
    ("test", "verify"),
    ("run", "verify"),
    ("coverage", "verify --coverage"),
    ("mutants", "verify --mutants"),
    ("diff", "compare"),
    ("why", "explain"),
    ("eval", "match"),
    ("grep", "scan"),
    ("gen", "generate"),
    ("new", "init"),
    ("server", "serve"),
];

/// The program's command line.
pub(super) fn command() -> Command {
    let command = Cli::command();
    let list = list(&command);
    command.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{list}{{options}}{{after-help}}"
    ))
}

fn list(command: &Command) -> String {
    let widest = GROUPS.iter().flat_map(|(_, names)| *names);
    let widest = widest.map(|name| name.len()).max().unwrap_or(0);
    let header = command.get_styles().get_header();
    let literal = command.get_styles().get_literal();
    let mut text = String::new();
    for (title, names) in GROUPS {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{header}{title}:{header:#}");
        for name in names {
            let Some(sub) = command.find_subcommand(name) else {
                continue;
            };
            let about = sub.get_about().map(StyledStr::to_string);
            let about = about.unwrap_or_default();
            let padding = crate::text::spaces(widest - name.len());
            let _ = writeln!(text, "  {literal}{name}{literal:#}{padding}  {about}");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{header}Options:{header:#}");
    text
}

/// The error with what was meant, where a word is what other programs call a command.
pub(super) fn with_advice(mut error: clap::Error) -> clap::Error {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return error;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return error;
    };
    let Some((_, meant)) = ELSEWHERE.iter().find(|(name, _)| name == word) else {
        return error;
    };
    let advice = StyledStr::from(format!("the command for that is `pattern-test {meant}`"));
    error.remove(ContextKind::SuggestedSubcommand);
    error.insert(
        ContextKind::Suggested,
        ContextValue::StyledStrs(vec![advice]),
    );
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a line of the list has room for.
    const LONGEST: usize = 60;

    #[test]
    fn every_command_is_in_one_group_and_fits_a_line() {
        let command = Cli::command();
        let mut grouped: Vec<_> = GROUPS.iter().flat_map(|(_, names)| *names).collect();
        for sub in command.get_subcommands() {
            let name = sub.get_name();
            let at = grouped.iter().position(|grouped| **grouped == name);
            grouped.remove(at.unwrap_or_else(|| panic!("{name} is in no group")));
            let about = sub.get_about().unwrap().to_string();
            assert!(about.len() <= LONGEST, "{name}: {about}");
        }
        // These are in builds that have them.
        grouped.retain(|name| !["serve", "lsp"].contains(name));
        assert!(grouped.is_empty(), "{grouped:?}");
    }

    #[test]
    fn what_is_advised_exists() {
        for (word, meant) in ELSEWHERE {
            let mut words = meant.split(' ');
            let sub = words.next().unwrap();
            let mut command = command();
            if sub == "serve" && command.find_subcommand(sub).is_none() {
                continue;
            }
            let found = command.find_subcommand(sub).unwrap();
            for flag in words {
                let flag = flag.trim_start_matches('-');
                assert!(
                    found
                        .get_arguments()
                        .any(|arg| arg.get_long() == Some(flag))
                );
            }
            let error = command.try_get_matches_from_mut(["pattern-test", word]);
            let text = with_advice(error.unwrap_err()).to_string();
            assert!(text.contains(&format!("`pattern-test {meant}`")), "{text}");
        }
    }

    /// What a flag means, wherever it is.
    const FLAGS: [(&str, &str); 12] = [
        (
            "pattern",
            "The patterns: files, directories, templates, `template.yaml#Id`, `-`, or JSON text",
        ),
        ("output", "Write to this file instead of standard output"),
        (
            "quiet",
            "No results: only the exit code, and what is wrong with the input",
        ),
        (
            "verbose",
            "Say more: what each input was recognised as, and why",
        ),
        ("jobs", "Number of threads"),
        (
            "strict",
            "Conditions on an array of objects must hold in the same element, as EventBridge decides today",
        ),
        ("flattened", "They may hold in different elements"),
        ("format", "How to write the results"),
        ("for", "Where a pattern in a file filters"),
        ("var", "A value for a name that the template does not set"),
        ("base", "Events to make others from"),
        ("include-root", "Read files below this directory too"),
    ];

    /// Commands with words of their own.
    const OWN_WORDS: [&str; 2] = ["test-event-pattern", "help"];

    fn flags_table(command: &Command) -> String {
        let subs = || {
            command
                .get_subcommands()
                .filter(|s| !OWN_WORDS.contains(&s.get_name()))
        };
        let mut table = String::from(
            "# Flags\n\nA flag means the same in every command that has it. \
             `pattern-test help COMMAND` lists all of a command.\n\n\
             | flag | meaning | commands |\n| --- | --- | --- |\n",
        );
        for (long, meaning) in FLAGS {
            let having = || {
                subs().filter_map(|s| {
                    let mut args = s.get_arguments();
                    Some((s.get_name(), args.find(|arg| arg.get_long() == Some(long))?))
                })
            };
            let short = having().find_map(|(_, arg)| arg.get_short());
            let short = short.map_or(String::new(), |short| format!("`-{short}`, "));
            let names: Vec<_> = having().map(|(name, _)| format!("`{name}`")).collect();
            table.push_str(&format!(
                "| {short}`--{long}` | {meaning} | {} |\n",
                names.join(", ")
            ));
        }
        table
    }

    #[test]
    fn a_letter_stands_for_one_flag_in_all_commands() {
        let mut command = command();
        command.build();
        let mut letters = std::collections::BTreeMap::new();
        for sub in command
            .get_subcommands()
            .filter(|s| !OWN_WORDS.contains(&s.get_name()))
        {
            for arg in sub.get_arguments() {
                let (Some(short), Some(long)) = (arg.get_short(), arg.get_long()) else {
                    continue;
                };
                let known = letters.entry(short).or_insert(long.to_owned());
                assert_eq!(known, long, "-{short} of {}", sub.get_name());
            }
        }
    }

    /// `UPDATE_FLAGS=1` writes the page.
    #[test]
    fn the_page_of_flags_is_what_the_commands_have() {
        let mut command = command();
        command.build();
        let table = flags_table(&command);
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/flags.md");
        if std::env::var_os("UPDATE_FLAGS").is_some() {
            std::fs::write(path, &table).unwrap();
        }
        // A build without some feature lacks a command.
        if command.find_subcommand("serve").is_some() {
            assert_eq!(std::fs::read_to_string(path).unwrap(), table);
        }
    }
}
