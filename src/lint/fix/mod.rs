//! Mending what can be mended without changing anything else.
//!
//! A rule has an [`Idea`]: a change to the pattern's own text. What stands in the file may be spelled
//! otherwise, be shared with something else, or come from elsewhere; so an idea becomes a [`Fix`] only
//! when it has been tried. It is written into the file's text in memory, the text is read again by the
//! reader that read it first, and every pattern is compared: the one that was meant has to have the
//! very text that the idea leads to, every other one the text it had, and of the findings the one that
//! was meant has to be gone, and none to be new. What fails that stays advice.

mod diff;
mod prove;

pub use diff::diff;

use super::evidence::Evidence;
use super::idea::Step;
pub use super::idea::{Fix, Idea, Safety};
use super::{Finding, subject::ENVELOPE};
use crate::json::{Document, NodeKind};
use crate::template::{Extraction, FileId, Format, Found, Place};
use prove::Proof;

/// A file after its fixes.
#[derive(Debug, Clone)]
pub struct Mended {
    /// The text of the file.
    pub text: String,
    /// What is in it.
    pub extraction: Extraction,
    /// What is still wrong with it.
    pub findings: Vec<Finding>,
    /// How many findings were mended.
    pub fixed: usize,
}

/// The most fixes that are tried in one file at a time.
const MOST: usize = 100;

/// How often a text is mended: each mistake that is mended may uncover the next.
const ROUNDS: usize = 16;

/// Tries fixes.
#[derive(Clone, Copy)]
pub struct Mender<'a> {
    /// Reads the file's text as it was read first.
    pub read: &'a dyn Fn(&str) -> Option<Extraction>,
    /// What findings are judged by.
    pub evidence: &'a Evidence,
}

impl std::fmt::Debug for Mender<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mender")
    }
}

impl Mender<'_> {
    /// Tries the idea of each finding, and gives it the fix where that holds.
    pub fn offer(&self, extraction: &Extraction, findings: &mut [Finding]) {
        // What is changed in a file that a tool writes is lost, and until then may be taken for what
        // is deployed.
        if extraction.generated {
            return;
        }
        let ideas = findings.iter_mut().filter(|finding| finding.idea.is_some());
        for finding in ideas.take(MOST) {
            finding.fix = self.fix(extraction, finding);
        }
    }

    fn fix(&self, extraction: &Extraction, finding: &Finding) -> Option<Fix> {
        let idea = finding.idea.as_ref()?;
        let found = extraction.patterns.get(finding.pattern)?;
        if !is_certain(found) {
            return None;
        }
        let span = idea.span;
        let place = found.text.place(span);
        let source = editable(extraction, found, place)?;
        let token = span.of(found.text.as_str());
        if found.text.is_unknown(span) {
            return None;
        }
        // A patch has as many lines as the file.
        if lines(source) != lines(&idea.new) {
            return None;
        }
        spellings(source, token, &idea.new)?
            .into_iter()
            .find_map(|text| {
                let step = Step {
                    pattern: finding.pattern,
                    span,
                    new: idea.new.clone(),
                    code: finding.code,
                    path: finding.path.clone(),
                    message: finding.message.clone(),
                };
                let fix = Fix {
                    safety: idea.safety,
                    place,
                    text,
                    step,
                };
                let proof = Proof {
                    before: extraction,
                    mender: self,
                };
                proof.of(&[&fix]).is_some().then_some(fix)
            })
    }

    /// Mends the text as often as that uncovers something new to mend. `judge` finds what is wrong
    /// with a text that has been mended.
    pub fn mended(
        &self,
        extraction: &Extraction,
        findings: &[Finding],
        most: Safety,
        judge: &dyn Fn(&Extraction) -> Vec<Finding>,
    ) -> Option<Mended> {
        let mut last: Option<Mended> = None;
        for _ in 0..ROUNDS {
            let (before, findings) = match &last {
                Some(last) => (&last.extraction, &*last.findings),
                None => (extraction, findings),
            };
            let mut fixes: Vec<&Fix> = Vec::new();
            for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
                let clear = fixes.iter().all(|other| {
                    let (a, b) = (fix.place.span, other.place.span);
                    a.end < b.start || b.end < a.start
                });
                if clear && fix.safety <= most {
                    fixes.push(fix);
                }
            }
            let proof = Proof {
                before,
                mender: self,
            };
            // Each holds on its own; where they do not hold together the first is taken.
            let first = fixes.first()?;
            let (text, after, count) = match proof.of(&fixes) {
                Some((text, after)) => (text, after, fixes.len()),
                None => {
                    let Some((text, after)) = proof.of(&[*first]) else {
                        return last;
                    };
                    (text, after, 1)
                }
            };
            let mut left = judge(&after);
            self.offer(&after, &mut left);
            let fixed = last.as_ref().map_or(0, |last| last.fixed) + count;
            let more = left
                .iter()
                .any(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safety <= most));
            last = Some(Mended {
                text,
                extraction: after,
                findings: left,
                fixed,
            });
            if !more {
                break;
            }
        }
        last
    }
}

