//! `-p PATTERN`: files, directories, standard input, or JSON text.

use super::files::Source;
use super::pattern_lines;
use super::templates::{self, Compiled, Refusal, TemplateArgs, Told};
use super::terminal::Terminal;
use crate::advice;
use crate::config::Config;
use crate::dialect::Dialect;
use crate::discover::{self, Candidate, Reason, Taken};
use crate::filter::{Filter, FilterError};
use crate::pattern::{Pattern, PatternError, PatternErrorKind};
use crate::report::diagnostic::Diagnostic;
use crate::template::{self, AsDeployed, BesideError, Extraction, Files, Found};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The patterns to work with, for every command that takes them.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct PatternArgs {
    /// A file, a directory (all patterns and templates below it), `-`, or JSON text that starts with `{`
    ///
    /// A file *.jsonl has one `{"name": …, "pattern": …}` on each line. Also a template
    /// (CloudFormation, SAM, CDK output, Terraform, Serverless and others): `template.yaml` means
    /// all patterns in it, `template.yaml#LogicalId` one. May be given several times. Without it:
    /// what pattern-test.toml names, or all that is below this directory.
    #[arg(short, long = "pattern", value_name = "PATTERN")]
    pub(super) patterns: Vec<OsString>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

/// How patterns in templates are read.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct ReadingArgs {
    #[command(flatten)]
    pub(super) templates: TemplateArgs,

    /// How the numbers and booleans of a template's pattern object arrive
    #[arg(long, value_enum, value_name = "READING", default_value = "typed")]
    pub(super) as_deployed: AsDeployed,

    /// Where a pattern in a file filters: sqs, pipe:sqs, v2:data, …
    ///
    /// A pattern in a template or a reply filters where the template or the reply says. The places are listed in
    /// docs/dialects.md.
    #[arg(long = "for", value_name = "PLACE", value_parser = parse_place)]
    pub(super) place: Option<Dialect>,
}

/// The place with this name.
pub(super) fn parse_place(text: &str) -> Result<Dialect, String> {
    Dialect::of_name(text).ok_or_else(|| {
        let names: Vec<_> = Dialect::all().into_iter().map(Dialect::name).collect();
        format!("unknown place; the places are {}", names.join(", "))
    })
}

impl ReadingArgs {
    /// What is given for names that templates leave open.
    pub(super) fn vars(&self) -> template::Vars {
        self.templates.vars()
    }

    /// The same with these values.
    pub(super) fn with_vars(&self, vars: &template::Vars) -> Self {
        let mut new = self.clone();
        new.templates.set_vars(vars);
        new
    }
}

/// A pattern that compiles, with its name.
#[derive(Debug)]
pub(super) struct NamedPattern {
    pub(super) name: String,
    pub(super) pattern: Pattern,
    /// With the rules of its place, where it does not see events of a bus.
    pub(super) filter: Option<Filter>,
    /// What several filters belong to that are combined.
    pub(super) owner: Option<String>,
    /// What its template leaves open, and is in it as the text `${NAME}`.
    pub(super) open: Vec<String>,
}

/// The patterns that could be read.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    pub(super) patterns: Vec<NamedPattern>,
    /// Whether some could not; they were told about.
    pub(super) trouble: bool,
    /// Whether standard input was read.
    pub(super) took_stdin: bool,
}

