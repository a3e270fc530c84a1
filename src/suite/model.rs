//! What a suite consists of.

use crate::dialect::Dialect;
use crate::event::{Event, EventError};
use crate::json::Position;
use crate::matching::Mode;
use crate::pattern::{Pattern, PatternError};
use std::sync::{Arc, OnceLock};

/// A file, or a pattern with its folders of events.
#[derive(Debug, Clone)]
pub struct Suite {
    /// What it is called: its file as it was given, or the pattern's.
    pub name: String,
    /// What it expects, in the order of the file.
    pub cases: Vec<Case>,
}

/// One expectation.
#[derive(Debug, Clone)]
pub struct Case {
    /// What it is called; no two cases of a suite have the same name.
    pub name: String,
    /// What it is there for, in the words of who wrote it.
    pub why: Option<String>,
    /// The file in which it stands.
    pub file: Arc<str>,
    /// Where it stands there; `None` where an event's place in a folder is all there is.
    pub position: Option<Position>,
    /// The pattern.
    pub pattern: Arc<PatternInput>,
    /// The event; `None` where the pattern is expected to be refused.
    pub event: Option<Arc<EventInput>>,
    /// What is expected.
    pub expect: Expect,
    /// What must have satisfied the conditions on these paths.
    pub because: Vec<Because>,
}

/// What is expected of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// The same verdict in both modes, since none was stated.
    Verdict(bool),
    /// Verdicts, in one mode or in both.
    Verdicts {
        /// Whether it is to match when each condition looks at its path on its own.
        flattened: Option<bool>,
        /// Whether it is to match when conditions on an array must hold in the same element.
        strict: Option<bool>,
    },
    /// The pattern is refused.
    Invalid {
        /// With this text: the reason, with or without its place, or the service's whole message.
        error: Option<String>,
    },
}

impl Expect {
    /// The same verdict in all these modes, or in both where none is stated.
    pub fn same(matched: bool, modes: impl Into<Option<Modes>>) -> Self {
        let Some(modes) = modes.into() else {
            return Self::Verdict(matched);
        };
        Self::Verdicts {
            flattened: modes.includes(Mode::Flattened).then_some(matched),
            strict: modes.includes(Mode::Strict).then_some(matched),
        }
    }

    /// The verdicts expected, with their modes.
    pub fn verdicts(&self) -> impl Iterator<Item = (Mode, bool)> {
        let (flattened, strict) = match *self {
            Self::Verdict(matched) => (Some(matched), Some(matched)),
            Self::Verdicts { flattened, strict } => (flattened, strict),
            Self::Invalid { .. } => (None, None),
        };
        [(Mode::Flattened, flattened), (Mode::Strict, strict)]
            .into_iter()
            .filter_map(|(mode, verdict)| Some((mode, verdict?)))
    }
}

/// The modes that a case states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modes {
    /// Each condition looks at its path by itself
    Flattened,
    /// Conditions on an array must hold in the same element
    Strict,
    /// The verdict must be the same in both modes
    Both,
}

impl From<Mode> for Modes {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Flattened => Self::Flattened,
            Mode::Strict => Self::Strict,
        }
    }
}

impl Modes {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Flattened, Self::Strict, Self::Both];

    /// The name in files, flags and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flattened => Mode::Flattened.name(),
            Self::Strict => Mode::Strict.name(),
            Self::Both => "both",
        }
    }

    /// Whether this mode is asked about.
    pub fn includes(self, mode: Mode) -> bool {
        match self {
            Self::Flattened => mode == Mode::Flattened,
            Self::Strict => mode == Mode::Strict,
            Self::Both => true,
        }
    }
}

/// What must have satisfied the condition on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The condition's path, its keys joined with `.`.
    pub path: String,
    /// The JSON Pointer of the value that satisfied it; `None` where it must be the absence of any.
    pub pointer: Option<String>,
}

/// Where a pattern stands that has no file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The file.
    pub file: Arc<str>,
    /// Where it begins there.
    pub position: Option<Position>,
}

/// A pattern as it was given. It is compiled when it is first asked for.
#[derive(Debug)]
pub struct PatternInput {
    /// What to call it: its file, or where it stands.
    pub name: String,
    /// Its file, where it has one; of a template with the id behind a `#`.
    pub file: Option<Arc<str>>,
    /// Where it stands, if not in a file of its own.
    pub home: Option<Home>,
    /// Its text.
    pub text: String,
    /// Where it filters, if what it sees are not events of a bus.
    pub place: Option<Dialect>,
    /// The filters that it stands for, where it is all those of one place: they are judged together.
    pub filters: Vec<Arc<PatternInput>>,
    compiled: OnceLock<Result<Pattern, PatternError>>,
}