/// Whether a file is a pattern for certain: what stands in a template is, and of what stands alone
/// that which asks for a field of the envelope as no event has it.
fn is_certain(found: &Found) -> bool {
    if found.format != Format::Pattern {
        return true;
    }
    let text = found.text.as_str();
    let mended = super::rules::mended_whole(text);
    let Ok(document) = Document::parse(mended.as_deref().unwrap_or(text)) else {
        return false;
    };
    let mut asks = false;
    for id in document.children(0) {
        let key = document.key(id).unwrap_or_default();
        let meant = match &*key {
            "$or" => continue,
            key if ENVELOPE.contains(&key) => Some(key),
            key => super::rules::meant(key),
        };
        match meant {
            // A list of this is what events have themselves.
            Some("resources" | "detail") => {}
            Some(_) => asks |= document.node(id).kind == NodeKind::Array,
            None => return super::rules::means_or(&key) && asks,
        }
    }
    asks
}

/// The bytes of the template at a place, where they may be changed: in the pattern's own part of the
/// template, and in nothing that something else refers to.
fn editable<'e>(extraction: &'e Extraction, found: &Found, place: Place) -> Option<&'e str> {
    let own = found.own?;
    let inside = place.file == FileId::TEMPLATE
        && own.file == FileId::TEMPLATE
        && own.span.start <= place.span.start
        && place.span.end <= own.span.end;
    let shared = found.shared.iter().any(|shared| {
        let (a, b) = (shared.span, place.span);
        shared.file == place.file && a.start < b.end && b.start < a.end
    });
    let source = place.span.of(&extraction.file(FileId::TEMPLATE)?.text);
    (inside && !shared && !source.is_empty()).then_some(source)
}

/// How many ends of lines a text has.
fn lines(text: &str) -> (usize, usize) {
    let count = |end: u8| memchr::memchr_iter(end, text.as_bytes()).count();
    (count(b'\n'), count(b'\r'))
}

/// How the template may spell `new`, where it spells `token` as `source`. `None` where that is not the
/// token itself.
fn spellings(source: &str, token: &str, new: &str) -> Option<Vec<String>> {
    let inner = |json: &str| -> Option<String> {
        let inner = json.strip_prefix('"')?.strip_suffix('"')?;
        (!inner.contains(['"', '\\'])).then(|| inner.to_owned())
    };
    if source == token {
        return Some(vec![new.to_owned()]);
    }
    let escaped = |json: &str| json.replace('\\', "\\\\").replace('"', "\\\"");
    if source == escaped(token) {
        return Some(vec![escaped(new)]);
    }
    // A word without quotes, or in other ones.
    let word = inner(token)?;
    let single = format!("'{word}'");
    if source != word && source != single {
        return None;
    }
    let mut all = Vec::new();
    match inner(new) {
        Some(new) if source == word => all.push(new),
        Some(new) => all.push(format!("'{new}'")),
        None => all.push(new.replace(token, source)),
    }
    all.push(new.to_owned());
    Some(all)
}

#[cfg(test)]
mod tests;
