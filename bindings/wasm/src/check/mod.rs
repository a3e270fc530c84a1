//! What needs more than a pattern and an event: findings, templates, comparisons, generated events.

pub mod compare;
pub mod findings;
pub mod generate;
pub mod patterns;
pub mod text;

use crate::problem;
use pattern_test::discover::{self, Candidate, Reason, Taken};
use pattern_test::json::LineIndex;
use pattern_test::template::{self, Extraction, OnDisk, Place, Vars};
use serde::Serialize;
use std::collections::HashMap;

/// What was found in a text; nothing where it is no text with patterns.
pub(crate) fn extract(name: &str, text: &str, vars: &Vars) -> Result<Extraction, Reason> {
    let candidate = Candidate::given(name, text);
    // There is no file system here, so that nothing can be taken in.
    let files = OnDisk::default();
    match discover::take_text(&candidate, text, vars, &files) {
        Taken::Patterns(extraction) => Ok(*extraction),
        Taken::Left(reason) => Err(reason),
    }
}

fn taken(name: &str, text: &str, vars: &Vars) -> Result<Extraction, String> {
    extract(name, text, vars).map_err(|reason| {
        problem::of_input(match reason {
            Reason::Event => format!("{name}: this is an event, not a pattern"),
            _ => format!("{name}: no event pattern in it"),
        })
    })
}

fn vars_of(json: &str) -> Result<Vars, String> {
    serde_json::from_str(json).map_err(problem::internal)
}

/// Something in a text that is wrong besides its patterns.
#[derive(Serialize)]
struct Told<'e> {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'e str,
    help: Option<&'e str>,
}

fn told<'e>(problems: &'e [template::Problem], places: &mut Places<'e>) -> Vec<Told<'e>> {
    let tell = |problem: &'e template::Problem| {
        let at = problem.place.and_then(|place| places.at(place));
        Told {
            file: at.as_ref().map(|at| at.file.clone()),
            line: at.as_ref().map(|at| at.line),
            column: at.as_ref().map(|at| at.column),
            message: &problem.message,
            help: problem.help.as_deref(),
        }
    };
    problems.iter().map(tell).collect()
}

/// Lines and columns of places in the files of an extraction.
struct Places<'e> {
    extraction: &'e Extraction,
    lines: HashMap<usize, LineIndex<'e>>,
}

/// A place as people read it.
struct At {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl<'e> Places<'e> {
    fn new(extraction: &'e Extraction) -> Self {
        Self {
            extraction,
            lines: HashMap::new(),
        }
    }

    fn at(&mut self, place: Place) -> Option<At> {
        let file = self.extraction.file(place.file)?;
        let lines = self
            .lines
            .entry(place.file.index())
            .or_insert_with(|| LineIndex::new(&file.text));
        let (start, end) = (
            lines.position(place.span.start),
            lines.position(place.span.end),
        );
        Some(At {
            file: file.path.display().to_string(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        })
    }
}
