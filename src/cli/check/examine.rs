//! Reading files and applying the rules, on all cores.

use crate::cli::templates;
use crate::discover::{self, Candidate, Reason, Taken};
use crate::lint::evidence::Evidence;
use crate::lint::policy::Policy;
use crate::lint::{self, Finding, fix, suppress};
use crate::report::diagnostic::Diagnostic;
use crate::template::{Extraction, FileId, Files, Vars};
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
    /// What templates may take in.
    pub(super) files: &'a dyn Files,
}

/// A file with patterns, or why it has none.
type Outcome = Result<Result<Examined, Reason>, Diagnostic>;

impl Examiner<'_> {
    /// Examines files on all cores; the results are in their order.
    pub(super) fn examine_all(&self, files: &[Candidate], mend: bool) -> Vec<Outcome> {
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

    fn examine(&self, file: &Candidate, mend: bool) -> Outcome {
        let taken = discover::take(file, &self.vars, self.files)
            .map_err(|trouble| templates::of_trouble(&trouble))?;
        let extraction = match taken {
            Taken::Patterns(extraction) => *extraction,
            Taken::Left(reason) if !file.is_named() => return Ok(Err(reason)),
            Taken::Left(reason) => {
                let diagnostic = match reason {
                    Reason::Event => templates::an_event(),
                    _ => templates::no_pattern(),
                };
                return Err(diagnostic.in_file(file.path.display().to_string()));
            }
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
        Ok(Ok(examined))
    }

    fn extract(&self, file: &Candidate, text: &str) -> Option<Extraction> {
        match discover::take_text(file, text, &self.vars, self.files) {
            Taken::Patterns(extraction) => Some(*extraction),
            Taken::Left(_) => None,
        }
    }

    fn findings(&self, extraction: &Extraction) -> Vec<Finding> {
        let all = extraction
            .patterns
            .iter()
            .filter(|found| found.used_by.is_judged())
            .flat_map(|found| lint::check(found, self.evidence))
            .chain(lint::misplaced(extraction));
        let told = suppress::apply(all.collect(), extraction);
        match extraction.file(FileId::TEMPLATE) {
            Some(file) => self.policy.apply(told, &file.path),
            None => told,
        }
    }

    /// Mends the text as often as that uncovers something new to mend.
    fn mended(&self, file: &Candidate, examined: &Examined) -> Option<Examined> {
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