impl PatternArgs {
    /// The files that are named.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.patterns.iter().map(|name| {
            let path = Path::new(name);
            discover::split(path)
                .map_or(path, |(file, _)| file)
                .to_owned()
        })
    }

    /// Reads and compiles all that is named, and tells about each that cannot be.
    pub(super) fn load(&self, config: &Config, terminal: &mut Terminal) -> Patterns {
        self.load_or(None, config, terminal)
    }

    /// The same, with other words for that there is none: what is wrong, and what to do.
    pub(super) fn load_or(
        &self,
        none: Option<[&str; 2]>,
        config: &Config,
        terminal: &mut Terminal,
    ) -> Patterns {
        let mut loaded = Patterns {
            patterns: Vec::new(),
            trouble: false,
            took_stdin: false,
        };
        let mut told = Told::default();
        let named = match (self.patterns.is_empty(), config.paths.patterns_named) {
            (false, _) => self.patterns.clone(),
            (true, true) => {
                let paths = config.paths.patterns.iter();
                paths.map(|path| path.clone().into_os_string()).collect()
            }
            (true, false) => vec![OsString::from(".")],
        };
        for name in &named {
            let result = match name
                .to_str()
                .filter(|text| text.trim_start().starts_with('{'))
            {
                Some(text) => {
                    let given = Candidate::given("<inline>", text);
                    self.add_given(&mut loaded, &given, &mut told, terminal)
                }
                None => {
                    let path = Path::new(name);
                    self.add_path(&mut loaded, path, none, config, &mut told, terminal)
                }
            };
            if let Err(diagnostic) = result {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
        told.tell(terminal);
        loaded
    }

    fn add_path(
        &self,
        loaded: &mut Patterns,
        path: &Path,
        none: Option<[&str; 2]>,
        config: &Config,
        told: &mut Told,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        if path == Path::new("-") {
            loaded.took_stdin = true;
            let given = given_on_stdin(&Source::Stdin.name())?;
            return self.add_given(loaded, &given, told, terminal);
        }
        let (file, id) = match discover::split(path) {
            Some((file, id)) => (file, Some(id)),
            None => (path, None),
        };
        let mut options = self
            .reading
            .templates
            .look_at(vec![file.to_owned()], config);
        options.of_patterns = !self.patterns.is_empty() && !is_here(path);
        let files = discover::files_for(&options);
        if let Some(id) = id {
            return self.add_from_template(loaded, file, id, &files, told, terminal);
        }
        let mut listing = discover::list(&options);
        loaded.trouble |= templates::tell_troubles(&listing, terminal);
        let before = (loaded.patterns.len(), loaded.trouble, told.has_unjudged());
        for candidate in std::mem::take(&mut listing.candidates) {
            let taken = self.add_candidate(loaded, &candidate, &files, told, terminal);
            match taken {
                Ok(None) => {}
                Ok(Some(reason)) => listing.left.add(reason, &candidate.path),
                // One bad file does not hide the others.
                Err(diagnostic) => {
                    terminal.tell(&diagnostic);
                    loaded.trouble = true;
                }
            }
        }
        let nothing = before == (loaded.patterns.len(), loaded.trouble, told.has_unjudged());
        if nothing && path.is_dir() {
            return Err(match none {
                Some([title, help]) => {
                    templates::nothing_found(title.to_owned(), &options.paths, &listing.left)
                        .help(help)
                }
                None => self.none(path, &listing.left),
            });
        }
        if self.patterns.is_empty() || path.is_dir() {
            templates::tell_left(&listing.left, terminal);
        }
        Ok(())
    }

    fn none(&self, path: &Path, left: &discover::Left) -> Diagnostic {
        let title = match self.patterns.is_empty() {
            true => "no pattern given, and none found".to_owned(),
            false => format!("no pattern found below `{}`", path.display()),
        };
        templates::nothing_found(title, &[PathBuf::from(path)], left).help(
            match self.patterns.is_empty() {
                true => {
                    "name one with -p: a file, a directory, `-`, or JSON text that starts with `{`"
                }
                false => "name a file to have it read as a pattern, whatever it looks like",
            },
        )
    }

    /// Adds the patterns of a text that was given as such.
    fn add_given(
        &self,
        loaded: &mut Patterns,
        given: &Candidate,
        told: &mut Told,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let files = discover::files_for(&discover::Options::default());
        self.add_candidate(loaded, given, &files, told, terminal)
            .map(|_| ())
    }

    /// Adds the patterns of a file; why it has none, where it was met and has none.
    fn add_candidate(
        &self,
        loaded: &mut Patterns,
        candidate: &Candidate,
        files: &dyn Files,
        told: &mut Told,
        terminal: &mut Terminal,
    ) -> Result<Option<Reason>, Diagnostic> {
        let path = &candidate.path;
        let name = path.display().to_string();
        if candidate.is_named() && candidate.text.is_none() && pattern_lines::is_lines(&name) {
            let bytes = Source::File(path.clone()).read()?;
            let text = String::from_utf8(bytes)
                .map_err(|error| not_utf8(error.as_bytes()).in_file(&name))?;
            loaded.add_lines(&name, &text, self.reading.place, terminal);
            return Ok(None);
        }
        let taken = discover::take(candidate, &self.reading.vars(), files)
            .map_err(|trouble| templates::of_trouble(&trouble))?;
        match taken {
            Taken::Patterns(extraction) if extraction.is_pattern() => {
                let text = extraction.patterns.first().map(|found| found.text.as_str());
                let text = text.unwrap_or_default();
                loaded.add(&name, text, self.reading.place, terminal)?;
                Ok(None)
            }
            Taken::Patterns(extraction) => {
                told.add(&extraction);
                let met = (!candidate.is_named()).then_some(told);
                self.add_all(loaded, &extraction, met, terminal);
                Ok(None)
            }
            Taken::Left(reason) if !candidate.is_named() => Ok(Some(reason)),
            Taken::Left(reason) => Err(templates::left(reason).in_file(name)),
        }
    }

    /// `template.yaml#LogicalId`
    fn add_from_template(
        &self,
        loaded: &mut Patterns,
        file: &Path,
        id: &str,
        files: &dyn Files,
        told: &mut Told,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let name = file.display().to_string();
        let looked = discover::look(&Candidate::named(file))
            .map_err(|trouble| templates::of_trouble(&trouble))?;
        let extraction = template::extract_with(file, &looked.text, &self.reading.vars(), files)
            // The replies of the AWS CLI have names, too.
            .or_else(|| template::carriers::read(file, &looked.text))
            .ok_or_else(|| templates::no_pattern().in_file(&name))?;
        match extraction.find(id).as_slice() {
            [] => {
                templates::tell_problems(&extraction, terminal);
                Err(templates::no_such_id(&extraction, id).in_file(name))
            }
            [found] if !found.is_judged() => Err(templates::not_judged(&extraction, found)),
            [found] => {
                told.add_assumed(&extraction);
                self.add_found(loaded, &extraction, found, false, terminal)
            }
            several if of_one_place(several) => {
                told.add_assumed(&extraction);
                for found in several {
                    self.add_found(loaded, &extraction, found, true, terminal)?;
                }
                Ok(())
            }
            several => {
                let ids: Vec<_> = several
                    .iter()
                    .map(|found| format!("`{}`", found.id))
                    .collect();
                Err(
                    Diagnostic::error(format!("`{id}` has {} patterns", ids.len()))
                        .in_file(name)
                        .help(format!("name one: {}", ids.join(", "))),
                )
            }
        }
    }

    /// Adds the patterns of a template. Of one that was met, what is not known is told in the end,
    /// with that of all others.
    fn add_all(
        &self,
        loaded: &mut Patterns,
        extraction: &Extraction,
        mut met: Option<&mut Told>,
        terminal: &mut Terminal,
    ) {
        loaded.trouble |= templates::tell_problems(extraction, terminal);
        templates::tell_misplaced(extraction, terminal);
        match met.as_deref_mut() {
            Some(told) => told.add_open(extraction),
            None => templates::tell_open(extraction, terminal),
        }
        let judged = extraction.patterns.iter();
        for found in judged.filter(|found| found.is_judged()) {
            let added = match met.as_deref_mut() {
                Some(told) => self.add_met(loaded, extraction, found, told, terminal),
                None => self.add_found(loaded, extraction, found, true, terminal),
            };
            if let Err(diagnostic) = added {
                terminal.tell(&diagnostic);
                loaded.trouble = true;
            }
        }
    }

    fn add_met(
        &self,
        loaded: &mut Patterns,
        extraction: &Extraction,
        found: &Found,
        told: &mut Told,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let name = templates::name(extraction, found);
        match templates::compiled(extraction, found, self.reading.as_deployed) {
            Ok(Compiled { pattern, names }) => {
                told.add_unknown(&names);
                loaded.push_found(name, pattern, found, true, terminal)
            }
            Err(Refusal::Open(_)) => {
                told.add_unclear(name);
                Ok(())
            }
            Err(Refusal::Refused(diagnostic)) => Err(diagnostic),
        }
    }

    fn add_found(
        &self,
        loaded: &mut Patterns,
        extraction: &Extraction,
        found: &Found,
        in_set: bool,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let pattern = templates::compile(extraction, found, self.reading.as_deployed, terminal)?;
        let name = templates::name(extraction, found);
        loaded.push_found(name, pattern, found, in_set, terminal)
    }
}

impl Patterns {
    /// The files in which patterns were found.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|named| {
            let name = named.name.as_str();
            name.rsplit_once('#').map_or(name, |(file, _)| file)
        })
    }

    fn add_lines(
        &mut self,
        file: &str,
        text: &str,
        place: Option<Dialect>,
        terminal: &mut Terminal,
    ) {
        for line in pattern_lines::read(file, text) {
            let added = line.and_then(|(name, text)| self.add(&name, &text, place, terminal));
            if let Err(diagnostic) = added {
                terminal.tell(&diagnostic);
                self.trouble = true;
            }
        }
    }

    fn add(
        &mut self,
        name: &str,
        text: &str,
        place: Option<Dialect>,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let language = place.map(Dialect::language).unwrap_or_default();
        let pattern =
            Pattern::parse_as(text, language).map_err(|error| refused(&error).in_file(name))?;
        let filter = match place {
            Some(place) => {
                let filter = Filter::of(place, pattern.clone());
                Some(filter.map_err(|error| refused_there(&error).in_file(name))?)
            }
            None => None,
        };
        self.push(name.to_owned(), pattern, filter, None, Vec::new(), terminal);
        Ok(())
    }

    /// A pattern of a template, with the rules of the place where it stands.
    fn push_found(
        &mut self,
        name: String,
        pattern: Pattern,
        found: &Found,
        in_set: bool,
        terminal: &mut Terminal,
    ) -> Result<(), Diagnostic> {
        let dialect = found.dialect().unwrap_or(Dialect::Rule);
        let filter = Filter::of(dialect, pattern.clone())
            .map_err(|error| refused_there(&error).in_file(&name))?;
        let pattern = template::asked_for_too(pattern, found)
            .map_err(|error| contradicts(error).in_file(&name))?;
        let owner = found.owner().filter(|_| in_set);
        let owner = owner.and_then(|owner| Some(name.strip_suffix(&found.id)?.to_owned() + owner));
        let open: BTreeSet<_> = found.text.unknowns().map(|open| open.name).collect();
        let open = open.into_iter().map(str::to_owned).collect();
        self.push(name, pattern, Some(filter), owner, open, terminal);
        Ok(())
    }

    fn push(
        &mut self,
        name: String,
        pattern: Pattern,
        filter: Option<Filter>,
        owner: Option<String>,
        open: Vec<String>,
        terminal: &mut Terminal,
    ) {
        // Places without the envelope of a bus have limits of their own.
        let filter = filter.filter(|filter| !filter.dialect().sees_envelopes());
        if filter.is_none() {
            for warning in pattern.warnings() {
                terminal.tell(&Diagnostic::warning(warning.to_string()).in_file(&name));
            }
        }
        self.patterns.push(NamedPattern {
            name,
            pattern,
            filter,
            owner,
            open,
        });
    }

    /// The one place that all of them filter at, where what is known of patterns of a bus holds of it
    /// too. That of policies of SNS is not known: `exists` and empty values mean something else.
    pub(super) fn place(&self) -> Option<Dialect> {
        let place = |named: &NamedPattern| named.filter.as_ref().map(Filter::dialect);
        let first = place(self.patterns.first()?)?;
        let is_one = self
            .patterns
            .iter()
            .all(|named| place(named) == Some(first));
        (is_one && first.can_be_compared()).then_some(first)
    }

    /// Leaves out what filters records, where a command `reads` events of a bus. Where nothing else is
    /// left that is an error.
    pub(super) fn leave_filters_out(&mut self, reads: &str, help: &str, terminal: &mut Terminal) {
        let count = self.patterns.len();
        self.patterns.retain(|named| named.filter.is_none());
        let filters = match count - self.patterns.len() {
            0 => return,
            1 => "1 filter sees records".to_owned(),
            more => format!("{more} filters see records"),
        };
        let message = format!("{filters}, and {reads}");
        let diagnostic = match self.patterns.is_empty() {
            true => Diagnostic::error(message),
            false => Diagnostic::warning(format!("{message}: left out")),
        };
        terminal.tell(&diagnostic.help(help));
    }

    /// The patterns, each with the others of its place that are combined with it.
    pub(super) fn groups(&self) -> Vec<Vec<&NamedPattern>> {
        let mut groups: Vec<Vec<&NamedPattern>> = Vec::new();
        for named in &self.patterns {
            let same = |group: &&mut Vec<&NamedPattern>| {
                group
                    .first()
                    .is_some_and(|first| named.owner.is_some() && first.owner == named.owner)
            };
            match groups.iter_mut().rev().find(same) {
                // Where a name comes again, the filters of another place of that name begin.
                Some(group) if group.iter().all(|other| other.name != named.name) => {
                    group.push(named);
                }
                _ => groups.push(vec![named]),
            }
        }
        groups
    }
}

