//! What is shared by all that reads one template: what is given, what it takes in, what it may cost.

use super::error::Problem;
use super::text::{FileId, Place};
use super::{Included, NotRead, Vars};
use crate::input::path::seen_from;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most that the patterns of one template may expand to, all together: values, and text by the
/// sixteen bytes.
const MOST_OF_ALL: usize = 2_000_000;
/// The most files that one template may take in.
const MAX_FILES: usize = 64;

pub(super) struct Context<'c> {
    pub(super) path: &'c Path,
    pub(super) vars: &'c Vars,
    pub(super) files: &'c dyn super::Files,
    left: Cell<usize>,
    /// The defaults that were used, by the names that `--var` takes.
    assumed: RefCell<BTreeMap<String, String>>,
    included: RefCell<Vec<Included>>,
    warnings: RefCell<Vec<Problem>>,
}

impl<'c> Context<'c> {
    pub(super) fn new(path: &'c Path, vars: &'c Vars, files: &'c dyn super::Files) -> Self {
        Self {
            path,
            vars,
            files,
            left: Cell::new(MOST_OF_ALL),
            assumed: RefCell::default(),
            included: RefCell::default(),
            warnings: RefCell::default(),
        }
    }

    /// Takes from what the template may cost.
    pub(super) fn charge(&self, cost: usize) {
        self.left.set(self.left.get().saturating_sub(cost));
    }

    /// Whether nothing of it is left.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// What to say then.
    pub(super) fn spent() -> Problem {
        Problem::new(format!(
            "the patterns of this template expand to more than {MOST_OF_ALL} values: \
             the rest is left out"
        ))
    }

    /// Notes that a default of the template was used.
    pub(super) fn assume(&self, name: &str, value: &str) {
        let mut assumed = self.assumed.borrow_mut();
        if !assumed.contains_key(name) {
            assumed.insert(name.to_owned(), value.to_owned());
        }
    }

    pub(super) fn warn(&self, problem: Problem) {
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&problem) && warnings.len() < MAX_FILES {
            warnings.push(problem);
        }
    }

    /// The file that the template names so at `place`, if it may be read.
    pub(super) fn include(&self, name: &str, place: Place) -> Option<(FileId, Arc<str>)> {
        let directory = self.path.parent().unwrap_or(Path::new(""));
        self.take_in(seen_from(directory, Path::new(name)), Some(place))
    }

    /// A file beside the template, or one that it names.
    pub(super) fn take_in(
        &self,
        path: PathBuf,
        place: Option<Place>,
    ) -> Option<(FileId, Arc<str>)> {
        let known = self.known(&path);
        if known.is_some() {
            return known;
        }
        if self.included.borrow().len() >= MAX_FILES {
            return None;
        }
        match self.files.text(&path) {
            Ok(text) => Some(self.add(path, text.into())),
            Err(NotRead::NotThere) => None,
            Err(NotRead::Outside) => {
                let shown = path.display();
                let problem = Problem::new(format!(
                    "`{shown}` was not read: it lies outside of the project"
                ))
                .help("`--include-root DIR` allows to read files below DIR");
                self.warn(match place {
                    Some(place) => problem.place(place),
                    None => problem,
                });
                None
            }
            Err(NotRead::Unfit(why)) => {
                let problem = Problem::new(format!("`{}` was not read: {why}", path.display()));
                self.warn(match place {
                    Some(place) => problem.place(place),
                    None => problem,
                });
                None
            }
        }
    }

    fn known(&self, path: &Path) -> Option<(FileId, Arc<str>)> {
        let included = self.included.borrow();
        let at = included.iter().position(|file| file.path == path)?;
        let file = included.get(at)?;
        Some((file_id(at), file.text.clone()))
    }

    /// Adds a file whose text is known already.
    pub(super) fn add(&self, path: PathBuf, text: Arc<str>) -> (FileId, Arc<str>) {
        if let Some(known) = self.known(&path) {
            return known;
        }
        let mut included = self.included.borrow_mut();
        included.push(Included {
            path,
            text: text.clone(),
        });
        (file_id(included.len() - 1), text)
    }

    /// What came together.
    pub(super) fn finish(self, out: &mut super::Extraction) {
        out.files.extend(self.included.into_inner());
        out.assumed = self.assumed.into_inner();
        out.warnings.extend(self.warnings.into_inner());
    }
}

/// Included files are numbered from 1: 0 is the template.
fn file_id(at: usize) -> FileId {
    FileId(u32::try_from(at + 1).unwrap_or(u32::MAX))
}
