//! `pattern-test compare`: what a change to a pattern changes.

use super::events::Bases;
use super::exit::Exit;
use super::files::{Source, expand};
use super::git;
use super::patterns::{not_utf8, refused};
use super::terminal::Terminal;
use crate::analysis::{self, Finding, Options, Relation, Witness};
use crate::config::Config;
use crate::event::Event;
use crate::explain::Explainer;
use crate::matching::{Mode, Reason};
use crate::pattern::Pattern;
use crate::report::compare_report::{
    self, Answer, CompareFormat, CompareReport, Compared, Explained, Outcome, RuleComparison, Shown,
};
use crate::report::diagnostic::Diagnostic;
use crate::report::reason;
use anyhow::Context as _;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Compare patterns: equivalent, wider, narrower, overlapping or disjoint, with events that show it
///
/// The answer is about all JSON events, not about fixtures. For each direction in which two patterns
/// differ, an event is made that one matches and the other does not, with the explanation of both
/// verdicts.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test compare old.json new.json
  pattern-test compare old.json new.json --base fixtures/s3/parquet-large.json
  pattern-test compare --git main --format markdown
  pattern-test compare --git main --allow wider

Exit codes: 0 compared (with --exit-code or --allow: no difference, or only allowed ones),
1 differences, 2 trouble: input that cannot be read, or a comparison that was given up.")]
pub(super) struct Args {
    /// OLD and NEW: two files, two directories, or JSON text that starts with `{`; with --git the
    /// files and directories to compare with their earlier version
    #[arg(value_name = "PATTERN")]
    patterns: Vec<OsString>,

    /// Compare every pattern file with its version at this revision
    ///
    /// Without PATTERN: those below `patterns/`, or what pattern-test.toml names.
    #[arg(long, value_name = "REV")]
    git: Option<String>,

    /// Let the strict mode decide: conditions on an array must hold in the same element
    #[arg(long)]
    strict: bool,

    /// Answer for events in which no path that a pattern asks about has more than one value
    #[arg(long)]
    scalar: bool,

    /// Make the events from these: files or directories
    ///
    /// Of all events the one is taken that needs the fewest of its values changed.
    #[arg(long, value_name = "EVENT")]
    base: Vec<PathBuf>,

    /// Exit with 1 where patterns differ
    #[arg(long)]
    exit_code: bool,

    /// The same, but allow this difference: `wider` allows added patterns too, `narrower` removed
    #[arg(long, value_enum, value_name = "CHANGE")]
    allow: Vec<Allowed>,

    /// How to write the comparison
    #[arg(long, value_enum, default_value = "human")]
    format: CompareFormat,
}

/// A difference that is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Allowed {
    /// The new pattern matches whatever the old one matches, and more
    Wider,
    /// The new pattern matches only some of what the old one matches
    Narrower,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let directory = std::env::current_dir().context("there is no working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            return Ok(Exit::Trouble);
        }
    };
    let texts = match rules(args, &config) {
        Ok(rules) => rules,
        Err(diagnostic) => {
            terminal.tell(&diagnostic);
            return Ok(Exit::Trouble);
        }
    };
    let Some(bases) = Bases::load(&args.base, &config, terminal) else {
        return Ok(Exit::Trouble);
    };
    let mode = if args.strict {
        Mode::Strict
    } else {
        Mode::Flattened
    };
    let events = bases.events();
    let options = Options {
        mode,
        scalar: args.scalar,
        bases: &events,
        envelope: true,
        ..Options::default()
    };
    let rules: Vec<_> = texts
        .into_iter()
        .map(|rule| compared(rule, &options, &bases, terminal))
        .collect();
    let report = CompareReport {
        mode,
        scalar: args.scalar,
        revision: args.git.clone(),
        rules,
    };
    compare_report::write(&report, args.format, terminal.look, &mut terminal.out)?;
    Ok(exit(args, &report))
}

