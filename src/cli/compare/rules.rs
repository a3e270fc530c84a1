//! What `compare` puts side by side: pattern files, patterns of templates, and earlier versions.

use super::Args;
use crate::cli::files::Source;
use crate::cli::git::{AtRevision, Revision};
use crate::cli::patterns::{not_utf8, refused};
use crate::cli::templates::{self, Compiled, Refusal};
use crate::cli::terminal::Terminal;
use crate::config::Config;
use crate::dialect::Dialect;
use crate::discover::{self, Candidate, Standing, Taken};
use crate::pattern::Pattern;
use crate::report::diagnostic::Diagnostic;
use crate::template::{AsDeployed, EXTENSIONS, Extraction, Files, Found, Vars, extract_with};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Two texts to compare; one of them may be missing.
pub(super) struct Rule {
    pub(super) old: String,
    pub(super) new: String,
    pub(super) old_text: Option<RuleText>,
    pub(super) new_text: Option<RuleText>,
}

/// A pattern, wherever it stands.
pub(super) enum RuleText {
    /// In a file of its own.
    Whole(Vec<u8>),
    /// In a template, where it has this index.
    Found(Arc<Extraction>, usize),
    /// In a file that cannot be read now, which was told.
    Unread,
}

impl RuleText {
    /// Where the pattern filters; for one in a file of its own that is what was said with `--for`.
    pub(super) fn place(&self, named: Option<Dialect>) -> Dialect {
        let place = match self {
            Self::Whole(_) | Self::Unread => named,
            Self::Found(extraction, index) => {
                let found = extraction.patterns.get(*index);
                found.and_then(Found::dialect)
            }
        };
        place.unwrap_or(Dialect::Rule)
    }
}

/// What a text is as a pattern.
pub(super) enum Parsed {
    Pattern(Pattern),
    /// Told about.
    Refused,
    /// What it is depends on what the template leaves open; told about.
    Open,
}

/// How texts are read, and what of them was left open.
pub(super) struct Reading {
    pub(super) as_deployed: AsDeployed,
    /// Where patterns in files of their own filter.
    pub(super) place: Option<Dialect>,
    /// Names in patterns that were compared as text.
    pub(super) names: BTreeSet<String>,
}

impl Reading {
    /// Whether two texts are the same as they are deployed.
    pub(super) fn same(&self, first: &RuleText, second: &RuleText) -> bool {
        self.bytes(first)
            .is_some_and(|bytes| self.bytes(second) == Some(bytes))
    }

    fn bytes<'t>(&self, text: &'t RuleText) -> Option<&'t [u8]> {
        match text {
            RuleText::Whole(bytes) => Some(bytes),
            RuleText::Found(extraction, index) => {
                let found = extraction.patterns.get(*index)?;
                Some(found.deployed(self.as_deployed).as_str().as_bytes())
            }
            RuleText::Unread => None,
        }
    }

    pub(super) fn parse(&mut self, name: &str, text: RuleText, terminal: &mut Terminal) -> Parsed {
        let (refusal, is_open) = match text {
            RuleText::Unread => return Parsed::Refused,
            RuleText::Whole(bytes) => match whole(bytes) {
                Ok(pattern) => return Parsed::Pattern(pattern),
                Err(diagnostic) => (diagnostic.in_file(name), false),
            },
            RuleText::Found(extraction, index) => {
                let Some(found) = extraction.patterns.get(index) else {
                    return Parsed::Refused;
                };
                match templates::compiled(&extraction, found, self.as_deployed) {
                    Ok(Compiled { pattern, names }) => {
                        let names = names.into_iter().map(|unknown| unknown.name.to_owned());
                        self.names.extend(names);
                        return Parsed::Pattern(pattern);
                    }
                    Err(Refusal::Refused(diagnostic)) => (diagnostic, false),
                    Err(Refusal::Open(diagnostic)) => (diagnostic, true),
                }
            }
        };
        terminal.tell(&refusal);
        match is_open {
            true => Parsed::Open,
            false => Parsed::Refused,
        }
    }
}

fn whole(bytes: Vec<u8>) -> Result<Pattern, Diagnostic> {
    match String::from_utf8(bytes) {
        Ok(text) => Pattern::parse(&text).map_err(|error| refused(&error)),
        Err(error) => Err(not_utf8(error.as_bytes())),
    }
}