/// Whether a path is the working directory or one above it.
fn is_here(path: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    match (real(path), real(Path::new("."))) {
        (Some(path), Some(here)) => here.starts_with(path),
        _ => false,
    }
}

/// The text on standard input, under a name.
pub(super) fn given_on_stdin(name: &str) -> Result<Candidate, Diagnostic> {
    let fail =
        |error: crate::intake::IntakeError| Diagnostic::error(error.to_string()).in_file(name);
    let bytes = crate::intake::unpack(Source::Stdin.read()?).map_err(fail)?;
    let text = crate::intake::decode(&bytes).map_err(fail)?;
    Ok(Candidate::given(name, text))
}

/// The diagnostic for a text that is not UTF-8.
pub(super) fn not_utf8(bytes: &[u8]) -> Diagnostic {
    match crate::intake::decode(bytes) {
        Err(error) => Diagnostic::error(error.to_string()),
        Ok(_) => Diagnostic::error("the text is not UTF-8"),
    }
}

/// Whether patterns are the filters of one place.
fn of_one_place(found: &[&Found]) -> bool {
    let owners: Vec<_> = found.iter().map(|found| found.owner()).collect();
    owners
        .first()
        .is_some_and(|first| first.is_some() && owners.iter().all(|owner| owner == first))
}

