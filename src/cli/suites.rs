//! Suites of made events, written where `verify` finds them.
//!
//! A pattern below the directory of patterns gets the folders that [`verify`](super::verify) looks for by
//! its name. Any other gets a suite file beside its events, which names the pattern and says what its
//! template leaves open.

use super::patterns::{NamedPattern, PatternArgs, Patterns};
use super::terminal::Terminal;
use crate::analysis::{self, Generated, Options, Suite};
use crate::config::Config;
use crate::discover;
use crate::event::Event;
use crate::filter::wrapped;
use crate::input::read;
use crate::input::root::Roots;
use crate::json::{Document, write_string};
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::suite::mutants::wrong_versions;
use crate::template::{self, LARGEST_STATE, OnDisk, Vars};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The suite file of a pattern, in the folder of its events.
const SUITE_FILE: &str = "pattern.suite.yaml";

/// A copy of a pattern that no suite could name where it is.
const COPY: &str = "pattern.json";

/// What the folders of events are called that `verify` finds by the name of the pattern.
const FOUND_BY_NAME: [&str; 2] = ["match", "no-match"];

/// What they are called where a suite file names them.
const NAMED_BY_SUITE: [&str; 2] = ["matching", "not-matching"];

/// Patterns in which a value is given to every name that a template leaves open.
pub(super) struct Filled {
    pub(super) patterns: Patterns,
    /// By the name of a pattern, the values that it needs.
    vars: BTreeMap<String, Vars>,
    /// The values that were given.
    given: Vars,
}

impl Filled {
    /// Patterns as they are.
    pub(super) fn of(patterns: Patterns) -> Self {
        Self {
            patterns,
            vars: BTreeMap::new(),
            given: Vars::new(),
        }
    }

    /// Notes which values were made up for these suites.
    pub(super) fn tell_examples(&self, planned: &[Planned<'_>], terminal: &mut Terminal) {
        let vars = planned
            .iter()
            .filter_map(|planned| self.vars.get(&planned.named.name));
        let names: BTreeSet<_> = vars
            .flat_map(Vars::keys)
            .filter(|name| !self.given.contains_key(*name))
            .collect();
        let Some(first) = names.first() else { return };
        let message = match names.len() {
            1 => format!("the suites use an example value for `{first}`"),
            count => format!("the suites use example values for {count} names, such as `{first}`"),
        };
        let note = Diagnostic::note(message);
        terminal
            .tell(&note.help("change them under `vars` in the suite, or give --var NAME=VALUE"));
    }
}

/// Loads patterns, with example values for what their templates leave open.
///
/// `none` says what is wrong and what to do where there is no pattern; without it the words are those of
/// every command.
pub(super) fn load_filled(
    args: &PatternArgs,
    none: Option<[&str; 2]>,
    config: &Config,
    terminal: &mut Terminal,
) -> Filled {
    let given = args.reading.vars();
    let is_stdin = |name: &std::ffi::OsString| name == "-";
    // Standard input is there once.
    if args.patterns.iter().any(is_stdin) {
        return Filled::of(args.load(config, terminal));
    }
    let first = args.load(config, &mut Terminal::kept());
    let mut vars = BTreeMap::new();
    let mut all = given.clone();
    for named in &first.patterns {
        let mut own = given.clone();
        for open in &named.open {
            own.insert(open.clone(), example(open));
        }
        all.extend(own.clone());
        vars.insert(named.name.clone(), own);
    }
    let filled = PatternArgs {
        patterns: args.patterns.clone(),
        reading: args.reading.with_vars(&all),
    };
    let patterns = filled.load_or(none, config, terminal);
    Filled {
        patterns,
        vars,
        given,
    }
}

/// A value that a name may have: what AWS and Terraform call account, region and partition have the
/// form of these.
fn example(name: &str) -> String {
    let lower = name.to_lowercase();
    let last = name.rsplit(['.', ':']).next().unwrap_or(name);
    let value = match lower.as_str() {
        "aws::urlsuffix" => "amazonaws.com",
        "aws::stackid" => "arn:aws:cloudformation:us-east-1:123456789012:stack/example/0",
        _ if lower.contains("account") => "123456789012",
        _ if lower.contains("region") => "us-east-1",
        _ if lower.contains("partition") => "aws",
        _ => return format!("example-{}", last.to_lowercase()),
    };
    value.to_owned()
}

/// A suite that can be written.
pub(super) struct Planned<'p> {
    pub(super) named: &'p NamedPattern,
    /// Where its events go.
    pub(super) folder: PathBuf,
    /// Whether `verify` finds the folder by the name of the pattern.
    by_name: bool,
}

