//! Reading files and applying the rules, on all cores.

use crate::cli::templates;
use crate::dialect::Dialect;
use crate::discover::{self, Candidate, Reason, Taken};
use crate::lint::evidence::Evidence;
use crate::lint::fix::{Mended, Mender};
use crate::lint::policy::Policy;
use crate::lint::{self, Finding, Safety};
use crate::report::diagnostic::Diagnostic;
use crate::template::{Extraction, FileId, Files, Vars};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// A file with patterns, and what is wrong with them.
pub(super) struct Examined {
    pub(super) extraction: Extraction,
    pub(super) findings: Vec<Finding>,
    /// The same after what can be mended was, where there was such.
    pub(super) mended: Option<Box<Mended>>,
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
    /// Where patterns filter that stand in files of their own.
    pub(super) place: Option<Dialect>,
    /// What templates may take in.
    pub(super) files: &'a dyn Files,
}

/// A file with patterns, or why it has none.
type Outcome = Result<Result<Examined, Reason>, Diagnostic>;

impl Examiner<'_> {
    /// Examines files on all cores; the results are in their order.
    pub(super) fn examine_all(&self, files: &[Candidate], mend: Option<Safety>) -> Vec<Outcome> {
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

    fn examine(&self, file: &Candidate, mend: Option<Safety>) -> Outcome {
        let taken = discover::take(file, &self.vars, self.files)
            .map_err(|trouble| templates::of_trouble(&trouble))?;
        let extraction = match taken {
            Taken::Patterns(extraction) => self.placed(*extraction),
            Taken::Left(reason) if !file.is_named() => return Ok(Err(reason)),
            Taken::Left(reason) => {
                return Err(templates::left(reason).in_file(file.path.display().to_string()));
            }
        };
        let mut findings = self.findings(&extraction);
        let mender = Mender {
            read: &|text| self.extract(file, text),
            evidence: self.evidence,
        };
        mender.offer(&extraction, &mut findings);
        let mended = mend.and_then(|most| {
            let judge = |extraction: &Extraction| self.findings(extraction);
            mender.mended(&extraction, &findings, most, &judge)
        });
        Ok(Ok(Examined {
            extraction,
            findings,
            mended: mended.map(Box::new),
        }))
    }

    fn extract(&self, file: &Candidate, text: &str) -> Option<Extraction> {
        match discover::take_text(file, text, &self.vars, self.files) {
            Taken::Patterns(extraction) => Some(self.placed(*extraction)),
            Taken::Left(_) => None,
        }
    }

    fn placed(&self, mut extraction: Extraction) -> Extraction {
        if let Some(place) = self.place {
            extraction.taken_for(place);
        }
        extraction
    }

    fn findings(&self, extraction: &Extraction) -> Vec<Finding> {
        let file = extraction.file(FileId::TEMPLATE);
        let path = file.map_or(Path::new(""), |file| &file.path);
        lint::told(extraction, self.evidence, self.policy, path)
    }
}