impl PatternInput {
    /// A pattern that is not compiled yet.
    pub fn new(name: String, file: Option<Arc<str>>, text: String) -> Self {
        Self {
            name,
            file,
            home: None,
            text,
            place: None,
            filters: Vec::new(),
            compiled: OnceLock::new(),
        }
    }

    /// The filters of one place, which go together as the service combines them. Its text is that of
    /// the first.
    pub fn set(name: String, file: Option<Arc<str>>, filters: Vec<Arc<Self>>) -> Self {
        let first = filters.first();
        Self {
            home: first.and_then(|first| first.home.clone()),
            place: first.and_then(|first| first.place),
            text: first.map(|first| first.text.clone()).unwrap_or_default(),
            filters,
            ..Self::new(name, file, String::new())
        }
    }

    /// The filters that have to be looked at one by one: those of a set, or itself.
    pub fn each(self: &Arc<Self>) -> &[Arc<Self>] {
        match self.filters.is_empty() {
            true => std::slice::from_ref(self),
            false => &self.filters,
        }
    }

    /// Whether both are the same pattern: of the same file, or the same text in none.
    pub fn is(&self, other: &Self) -> bool {
        self.file == other.file && self.text == other.text
    }

    /// The same, with the rules of the place where it filters.
    pub fn at(self, place: Dialect) -> Self {
        let place = Some(place).filter(|place| !place.sees_envelopes());
        Self { place, ..self }
    }

    /// The same, where it stands in another file.
    pub fn inside(self, file: impl Into<Arc<str>>, position: Option<Position>) -> Self {
        let file = file.into();
        let home = Some(Home { file, position });
        Self { home, ..self }
    }

    /// The pattern, compiled once; of a set the first.
    ///
    /// # Errors
    /// The service would refuse it, or some filter of the set.
    pub fn compiled(&self) -> Result<&Pattern, &PatternError> {
        if let Some(error) = self.filters.iter().find_map(|one| one.compiled().err()) {
            return Err(error);
        }
        self.compiled
            .get_or_init(|| {
                let language = self.place.map(Dialect::language).unwrap_or_default();
                Pattern::parse_as(&self.text, language)
            })
            .as_ref()
    }
}

/// An event as it was given. Its text is kept, and read anew whenever it is asked for: a large
/// suite has more events than should be held in memory as leaves.
#[derive(Debug)]
pub struct EventInput {
    /// What to call it: its file, or where it stands.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where its text begins in its file, where it stands there as it is.
    pub start: Option<Position>,
}

impl EventInput {
    /// The event.
    ///
    /// # Errors
    /// The text is no event.
    pub fn read(&self) -> Result<Event<'_>, EventError> {
        Event::parse(self.text.as_str())
    }
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All is as expected.
    Passed,
    /// Something is not; in the order of the expectations.
    Failed(Vec<Failure>),
    /// There is no telling: why.
    Broken(String),
    /// An earlier case failed, and nothing was to be done after that.
    NotRun,
}

/// One thing that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The verdict.
    Verdict {
        /// In this mode; `None` for both.
        mode: Option<Mode>,
        /// What was expected, and is not so.
        expected: bool,
    },
    /// The modes come to different verdicts, and the case does not say which one it means.
    Modes {
        /// What was expected.
        expected: bool,
        /// The mode in which it is so.
        holds_in: Mode,
    },
    /// A verdict was expected, but the service would refuse the pattern.
    Refused {
        /// The reason, in the service's words.
        reason: String,
        /// Where in the pattern.
        position: Position,
    },
    /// The pattern was to be refused and is accepted.
    Accepted,
    /// The pattern is refused with another text.
    ErrorText {
        /// What was expected.
        expected: String,
        /// The reason and the place, in the service's words.
        found: String,
    },
    /// It matches, but not for the reason given.
    Because {
        /// In this mode; `None` for both.
        mode: Option<Mode>,
        /// The reason given.
        expected: Because,
        /// What is so instead.
        found: Satisfied,
    },
}

/// What satisfied the condition on a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Satisfied {
    /// The value at this JSON Pointer.
    By(String),
    /// The absence of any value.
    ByAbsence,
    /// There is no condition on this path in the alternative that holds.
    NoCondition,
}