/// What became of a suite.
pub(super) enum Written {
    /// How many events match, and how many do not.
    Events([usize; 2]),
    /// There was one already, which was left.
    Exists,
}

/// Where the suites of these patterns go, below `directory`.
pub(super) fn plan<'p>(
    directory: &Path,
    patterns: &'p [NamedPattern],
    config: &Config,
) -> Vec<Planned<'p>> {
    let parts: Vec<_> = patterns.iter().map(|named| parts(named, config)).collect();
    let ids: Vec<_> = parts
        .iter()
        .map(|(path, id, _)| (path.as_path(), id.as_str()))
        .collect();
    let stems = discover::stems(&ids);
    let planned = patterns.iter().zip(&parts).zip(stems);
    let planned = planned.map(|((named, (_, id, by_name)), stem)| Planned {
        named,
        folder: match by_name {
            true => directory.join(id),
            false => directory.join(stem.short.unwrap_or(stem.long)),
        },
        by_name: *by_name,
    });
    planned.collect()
}

/// The file of a pattern and its name in there, and whether `verify` finds its events by that name.
fn parts(named: &NamedPattern, config: &Config) -> (PathBuf, String, bool) {
    if let Some((path, id)) = named.name.split_once('#') {
        return (path.into(), id.to_owned(), false);
    }
    let path = Path::new(&named.name);
    if named.name.starts_with('<') || !path.is_file() {
        return (PathBuf::new(), "pattern".to_owned(), false);
    }
    for root in &config.paths.patterns {
        // The configuration may say `./patterns`, where the pattern was found as `patterns/x.json`.
        if let (Ok(root), Ok(file)) = (fs::canonicalize(root), fs::canonicalize(path))
            && let Ok(below) = file.strip_prefix(&root)
        {
            let below = match root.is_file() {
                true => Path::new(root.file_name().unwrap_or_default()),
                false => below,
            };
            let stem = below.with_extension("").display().to_string();
            return (PathBuf::new(), stem, true);
        }
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let parent = path.parent().unwrap_or(Path::new(""));
    (parent.to_owned(), stem.into_owned(), false)
}

impl Planned<'_> {
    /// The names of the two folders of events.
    fn sides(&self) -> [&'static str; 2] {
        match self.by_name {
            true => FOUND_BY_NAME,
            false => NAMED_BY_SUITE,
        }
    }

    /// Whether there is a suite already.
    pub(super) fn exists(&self) -> bool {
        let sides = self.sides().into_iter();
        sides.chain([SUITE_FILE, COPY]).any(|name| {
            // A link that leads nowhere is something, too.
            fs::symlink_metadata(self.folder.join(name)).is_ok()
        })
    }

    /// Makes the events and writes the suite. One that is there already stays as it is.
    pub(super) fn write(
        &self,
        options: &Options<'_>,
        filled: &Filled,
        terminal: &mut Terminal,
    ) -> Result<Written, Diagnostic> {
        if self.exists() {
            return Ok(Written::Exists);
        }
        let events = self.events(options, terminal);
        // A suite without a case would be none to `verify`.
        if events.is_empty() {
            let diagnostic =
                Diagnostic::error("no suite was written: no event could be made for it");
            return Err(diagnostic.in_file(&self.named.name));
        }
        let none = Vars::new();
        let vars = filled.vars.get(&self.named.name).unwrap_or(&none);
        match self.write_all(&events, vars) {
            Ok(counts) => Ok(Written::Events(counts)),
            Err(error) => Err(
                Diagnostic::error(format!("cannot write the suite: {error}"))
                    .in_file(self.folder.display().to_string()),
            ),
        }
    }

    fn events(&self, options: &Options<'_>, terminal: &mut Terminal) -> Vec<Generated> {
        let named = self.named;
        let options = &for_place(options, named);
        let Suite {
            mut events,
            left_out,
            mutants_left_out,
        } = analysis::suite(&named.pattern, wrong_versions(&named.pattern), options);
        if left_out + mutants_left_out > 0 {
            let message = format!(
                "the pattern is too large to show all of it: {left_out} events and {mutants_left_out} \
                 wrong versions were left out"
            );
            terminal.tell(&Diagnostic::warning(message).in_file(&named.name));
        }
        let all = events.len();
        // A folder cannot state a mode, so that its events must mean the same in both.
        events.retain(|made| {
            let event = Event::parse(made.event.as_str());
            event.is_ok_and(|event| !named.pattern.evaluate(&event).disagree())
        });
        let events = as_records(named, events, options.mode);
        if events.len() < all {
            let count = all - events.len();
            let message = format!("left out {count} of {all} events, on which the modes differ");
            let note = Diagnostic::note(message).in_file(&named.name);
            terminal.tell(&note.help("a suite file can state `mode` for such an event"));
        }
        events
    }

    /// Writes a suite next to its place, and moves it there whole. Takes nothing over from a run that
    /// was ended in the middle of it.
    fn write_all(&self, events: &[Generated], vars: &Vars) -> io::Result<[usize; 2]> {
        let folder = &self.folder;
        let sides = self.sides();
        let mut counts = [0; 2];
        let parent = folder.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(parent)?;
        // A name that no run had before; hidden, so that nobody looks for cases in it.
        let mut builder = tempfile::Builder::new();
        builder.prefix(".pattern-test-").suffix(".unfinished");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        let unfinished = builder.tempdir_in(parent)?;
        let unfinished = unfinished.path();
        for made in events {
            let ([matches, others], [yes, no]) = (&mut counts, sides);
            let (side, count) = match made.matches {
                true => (yes, matches),
                false => (no, others),
            };
            if *count == 0 {
                fs::create_dir_all(unfinished.join(side))?;
            }
            *count += 1;
            let name = format!("{count:03}-{}.json", slug(made));
            fs::write(
                unfinished.join(side).join(name),
                format!("{}\n", made.event),
            )?;
        }
        // A pattern that matches everything has nothing on the other side.
        let with_events = sides
            .into_iter()
            .zip(counts)
            .filter(|(_, count)| *count > 0);
        let mut written: Vec<_> = with_events.map(|(side, _)| side).collect();
        if !self.by_name {
            let pattern = self.reference(vars);
            if pattern.is_none() {
                let text = self.named.pattern.text();
                fs::write(unfinished.join(COPY), format!("{}\n", text.trim_end()))?;
                written.push(COPY);
            }
            let pattern = pattern.unwrap_or_else(|| COPY.to_owned());
            fs::write(
                unfinished.join(SUITE_FILE),
                suite_file(&pattern, vars, counts),
            )?;
            written.push(SUITE_FILE);
        }
        if !folder.exists() {
            fs::rename(unfinished, folder)?;
            return Ok(counts);
        }
        // Something else is there: a suite that was written by hand, for one.
        for name in written {
            fs::rename(unfinished.join(name), folder.join(name))?;
        }
        Ok(counts)
    }

    /// How a suite in the folder names the pattern, if suites can read it where it is.
    fn reference(&self, vars: &Vars) -> Option<String> {
        let name = &self.named.name;
        let (file, id) = match name.split_once('#') {
            Some((file, id)) => (Path::new(file), Some(id)),
            None => (Path::new(name), None),
        };
        if name.starts_with('<') || !file.is_file() {
            return None;
        }
        let Some(id) = id else {
            return relative(&self.folder, file);
        };
        // A reply of the AWS CLI or a script is no template.
        let bytes = read::regular(file, LARGEST_STATE as u64).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let files = OnDisk::below(Roots::of(file));
        let extraction = template::extract_with(file, &text, vars, &files)?;
        let is_one = extraction.find(id).len() == 1;
        let path = relative(&self.folder, file).filter(|_| is_one)?;
        Some(format!("{path}#{id}"))
    }
}