/// The diagnostic for a pattern that the place refuses where it filters.
pub(super) fn refused_there(error: &FilterError) -> Diagnostic {
    match error {
        FilterError::Pattern(error) => refused(error),
        FilterError::Fault(fault, text) => {
            let diagnostic = Diagnostic::error(fault.message.clone()).at(text.clone(), fault.span);
            match &fault.help {
                Some(help) => diagnostic.help(help.clone()),
                None => diagnostic,
            }
        }
    }
}

/// The diagnostic for a pattern that does not go together with its rule.
fn contradicts(error: BesideError) -> Diagnostic {
    match error {
        BesideError::Own {
            text,
            span,
            message,
            help,
        } => Diagnostic::error(message).at(text.into(), span).help(help),
        BesideError::Pattern(error) => refused(&error),
    }
}

/// The diagnostic for a pattern that the service refuses.
pub(super) fn refused(error: &PatternError) -> Diagnostic {
    let text = error.text().into();
    let diagnostic = match error.kind() {
        PatternErrorKind::TooLong
        | PatternErrorKind::TooComplex
        | PatternErrorKind::TooManyAlternatives => Diagnostic::error(error.reason()),
        _ => Diagnostic::error(error.reason()).at(text, error.span()),
    };
    match advice::of_pattern(error) {
        Some(advice) => diagnostic.help(advice),
        None => diagnostic,
    }
}