fn exit(args: &Args, report: &CompareReport) -> Exit {
    let mut exit = Exit::Yes;
    for rule in &report.rules {
        let change = match &rule.outcome {
            Outcome::SameText => continue,
            Outcome::Invalid => return Exit::Trouble,
            Outcome::Added | Outcome::WasInvalid => Relation::Wider,
            Outcome::Removed => Relation::Narrower,
            Outcome::Compared(compared) => compared.relation,
        };
        let allowed = match change {
            Relation::Equivalent => true,
            Relation::Unknown => return Exit::Trouble,
            Relation::Wider => args.allow.contains(&Allowed::Wider),
            Relation::Narrower => args.allow.contains(&Allowed::Narrower),
            Relation::Overlapping => args.allow.len() > 1,
            Relation::Disjoint => false,
        };
        if !allowed && (args.exit_code || !args.allow.is_empty()) {
            exit = Exit::No;
        }
    }
    exit
}

/// The texts to compare: pattern texts by name, wherever they come from.
struct RuleTexts {
    old: String,
    new: String,
    old_text: Option<Vec<u8>>,
    new_text: Option<Vec<u8>>,
}

type Texts = BTreeMap<String, Vec<u8>>;

fn rules(args: &Args, config: &Config) -> Result<Vec<RuleTexts>, Diagnostic> {
    if let Some(revision) = &args.git {
        let paths: Vec<PathBuf> = if args.patterns.is_empty() {
            config.paths.patterns.clone()
        } else {
            args.patterns.iter().map(PathBuf::from).collect()
        };
        let old = git::files_at(revision, &paths, "json")?
            .into_iter()
            .map(|blob| (blob.path.display().to_string(), blob.bytes))
            .collect();
        let mut new = Texts::new();
        for path in paths.iter().filter(|path| path.exists()) {
            match read_all(path, None) {
                Ok(texts) => new.extend(texts),
                // A directory may have lost its last pattern.
                Err(_) if path.is_dir() && !Texts::is_empty(&old) => {}
                Err(diagnostic) => return Err(diagnostic),
            }
        }
        if old.is_empty() && new.is_empty() {
            let names: Vec<_> = paths.iter().map(|p| p.display().to_string()).collect();
            let message = format!(
                "there is no pattern in `{}`, now or at `{revision}`",
                names.join("`, `")
            );
            return Err(Diagnostic::error(message));
        }
        return Ok(by_name(old, new));
    }
    let [old, new] = &*args.patterns else {
        let message = format!(
            "two patterns can be compared, {} given",
            args.patterns.len()
        );
        return Err(Diagnostic::error(message)
            .help("name OLD and NEW, or a revision to compare with: --git main"));
    };
    if Path::new(old).is_dir() && Path::new(new).is_dir() {
        let read = |name| read_all(Path::new(name), Some(Path::new(name)));
        return Ok(by_name(read(old)?, read(new)?));
    }
    let read = |name: &OsString, inline: &str| match name.to_str() {
        Some(text) if text.trim_start().starts_with('{') => {
            Ok((inline.to_owned(), text.as_bytes().to_vec()))
        }
        _ => {
            let path = Path::new(name);
            let source = match path == Path::new("-") {
                true => Source::Stdin,
                false => Source::File(path.to_owned()),
            };
            Ok((source.name(), source.read()?))
        }
    };
    let (old, old_text) = read(old, "<old>")?;
    let (new, new_text) = read(new, "<new>")?;
    Ok(vec![RuleTexts {
        old,
        new,
        old_text: Some(old_text),
        new_text: Some(new_text),
    }])
}

/// The pattern files that a path names, by path, as seen from `below` if it is given.
fn read_all(path: &Path, below: Option<&Path>) -> Result<Texts, Diagnostic> {
    let mut texts = Texts::new();
    for source in expand(path, &["json"])? {
        let name = match (&source, below) {
            (Source::File(file), Some(below)) => {
                let short = file.strip_prefix(below).unwrap_or(file);
                short.display().to_string()
            }
            _ => source.name(),
        };
        texts.insert(name, source.read()?);
    }
    Ok(texts)
}

