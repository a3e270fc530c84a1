//! Reading files and applying the rules, on all cores.

use crate::cli::templates::{self, Listed};
use crate::lint::evidence::Evidence;
use crate::lint::policy::Policy;
use crate::lint::{self, Finding, fix, suppress};
use crate::report::diagnostic::Diagnostic;
use crate::template::{Extraction, FileId, Vars, extract};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How often a text is mended: each mistake that is mended may uncover the next.
const ROUNDS: usize = 16;

/// A file with patterns, and what is wrong with them.
pub(super) struct Examined {
    pub(super) extraction: Extraction,
    pub(super) findings: Vec<Finding>,
    /// The same after what can be mended was, where there was such.
    pub(super) mended: Option<Box<Examined>>,
}

impl Examined {
    /// The text that the findings are about.
    pub(super) fn text(&self) -> &str {
        self.extraction
            .file(FileId::TEMPLATE)
            .map_or("", |file| &file.text)
    }
}

/// What is needed to judge a file.
pub(super) struct Examiner<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) policy: &'a Policy,
    pub(super) vars: Vars,
    /// The files and directories that the configuration names as patterns.
    pub(super) patterns: &'a [PathBuf],
}

type Outcome = Result<Option<Examined>, Diagnostic>;

impl Examiner<'_> {
    /// Examines files on all cores; the results are in their order.
    pub(super) fn examine_all(&self, files: &[Listed], mend: bool) -> Vec<Outcome> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = threads.min(files.len() / 16 + 1);
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Outcome)>> = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(file) = files.get(index) else { break };
                        mine.push((index, self.examine(file, mend)));
                    }
                    let mut all = done.lock().unwrap_or_else(PoisonError::into_inner);
                    all.append(&mut mine);
                });
            }
        });
        let mut all = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        all.sort_by_key(|(index, _)| *index);
        all.into_iter().map(|(_, outcome)| outcome).collect()
    }

    fn examine(&self, file: &Listed, mend: bool) -> Outcome {
        let Some(text) = templates::text_of(file)? else {
            return Ok(None);
        };
        let Some(extraction) = self.extract(file, &text) else {
            return match file.named {
                true => Err(templates::no_pattern().in_file(file.path.display().to_string())),
                false => Ok(None),
            };
        };
        let findings = self.findings(&extraction);
        let mut examined = Examined {
            extraction,
            findings,
            mended: None,
        };
        if mend {
            examined.mended = self.mended(file, &examined).map(Box::new);
        }
        Ok(Some(examined))
    }

    fn extract(&self, file: &Listed, text: &str) -> Option<Extraction> {
        if let Some(extraction) = extract(&file.path, text, &self.vars) {
            return Some(extraction);
        }
        let is_json = file
            .path
            .extension()
            .is_some_and(|extension| extension == "json");
        // A file that was named is a pattern if it is nothing else; one that was met has to stand
        // where patterns stand, and to begin like one.
        let taken = is_json
            && match file.named {
                true => true,
                false => {
                    let text = text.trim_start_matches('\u{feff}').trim_start();
                    self.stands_among_patterns(&file.path) && text.starts_with('{')
                }
            };
        taken.then(|| Extraction::of_pattern(&file.path, text))
    }

    fn stands_among_patterns(&self, path: &Path) -> bool {
        let below = path.parent().is_some_and(|parent| {
            let mut parts = parent.components();
            parts.any(|part| part.as_os_str() == "patterns")
        });
        below || self.patterns.iter().any(|named| path.starts_with(named))
    }

    fn findings(&self, extraction: &Extraction) -> Vec<Finding> {
        let all = extraction
            .patterns
            .iter()
            .flat_map(|found| lint::check(found, self.evidence));
        let told = suppress::apply(all.collect(), extraction);
        match extraction.file(FileId::TEMPLATE) {
            Some(file) => self.policy.apply(told, &file.path),
            None => told,
        }
    }

    /// Mends the text as often as that uncovers something new to mend.
    fn mended(&self, file: &Listed, examined: &Examined) -> Option<Examined> {
        let mut last: Option<Examined> = None;
        for _ in 0..ROUNDS {
            let now = last.as_ref().unwrap_or(examined);
            let Some(text) = fix::mended(now.text(), &now.findings) else {
                break;
            };
            let Some(extraction) = self.extract(file, &text) else {
                break;
            };
            // What is mended has all the patterns it had, and no trouble that it had not.
            if extraction.patterns.len() != now.extraction.patterns.len()
                || extraction.problems.len() > now.extraction.problems.len()
            {
                break;
            }
            last = Some(Examined {
                findings: self.findings(&extraction),
                extraction,
                mended: None,
            });
        }
        last
    }
}
