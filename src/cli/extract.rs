//! `pattern-test extract`: the patterns of templates, as they will be deployed.

use super::exit::Exit;
use super::output;
use super::templates::{self, TemplateArgs, Told};
use super::terminal::Terminal;
use crate::config::Config;
use crate::discover::{self, Candidate, Taken};
use crate::json::{LineIndex, Position};
use crate::report::machine;
use crate::template::{AsDeployed, Extraction, Files, Found, Settled};
use crate::text::visible;
use anyhow::Context as _;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Print the patterns in templates, as deployed
///
/// CloudFormation, SAM and CDK output, Terraform and Serverless are recognised by their content.
/// What is not known before deployment is `${Name}` in a pattern.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test extract
  pattern-test extract template.yaml --var AWS::Region=eu-west-1
  pattern-test extract infra/ --out-dir patterns/

Each line is a JSON object: source, line, column, id, used_by, format, form, pattern (its text) and
unknown (the names that were left open). What cannot be read is reported in
lines {\"error\": ...} after them.

Exit codes: 0 patterns were found, 1 none, 2 error.")]
pub(super) struct Args {
    /// Templates, or directories to search for them; without it: this directory
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Write each pattern to its own file in this directory
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,

    /// How the numbers and booleans of a template's pattern object arrive
    #[arg(long, value_enum, value_name = "READING", default_value = "typed")]
    as_deployed: AsDeployed,

    #[command(flatten)]
    templates: TemplateArgs,
}

/// One pattern for machines.
#[derive(Serialize)]
struct Line<'e> {
    source: String,
    line: usize,
    column: usize,
    id: &'e str,
    used_by: &'static str,
    format: &'static str,
    form: &'static str,
    pattern: &'e str,
    unknown: BTreeSet<&'e str>,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let paths = match args.paths.is_empty() {
        true => vec![PathBuf::from(".")],
        false => args.paths.clone(),
    };
    if let Some(directory) = &args.out_dir {
        std::fs::create_dir_all(directory)
            .with_context(|| format!("cannot make the directory `{}`", directory.display()))?;
    }
    let directory = std::env::current_dir().context("cannot find the working directory")?;
    let config = match Config::find(&directory) {
        Ok(config) => config,
        Err(error) => {
            terminal.tell(&super::config_trouble(error));
            tell_errors(args, terminal)?;
            return Ok(Exit::Trouble);
        }
    };
    let options = args.templates.look_at(paths.clone(), &config);
    let files = discover::files_for(&options);
    let listing = discover::list(&options);
    let mut trouble = templates::tell_troubles(&listing, terminal);
    let mut told = Told::default();
    let mut count = 0;
    let mut taken = BTreeSet::new();
    for file in &listing.candidates {
        let Some(extraction) = read(file, args, &files, &mut trouble, terminal) else {
            continue;
        };
        trouble |= templates::tell_problems(&extraction, terminal);
        templates::tell_misplaced(&extraction, terminal);
        told.add_assumed(&extraction);
        templates::tell_open(&extraction, terminal);
        let mut lines = HashMap::new();
        for found in &extraction.patterns {
            count += 1;
            match &args.out_dir {
                Some(directory) => {
                    let name = file_name(&file.path, found, &mut taken);
                    let path = directory.join(name);
                    let mut text = Settled::new(found.deployed(args.as_deployed), found.language())
                        .text
                        .as_str()
                        .to_owned();
                    if !text.ends_with('\n') {
                        text.push('\n');
                    }
                    let written = output::replace(&path, &text);
                    if terminal.tell_written(written) {
                        writeln!(terminal.out, "{}", visible(&path.display().to_string()))?;
                    } else {
                        trouble = true;
                    }
                }
                None => {
                    write_line(&extraction, &mut lines, found, args.as_deployed, terminal)?;
                }
            }
        }
    }
    told.tell(terminal);
    tell_errors(args, terminal)?;
    Ok(match (trouble, count) {
        (true, _) => Exit::Trouble,
        (false, 0) => {
            terminal.tell(&templates::no_pattern_in(&paths));
            Exit::No
        }
        (false, _) => Exit::Yes,
    })
}

/// Tells what reads the lines what is missing from them.
fn tell_errors(args: &Args, terminal: &mut Terminal) -> anyhow::Result<()> {
    if args.out_dir.is_none() {
        machine::error_lines(&terminal.take_errors(), &mut terminal.out)?;
    }
    Ok(())
}

/// The patterns of a template. Files that are patterns are extracted already, and parts of a service
/// with the service.
fn read(
    file: &Candidate,
    args: &Args,
    files: &dyn Files,
    trouble: &mut bool,
    terminal: &mut Terminal,
) -> Option<Extraction> {
    match discover::take(file, &args.templates.vars(), files) {
        Ok(Taken::Patterns(extraction))
            if !extraction.is_pattern() && extraction.part_of.is_none() =>
        {
            Some(*extraction)
        }
        Ok(_) => None,
        Err(error) => {
            terminal.tell(&templates::of_trouble(&error));
            *trouble = true;
            None
        }
    }
}

fn write_line<'e>(
    extraction: &'e Extraction,
    lines: &mut HashMap<usize, LineIndex<'e>>,
    found: &Found,
    reading: AsDeployed,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let Some(file) = extraction.file(found.place.file) else {
        return Ok(());
    };
    // It may stand in a file that the template takes in.
    let lines = lines
        .entry(found.place.file.index())
        .or_insert_with(|| LineIndex::new(&file.text));
    let Position { line, column } = lines.position(found.place.span.start);
    let text = found.deployed(reading);
    let line = Line {
        source: file.path.display().to_string(),
        line,
        column,
        id: &found.id,
        used_by: found.used_by.name(),
        format: found.format.name(),
        form: found.form.name(),
        pattern: text.as_str(),
        unknown: text.unknowns().map(|unknown| unknown.name).collect(),
    };
    machine::line(&line, &mut terminal.out)?;
    Ok(())
}

/// `template.LogicalId.json`, with a number where that was used already.
fn file_name(template: &Path, found: &Found, taken: &mut BTreeSet<String>) -> String {
    let stem = template.file_stem().unwrap_or_default().to_string_lossy();
    let name = discover::as_name(&format!("{stem}.{}", found.id));
    let mut candidate = format!("{name}.json");
    let mut number = 2;
    // A file system may take two spellings for one name.
    while !taken.insert(candidate.to_lowercase()) {
        candidate = format!("{name}-{number}.json");
        number += 1;
    }
    candidate
}
