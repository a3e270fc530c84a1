//! `verify --bus-log`: the verdicts of an event bus against ours.

use super::Args;
use crate::cli::exit::Exit;
use crate::cli::files::{Source, expand};
use crate::cli::patterns::PatternArgs;
use crate::cli::terminal::Terminal;
use crate::config::Config;
use crate::event::Event;
use crate::intake::{self, Choice, Form};
use crate::matching::Mode;
use crate::report::bus_report;
use crate::report::diagnostic::Diagnostic;
use crate::report::verify::VerifyFormat;
use crate::suite::Modes;
use crate::suite::bus::{self, Rule};
use std::collections::HashMap;
use std::path::Path;

pub(super) fn run(
    args: &Args,
    log: &Path,
    config: &Config,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let given = PatternArgs {
        patterns: args.patterns.clone(),
        ..PatternArgs::default()
    };
    let patterns = given.load(config, terminal);
    if patterns.patterns.is_empty() {
        if !patterns.trouble {
            terminal.tell(&Diagnostic::error("no pattern to compare with the log"));
        }
        return Ok(Exit::Trouble);
    }
    let expanded = match expand(log, &super::super::events::EXTENSIONS) {
        Ok(expanded) => expanded,
        Err(diagnostic) => {
            terminal.tell(&diagnostic);
            return Ok(Exit::Trouble);
        }
    };
    for diagnostic in &expanded.told {
        terminal.tell(diagnostic);
    }
    let mut trouble = patterns.trouble || expanded.trouble;
    let (mut records, mut events) = (Vec::new(), HashMap::new());
    for source in expanded.sources {
        if source == Source::Stdin && patterns.took_stdin {
            terminal.tell(&Diagnostic::error(
                "standard input was read as a pattern already",
            ));
            return Ok(Exit::Trouble);
        }
        let name = source.name();
        let text = source.read().and_then(|bytes| {
            let fail =
                |error: intake::IntakeError| Diagnostic::error(error.to_string()).in_file(&name);
            let bytes = intake::unpack(bytes).map_err(fail)?;
            intake::decode(&bytes).map(str::to_owned).map_err(fail)
        });
        let text = match text {
            Ok(text) => text,
            Err(diagnostic) => {
                terminal.tell(&diagnostic);
                trouble = true;
                continue;
            }
        };
        let read = intake::read(&text, Choice::Auto);
        for problem in read.problems.iter().filter(|p| !p.says_nothing_is_there()) {
            let diagnostic = Diagnostic::error(problem.to_string()).in_file(&name);
            terminal.tell(&diagnostic.at(text.as_str().into(), problem.span()));
            trouble = true;
        }
        records.extend(read.bus_log);
        for found in read.found {
            // An event's id is that of its record; what else is in the file is none of the bus's.
            if !found.forms.contains(&Form::BusLog) {
                continue;
            }
            if let Ok(event) = Event::parse(found.text.into_owned())
                && let Some(id) = event.document().member(0, "id")
                && let Some(id) = event
                    .document()
                    .string(id)
                    .map(std::borrow::Cow::into_owned)
            {
                events.insert(id, event);
            }
        }
    }
    if records.is_empty() {
        let message = "no record of an event bus log in this";
        let diagnostic = Diagnostic::error(message).in_file(log.display().to_string());
        terminal.tell(&diagnostic.help(
            "records have `resource_arn`, `event_id` and `message_type`; turn on logging for the bus",
        ));
        return Ok(Exit::Trouble);
    }
    let rules: Vec<_> = patterns
        .patterns
        .iter()
        .map(|named| Rule {
            name: &named.name,
            pattern: &named.pattern,
        })
        .collect();
    let verdicts = bus::compare(&rules, &records, &events);
    for (count, what) in [
        (
            verdicts.incomplete,
            "lack the event's detail, or a part of it",
        ),
        (verdicts.unjudged, "do not show that rules were looked at"),
    ] {
        if count > 0 {
            let message = format!("the records of {count} events {what}: not compared");
            terminal.tell(
                &Diagnostic::warning(message).help("log at the level TRACE, with full detail"),
            );
        }
    }
    if verdicts.compared() == 0 {
        terminal.tell(
            &Diagnostic::error("there is nothing to compare: no rule of the log has a pattern here, or no event is complete")
                .help("a pattern is that of the rule with its name: NAME.json, or rules.json#NAME"),
        );
        return Ok(Exit::Trouble);
    }
    match args.format {
        VerifyFormat::Json => bus_report::write_json(&verdicts, &mut terminal.out)?,
        _ => bus_report::write_human(&verdicts, terminal.look, &mut terminal.out)?,
    }
    let agrees = |mode| verdicts.differing(mode) == 0;
    let yes = match args.mode {
        Some(Modes::Flattened) => agrees(Mode::Flattened),
        Some(Modes::Strict) => agrees(Mode::Strict),
        Some(Modes::Both) => agrees(Mode::Flattened) && agrees(Mode::Strict),
        // Which of the two the bus has is what is asked.
        None => agrees(Mode::Flattened) || agrees(Mode::Strict),
    };
    Ok(match (trouble, yes) {
        (true, _) => Exit::Trouble,
        (false, true) => Exit::Yes,
        (false, false) => Exit::No,
    })
}