/// What a filter sees of a record has no envelope.
pub(super) fn for_place<'o>(options: &Options<'o>, named: &NamedPattern) -> Options<'o> {
    Options {
        envelope: options.envelope && named.filter.is_none(),
        ..*options
    }
}

/// For a filter, records of which it sees these documents; those that are none are left out.
pub(super) fn as_records(named: &NamedPattern, made: Vec<Generated>, mode: Mode) -> Vec<Generated> {
    let Some(filter) = &named.filter else {
        return made;
    };
    let made = made.into_iter().filter_map(|made| {
        let event = wrapped(filter.dialect(), &made.event)?;
        let record = Document::parse(event.as_str()).ok()?;
        let same = filter.judge(&record).verdict(mode) == Some(made.matches);
        same.then(|| Generated {
            event: event.clone(),
            ..made
        })
    });
    made.collect()
}

/// The text of a suite file.
fn suite_file(pattern: &str, vars: &Vars, counts: [usize; 2]) -> String {
    let mut text = String::from(
        "# What the pattern matches today. Add events of your own: a file more, or a case more.\n",
    );
    text.push_str("pattern: ");
    push_yaml(&mut text, pattern);
    text.push('\n');
    if !vars.is_empty() {
        text.push_str("vars:  # values that the template does not set\n");
        for (name, value) in vars {
            text.push_str("  ");
            push_yaml(&mut text, name);
            text.push_str(": ");
            push_yaml(&mut text, value);
            text.push('\n');
        }
    }
    text.push_str("cases:\n");
    let [yes, no] = NAMED_BY_SUITE;
    let [matches, others] = counts;
    let sides = [
        ("matches", yes, "match", matches),
        ("does not match", no, "no-match", others),
    ];
    for (name, side, expect, count) in sides {
        if count > 0 {
            text.push_str(&format!(
                "  - name: {name}\n    event: {side}/*.json\n    expect: {expect}\n"
            ));
        }
    }
    text
}

