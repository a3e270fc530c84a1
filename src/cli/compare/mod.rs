//! `pattern-test compare`: what a change to a pattern changes.

mod rules;

use super::events::Bases;
use super::exit::Exit;
use super::mode::ModeArgs;
use super::patterns::ReadingArgs;
use super::results::ResultArgs;
use super::terminal::Terminal;
use crate::analysis::{self, Finding, Options, Relation, Witness};
use crate::config::Config;
use crate::dialect::Dialect;
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
use rules::{Parsed, Reading, Rule};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

/// Show what a change to a pattern changes
///
/// Whether two patterns are equivalent, wider, narrower, overlapping or disjoint, with events that
/// show it.
/// The answer is about all JSON events, not about fixtures. For each direction in which two patterns
/// differ, an event is made that one matches and the other does not, with the explanation of both
/// verdicts.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test compare old.json new.json
  pattern-test compare old.json new.json --base fixtures/s3/parquet-large.json
  pattern-test compare --git main --format markdown
  pattern-test compare --git main --allow wider
  pattern-test compare template.yaml#Old template.yaml#New

Exit codes: 0 compared (with --exit-code or --allow: no difference, or only allowed ones),
1 differences, 2 error: input that cannot be read, or a comparison that was given up.")]
pub(super) struct Args {
    /// OLD and NEW: two files, templates (`template.yaml`, `template.yaml#LogicalId`), directories,
    /// or JSON text that starts with `{`; with --git what to compare with its earlier version
    #[arg(value_name = "PATTERN")]
    patterns: Vec<OsString>,

    /// The same as PATTERN: OLD first, then NEW
    #[arg(short = 'p', long = "pattern", value_name = "PATTERN")]
    more: Vec<OsString>,

    /// Compare every pattern with its version at this revision, in files and in templates
    ///
    /// Without PATTERN: all that `check` finds in this directory, and what pattern-test.toml names.
    #[arg(long, value_name = "REV")]
    git: Option<String>,

    #[command(flatten)]
    mode: ModeArgs,

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

    #[command(flatten)]
    results: ResultArgs,

    #[command(flatten)]
    reading: ReadingArgs,
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
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let mut args = args.clone();
    args.patterns.append(&mut args.more);
    let args = &args;
    let files = args
        .patterns
        .iter()
        .map(PathBuf::from)
        .chain(args.base.clone());
    if let Err(diagnostic) = args.results.open(files, terminal) {
        terminal.tell(&diagnostic);
        return Ok(Exit::Trouble);
    }
    let (mode, compared) = match Config::find(&directory) {
        Ok(config) => {
            let mode = args.mode.mode(&config)?;
            (mode, rules_compared(args, mode, &config, terminal))
        }
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            (args.mode.of_flags(), None)
        }
    };
    let for_people = args.format != CompareFormat::Json;
    if compared.is_none() && for_people {
        return Ok(Exit::Trouble);
    }
    let exit = compared
        .as_ref()
        .map_or(Exit::Trouble, |rules| exit(args, rules));
    let report = CompareReport {
        mode,
        scalar: args.scalar,
        revision: args.git.clone(),
        rules: compared.unwrap_or_default(),
        checkout: terminal.actions(&directory).checkout,
    };
    let errors = terminal.take_errors();
    let (look, out) = (terminal.look, &mut terminal.out);
    compare_report::write(&report, &errors, args.format, look, out)?;
    Ok(exit)
}

/// The comparisons; nothing where there is nothing to compare, which was told.
fn rules_compared(
    args: &Args,
    mode: Mode,
    config: &Config,
    terminal: &mut Terminal,
) -> Option<Vec<RuleComparison>> {
    let texts = match rules::rules(args, config, terminal) {
        Ok(rules) => rules,
        Err(diagnostic) => {
            terminal.tell(&diagnostic);
            return None;
        }
    };
    let bases = Bases::load(&args.base, config, terminal)?;
    let events = bases.events();
    let options = Options {
        mode,
        scalar: args.scalar,
        bases: &events,
        envelope: true,
        ..Options::default()
    };
    let mut reading = Reading {
        as_deployed: args.reading.as_deployed,
        place: args.reading.place,
        names: BTreeSet::new(),
    };
    let rules: Vec<_> = texts
        .into_iter()
        .map(|rule| compared(rule, &mut reading, &options, &bases, terminal))
        .collect();
    if !reading.names.is_empty() {
        let names: Vec<_> = reading
            .names
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        let message = format!("not known here, and compared as text: {}", names.join(", "));
        terminal.tell(&Diagnostic::note(message).help("--var NAME=VALUE gives a value"));
    }
    Some(rules)
}

fn exit(args: &Args, rules: &[RuleComparison]) -> Exit {
    let mut exit = Exit::Yes;
    for rule in rules {
        let change = match &rule.outcome {
            Outcome::SameText => continue,
            Outcome::Invalid | Outcome::Open => return Exit::Trouble,
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

fn compared(
    rule: Rule,
    reading: &mut Reading,
    options: &Options<'_>,
    bases: &Bases,
    terminal: &mut Terminal,
) -> RuleComparison {
    let Rule {
        old,
        new,
        old_text,
        new_text,
    } = rule;
    let places = [&old_text, &new_text].map(|text| Some(text.as_ref()?.place(reading.place)));
    let place = places.into_iter().flatten().next();
    let options = &Options {
        envelope: place.is_none_or(Dialect::sees_envelopes),
        ..*options
    };
    let outcome = match (old_text, new_text) {
        (Some(before), Some(now)) if old == new && reading.same(&before, &now) => Outcome::SameText,
        (Some(_), Some(_)) if let Some(diagnostic) = incomparable(places) => {
            terminal.tell(&diagnostic.in_file(&new));
            Outcome::Invalid
        }
        (_, None) => Outcome::Removed,
        (before, Some(now)) => match (before, reading.parse(&new, now, terminal)) {
            (_, Parsed::Refused) => Outcome::Invalid,
            (_, Parsed::Open) => Outcome::Open,
            (None, Parsed::Pattern(_)) => Outcome::Added,
            (Some(before), Parsed::Pattern(now)) => match reading.parse(&old, before, terminal) {
                Parsed::Refused if old == new => Outcome::WasInvalid,
                Parsed::Refused => Outcome::Invalid,
                Parsed::Open => Outcome::Open,
                Parsed::Pattern(before) => {
                    Outcome::Compared(Box::new(comparison(&before, &now, options, bases)))
                }
            },
        },
    };
    RuleComparison { old, new, outcome }
}

/// What to say of patterns whose places cannot be compared.
fn incomparable(places: [Option<Dialect>; 2]) -> Option<Diagnostic> {
    let [Some(old), Some(new)] = places else {
        return None;
    };
    if old != new && !(old.sees_envelopes() && new.sees_envelopes()) {
        let message = format!(
            "the patterns filter at different places, {} and {}, which see different documents",
            old.title(),
            new.title()
        );
        let help = "`--for PLACE` says where a pattern file filters";
        return Some(Diagnostic::error(message).help(help));
    }
    (!old.can_be_compared()).then(|| {
        let message = "policies of SNS are not compared: `exists` and empty values have another meaning there";
        Diagnostic::error(message).help("`pattern-test match --for sns` tries a policy on messages")
    })
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