/// Adds what was in files that cannot be read now: nobody knows that it was removed.
fn add_unread(old: &Texts, new: &mut Texts, broken: &BTreeSet<String>) {
    for (name, text) in old {
        let file = name.split_once('#').map_or(name.as_str(), |(file, _)| file);
        let stands_in = match text {
            RuleText::Found(extraction, index) => {
                let found = extraction.patterns.get(*index);
                let file = found.and_then(|found| extraction.file(found.key.file));
                file.map(|file| file.path.display().to_string())
            }
            RuleText::Whole(_) | RuleText::Unread => None,
        };
        let is_broken =
            broken.contains(file) || stands_in.is_some_and(|stands_in| broken.contains(&stands_in));
        if is_broken && !new.contains_key(name) {
            new.insert(name.clone(), RuleText::Unread);
        }
    }
}

/// Pattern texts by name.
type Texts = BTreeMap<String, RuleText>;

/// Reads all that is to be compared.
pub(super) fn rules(
    args: &Args,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<Vec<Rule>, Diagnostic> {
    let vars = args.reading.vars();
    if let Some(revision) = &args.git {
        return with_revision(revision, args, &vars, config, terminal);
    }
    let [old, new] = &*args.patterns else {
        let message = format!(
            "two patterns can be compared, {} given",
            args.patterns.len()
        );
        return Err(Diagnostic::error(message)
            .help("name OLD and NEW, or a revision to compare with: --git main"));
    };
    let (old_path, new_path) = (Path::new(old), Path::new(new));
    if old_path.is_dir() && new_path.is_dir() {
        let mut read = |path: &Path| {
            let mut options = args
                .reading
                .templates
                .look_at(vec![path.to_owned()], config);
            options.of_patterns = true;
            below(path, &options, &vars, terminal)
        };
        return Ok(by_name(read(old_path)?, read(new_path)?));
    }
    let mut sides = Vec::new();
    for (name, inline) in [(old, "<old>"), (new, "<new>")] {
        let path = vec![PathBuf::from(name)];
        let files = discover::files_for(&args.reading.templates.look_at(path, config));
        sides.push(one(name, inline, &vars, &files, terminal)?);
    }
    let new = sides.pop().unwrap_or_default();
    let old = sides.pop().unwrap_or_default();
    // Two templates are compared pattern by pattern, by their ids.
    if old.template && new.template && !(old.texts.len() == 1 && new.texts.len() == 1) {
        let ids = |side: Side| -> Texts {
            let texts = side.texts.into_iter();
            texts
                .map(|(name, text)| match name.split_once('#') {
                    Some((_, id)) => (id.to_owned(), text),
                    None => (name, text),
                })
                .collect()
        };
        return Ok(by_name(ids(old), ids(new)));
    }
    let (old, old_text) = old.only()?;
    let (new, new_text) = new.only()?;
    Ok(vec![Rule {
        old,
        new,
        old_text: Some(old_text),
        new_text: Some(new_text),
    }])
}

/// What one of two names means.
#[derive(Default)]
struct Side {
    name: String,
    texts: Texts,
    template: bool,
}

impl Side {
    fn only(self) -> Result<(String, RuleText), Diagnostic> {
        let Self { name, texts, .. } = self;
        let count = texts.len();
        let ids: Vec<_> = texts.keys().map(|name| format!("`{name}`")).collect();
        match texts.into_iter().next() {
            Some(only) if count == 1 => Ok(only),
            _ => Err(
                Diagnostic::error(format!("{count} patterns where one is needed"))
                    .in_file(name)
                    .help(format!("name one: {}", ids.join(", "))),
            ),
        }
    }
}

fn one(
    name: &OsString,
    inline: &str,
    vars: &Vars,
    files: &dyn Files,
    terminal: &mut Terminal,
) -> Result<Side, Diagnostic> {
    let single = |name: String, bytes| Side {
        texts: Texts::from([(name.clone(), RuleText::Whole(bytes))]),
        name,
        template: false,
    };
    if let Some(text) = name
        .to_str()
        .filter(|text| text.trim_start().starts_with('{'))
    {
        return Ok(single(inline.to_owned(), text.as_bytes().to_vec()));
    }
    let path = Path::new(name);
    if path == Path::new("-") {
        return Ok(single(Source::Stdin.name(), Source::Stdin.read()?));
    }
    let (file, id) = match discover::split(path) {
        Some((file, id)) => (file, Some(id)),
        None => (path, None),
    };
    let bytes = Source::File(file.to_owned()).read()?;
    let shown = file.display().to_string();
    let Some(extraction) = template(file, &bytes, vars, files) else {
        return match id.is_some() || discover::is_only_a_template(file) {
            true => Err(templates::no_pattern().in_file(shown)),
            false => Ok(single(shown, bytes)),
        };
    };
    templates::tell_problems(&extraction, terminal);
    let mut texts = Texts::new();
    add_found(&mut texts, &shown, id, extraction)?;
    Ok(Side {
        name: shown,
        texts,
        template: true,
    })
}

fn template(path: &Path, bytes: &[u8], vars: &Vars, files: &dyn Files) -> Option<Extraction> {
    extract_with(path, std::str::from_utf8(bytes).ok()?, vars, files)
}

/// Adds the patterns of a template: all, or those that an id means.
fn add_found(
    texts: &mut Texts,
    file: &str,
    id: Option<&str>,
    extraction: Extraction,
) -> Result<(), Diagnostic> {
    let wanted = |id: &str| -> BTreeSet<&str> {
        let found = extraction.find(id).into_iter();
        found.map(|found| found.id.as_str()).collect()
    };
    let wanted = id.map(wanted);
    if let (Some(id), Some(wanted)) = (id, &wanted)
        && wanted.is_empty()
    {
        return Err(templates::no_such_id(&extraction, id).in_file(file));
    }
    let names: Vec<_> = extraction
        .patterns
        .iter()
        .enumerate()
        .filter(|(_, found)| found.is_judged())
        .filter(|(_, found)| {
            wanted
                .as_ref()
                .is_none_or(|ids| ids.contains(found.id.as_str()))
        })
        .map(|(index, found)| (index, format!("{file}#{}", found.id)))
        .collect();
    let extraction = Arc::new(extraction);
    for (index, name) in names {
        texts.insert(name, RuleText::Found(extraction.clone(), index));
    }
    Ok(())
}

/// The pattern files and templates below a directory, named as seen from it.
fn below(
    directory: &Path,
    options: &discover::Options,
    vars: &Vars,
    terminal: &mut Terminal,
) -> Result<Texts, Diagnostic> {
    let mut texts = Texts::new();
    let files = discover::files_for(options);
    let listing = discover::list(options);
    if let Some(trouble) = listing.troubles.first() {
        return Err(templates::of_trouble(trouble));
    }
    for candidate in &listing.candidates {
        let path = &candidate.path;
        let short = path.strip_prefix(directory).unwrap_or(path);
        let short = short.display().to_string();
        let taken = discover::take(candidate, vars, &files)
            .map_err(|trouble| templates::of_trouble(&trouble))?;
        match taken {
            Taken::Patterns(extraction) => {
                add_taken(&mut texts, &short, None, *extraction, Some(&mut *terminal))?;
            }
            Taken::Left(_) => {}
        }
    }
    if texts.is_empty() {
        let message = "no pattern found below this directory";
        return Err(Diagnostic::error(message).in_file(directory.display().to_string()));
    }
    Ok(texts)
}

/// Adds what was found in a file. Tells what cannot be read in it, if there is a terminal.
fn add_taken(
    texts: &mut Texts,
    name: &str,
    id: Option<&str>,
    extraction: Extraction,
    terminal: Option<&mut Terminal>,
) -> Result<(), Diagnostic> {
    if let Some(terminal) = terminal {
        templates::tell_problems(&extraction, terminal);
    }
    match extraction.patterns.first() {
        Some(found) if extraction.is_pattern() => {
            let bytes = found.text.as_str().as_bytes().to_vec();
            texts.insert(name.to_owned(), RuleText::Whole(bytes));
            Ok(())
        }
        _ => add_found(texts, name, id, extraction),
    }
}

/// What is asked for of the working directory and of a revision.
struct Wanted {
    options: discover::Options,
    /// Files of which one pattern is wanted, with its id.
    ids: BTreeMap<PathBuf, String>,
}

fn with_revision(
    revision: &str,
    args: &Args,
    vars: &Vars,
    config: &Config,
    terminal: &mut Terminal,
) -> Result<Vec<Rule>, Diagnostic> {
    let mut paths = Vec::new();
    let mut ids = BTreeMap::new();
    if args.patterns.is_empty() {
        paths.push(PathBuf::from("."));
        paths.extend(config.paths.patterns.iter().cloned());
    }
    for name in &args.patterns {
        let (path, id) = with_id(name);
        if let Some(id) = id {
            ids.insert(path.clone(), id.to_owned());
        }
        paths.push(path);
    }
    let mut options = args.reading.templates.look_at(paths.clone(), config);
    options.of_patterns = !args.patterns.is_empty();
    let mut wanted = Wanted { options, ids };
    let mut old = Texts::new();
    let commit = Revision::new(revision)?;
    let blobs = commit.files(&paths, &EXTENSIONS)?;
    let files = AtRevision::new(&commit, &blobs);
    for blob in &blobs {
        let Ok(text) = std::str::from_utf8(&blob.bytes) else {
            continue;
        };
        let candidate = wanted.candidate(&blob.path);
        if let Taken::Patterns(extraction) = discover::take_text(&candidate, text, vars, &files) {
            // What was not there may have been added since.
            let _ = wanted.add(&mut old, &blob.path, *extraction, None);
        }
    }
    let mut new = Texts::new();
    wanted.options.paths.retain(|path| path.exists());
    let files = discover::files_for(&wanted.options);
    let listing = discover::list(&wanted.options);
    let mut broken = BTreeSet::new();
    for candidate in &listing.candidates {
        let path = &candidate.path;
        let looked = match discover::look(candidate) {
            Ok(looked) => looked,
            // What is not named and cannot be read is no pattern of anybody's.
            Err(trouble) if candidate.is_named() => return Err(templates::of_trouble(&trouble)),
            Err(_) => continue,
        };
        let name = path.display().to_string();
        let added = match discover::take_text(candidate, &looked.text, vars, &files) {
            Taken::Patterns(extraction) => {
                if !extraction.problems.is_empty() {
                    broken.insert(name.clone());
                }
                wanted.add(&mut new, path, *extraction, Some(terminal))
            }
            // What was a pattern is one still, if a broken one.
            Taken::Left(_) if old.contains_key(&name) => {
                new.insert(name, RuleText::Whole(looked.text.into_bytes()));
                continue;
            }
            Taken::Left(_) => continue,
        };
        // What is not there any more was removed.
        let before = format!("{name}#");
        if !old.keys().any(|name| name.starts_with(&before)) {
            added?;
        }
    }
    add_unread(&old, &mut new, &broken);
    if old.is_empty() && new.is_empty() {
        let names: Vec<_> = paths.iter().map(|p| p.display().to_string()).collect();
        let message = format!(
            "no pattern in `{}`, now or at `{revision}`",
            names.join("`, `")
        );
        return Err(Diagnostic::error(message));
    }
    Ok(by_name(old, new))
}

impl Wanted {
    /// A file of the revision, as it would have been found.
    fn candidate(&self, path: &Path) -> Candidate {
        let below = |all: &[PathBuf]| all.iter().any(|at| path.starts_with(at));
        let standing = match () {
            () if self.options.paths.iter().any(|named| named == path) => Standing::Named,
            () if below(&self.options.patterns) => Standing::Configured,
            () if self.options.of_patterns => Standing::Conventional,
            () if path.components().any(|part| part.as_os_str() == "patterns") => {
                Standing::Conventional
            }
            () => Standing::Met,
        };
        Candidate {
            path: path.to_owned(),
            standing,
            text: None,
        }
    }

    fn add(
        &self,
        texts: &mut Texts,
        path: &Path,
        extraction: Extraction,
        terminal: Option<&mut Terminal>,
    ) -> Result<(), Diagnostic> {
        let id = self.ids.get(path).map(String::as_str);
        add_taken(texts, &path.display().to_string(), id, extraction, terminal)
    }
}

/// The path and the id behind its `#`, where it names no file as it is. The file need not be there
/// any more.
fn with_id(name: &OsStr) -> (PathBuf, Option<&str>) {
    let path = Path::new(name);
    match path.to_str().and_then(|text| text.rsplit_once('#')) {
        Some((file, id)) if !path.exists() && !id.is_empty() => (PathBuf::from(file), Some(id)),
        _ => (path.to_owned(), None),
    }
}

fn by_name(mut old: Texts, new: Texts) -> Vec<Rule> {
    let mut rules: Vec<_> = new
        .into_iter()
        .map(|(name, text)| Rule {
            old_text: old.remove(&name),
            old: name.clone(),
            new: name,
            new_text: Some(text),
        })
        .collect();
    rules.extend(old.into_iter().map(|(name, text)| Rule {
        old: name.clone(),
        new: name,
        old_text: Some(text),
        new_text: None,
    }));
    rules.sort_by(|a, b| a.new.cmp(&b.new));
    rules
}
