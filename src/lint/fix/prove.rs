//! Trying a fix.

use super::{Fix, Mender};
use crate::json::edit;
use crate::lint::idea::Step;
use crate::lint::{Finding, check};
use crate::template::{Extraction, FileId, Found};
use std::collections::BTreeMap;

pub(super) struct Proof<'p> {
    pub(super) before: &'p Extraction,
    pub(super) mender: &'p Mender<'p>,
}

impl Proof<'_> {
    /// The text with these fixes and what is in it, if they do what they are to do and nothing else.
    pub(super) fn of(&self, fixes: &[&Fix]) -> Option<(String, Extraction)> {
        let file = self.before.file(FileId::TEMPLATE)?;
        let edits: Vec<_> = fixes
            .iter()
            .map(|fix| edit::Edit::replace(fix.place.span, &*fix.text))
            .collect();
        let text = edit::apply(&file.text, &edits);
        let after = (self.mender.read)(&text)?;
        self.holds(fixes, &after).then_some((text, after))
    }

    fn holds(&self, fixes: &[&Fix], after: &Extraction) -> bool {
        let before = self.before;
        let same = before.patterns.len() == after.patterns.len()
            && before.open.len() == after.open.len()
            && before.problems.len() == after.problems.len()
            && before.files.len() == after.files.len()
            && before.misplaced.len() == after.misplaced.len()
            && before.warnings.len() == after.warnings.len()
            && before
                .files
                .iter()
                .zip(&after.files)
                .skip(1)
                .all(|(a, b)| a.text == b.text)
            && before
                .open
                .iter()
                .zip(&after.open)
                .all(|(a, b)| a.id == b.id)
            && before
                .problems
                .iter()
                .zip(&after.problems)
                .all(|(a, b)| a.message == b.message);
        same && before.patterns.iter().zip(&after.patterns).enumerate().all(
            |(index, (old, new))| {
                let here: Vec<_> = fixes
                    .iter()
                    .map(|fix| &fix.step)
                    .filter(|step| step.pattern == index)
                    .collect();
                is_edited(old, new, &here) && (here.is_empty() || self.is_better(old, new, &here))
            },
        )
    }

    /// Whether the findings that were meant are gone, and none is new.
    fn is_better(&self, old: &Found, new: &Found, steps: &[&Step]) -> bool {
        let mut left: BTreeMap<_, usize> = BTreeMap::new();
        for finding in check(old, self.mender.evidence) {
            *left.entry(name(&finding)).or_default() += 1;
        }
        for step in steps {
            let key = (step.code, step.path.clone(), step.message.clone());
            match left.get_mut(&key) {
                Some(count) if *count > 0 => *count -= 1,
                _ => return false,
            }
        }
        check(new, self.mender.evidence).iter().all(|finding| {
            let count = left.get_mut(&name(finding));
            count.is_some_and(|count| {
                let there = *count > 0;
                *count = count.saturating_sub(1);
                there
            })
        })
    }
}

fn name(finding: &Finding) -> (&'static str, String, String) {
    (finding.code, finding.path.clone(), finding.message.clone())
}

/// Whether a pattern is what it was but for these changes to its text.
fn is_edited(old: &Found, new: &Found, steps: &[&Step]) -> bool {
    let edits: Vec<_> = steps
        .iter()
        .map(|step| edit::Edit::replace(step.span, &*step.new))
        .collect();
    let expected = edit::apply(old.text.as_str(), &edits);
    let unknowns = |found: &Found| -> Vec<String> {
        let unknowns = found.text.unknowns();
        unknowns.map(|unknown| unknown.name.to_owned()).collect()
    };
    let stringified = |found: &Found| -> Option<String> {
        let text = found.stringified.as_ref()?;
        Some(text.as_str().to_owned())
    };
    old.id == new.id
        && old.used_by == new.used_by
        && old.format == new.format
        && old.form == new.form
        && old.source == new.source
        && old.emits == new.emits
        && old.beside == new.beside
        && (&old.bus, old.targets, &old.texts) == (&new.bus, new.targets, &new.texts)
        && old.shared.len() == new.shared.len()
        && old.ignored.len() == new.ignored.len()
        && old.nulls.len() == new.nulls.len()
        && old.collapsed.len() == new.collapsed.len()
        && new.text.as_str() == expected
        && unknowns(old) == unknowns(new)
        && (!steps.is_empty() || stringified(old) == stringified(new))
}