/// A string as YAML: a plain path as it is, all else in quotes.
fn push_yaml(out: &mut String, text: &str) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '#');
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.');
    match begins && text.contains(['/', '.']) && text.chars().all(is_plain) {
        true => out.push_str(text),
        false => write_string(out, text),
    }
}

/// A file as seen from a folder, which need not be there yet.
fn relative(folder: &Path, file: &Path) -> Option<String> {
    let file = fs::canonicalize(file).ok()?;
    let folder = std::path::absolute(folder).ok()?;
    let (there, real) = folder
        .ancestors()
        .find_map(|above| Some((above, fs::canonicalize(above).ok()?)))?;
    let folder = real.join(folder.strip_prefix(there).ok()?);
    let common = folder
        .components()
        .zip(file.components())
        .take_while(|(a, b)| a == b)
        .count();
    // Files on another drive have no such path.
    if common == 0 {
        return None;
    }
    let up = folder.components().skip(common).map(|_| "..".to_owned());
    let down = file
        .components()
        .skip(common)
        .filter_map(|part| match part {
            Component::Normal(name) => name.to_str().map(str::to_owned),
            _ => None,
        });
    Some(up.chain(down).collect::<Vec<_>>().join("/"))
}

/// What an event is about, as part of a file name.
fn slug(made: &Generated) -> String {
    let value = match &made.value {
        Some(value) => value.clone(),
        None if made.path.is_empty() => "mutant".to_owned(),
        None => "absent".to_owned(),
    };
    let last = made.path.rsplit('.').next().unwrap_or_default();
    let text = format!("{last}-{value}");
    let mut slug = String::new();
    for c in text.chars().take(60) {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_matches(['-', '.']).to_owned()
}