fn by_name(mut old: Texts, new: Texts) -> Vec<RuleTexts> {
    let mut rules: Vec<_> = new
        .into_iter()
        .map(|(name, text)| RuleTexts {
            old_text: old.remove(&name),
            old: name.clone(),
            new: name,
            new_text: Some(text),
        })
        .collect();
    rules.extend(old.into_iter().map(|(name, text)| RuleTexts {
        old: name.clone(),
        new: name,
        old_text: Some(text),
        new_text: None,
    }));
    rules.sort_by(|a, b| a.new.cmp(&b.new));
    rules
}

fn compared(
    rule: RuleTexts,
    options: &Options<'_>,
    bases: &Bases,
    terminal: &mut Terminal,
) -> RuleComparison {
    let RuleTexts {
        old,
        new,
        old_text,
        new_text,
    } = rule;
    let outcome = match (old_text, new_text) {
        (Some(before), Some(now)) if before == now && old == new => Outcome::SameText,
        (_, None) => Outcome::Removed,
        (before, Some(now)) => match (before, parsed(&new, now, terminal)) {
            (_, None) => Outcome::Invalid,
            (None, Some(_)) => Outcome::Added,
            (Some(before), Some(now)) => match parsed(&old, before, terminal) {
                None if old == new => Outcome::WasInvalid,
                None => Outcome::Invalid,
                Some(before) => {
                    Outcome::Compared(Box::new(comparison(&before, &now, options, bases)))
                }
            },
        },
    };
    RuleComparison { old, new, outcome }
}

fn parsed(name: &str, bytes: Vec<u8>, terminal: &mut Terminal) -> Option<Pattern> {
    let pattern = match String::from_utf8(bytes) {
        Ok(text) => Pattern::parse(&text).map_err(|error| refused(&error)),
        Err(error) => Err(not_utf8(error.as_bytes())),
    };
    pattern
        .map_err(|diagnostic| terminal.tell(&diagnostic.in_file(name)))
        .ok()
}

fn comparison(old: &Pattern, new: &Pattern, options: &Options<'_>, bases: &Bases) -> Compared {
    let found = analysis::compare(old, new, options);
    let answer = |finding: &Finding| match finding {
        Finding::Nothing => Answer::Nothing,
        Finding::Unknown(why) => Answer::Unknown(why.to_string()),
        Finding::Event(witness) => shown(witness, old, new, options.mode, bases),
    };
    Compared {
        relation: found.relation,
        relation_of_single_values: found.relation_of_single_values,
        only_old: answer(&found.only_first),
        only_new: answer(&found.only_second),
        both: answer(&found.both),
    }
}

fn shown(witness: &Witness, old: &Pattern, new: &Pattern, mode: Mode, bases: &Bases) -> Answer {
    let event = match Event::parse(witness.event.as_str()) {
        Ok(event) => event,
        Err(error) => return Answer::Unknown(error.to_string()),
    };
    let explained = |pattern: &Pattern| {
        let explainer = Explainer {
            mode,
            ..Explainer::default()
        };
        let explanation = explainer.explain(pattern, &event);
        Explained {
            matches: explanation.matched(),
            text: explanation.summary.get(mode).text.clone(),
        }
    };
    let words = [old, new].into_iter().find_map(|pattern| {
        let evaluation = pattern.evaluate(&event);
        let refused = !evaluation.verdict(mode).matched;
        let reason = Reason::new(pattern, &event, &evaluation, mode).filter(|_| refused)?;
        Some(reason::against(pattern, &event, &reason))
    });
    Answer::Event(Box::new(Shown {
        base: witness.base.and_then(|index| bases.name(index)),
        words: words.unwrap_or_default(),
        old: explained(old),
        new: explained(new),
        event: witness.event.clone(),
    }))
}
