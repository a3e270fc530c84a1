//! What can be done about a place: the fixes of `check`, suppressions, and what a pattern may be turned
//! into.

use super::analysis::{Kind, Patterns, findings, reread};
use super::edit::{self, Change};
use super::state::{Open, Shared};
use super::{diagnostics, rewrites, suppress};
use crate::json::Span;
use crate::lint::fix::Mender;
use crate::lint::{Finding, Fix, Safety};
use crate::template::{Extraction, FileId};
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, NumberOrString,
    TextEdit,
};

/// The most findings for which actions are looked for at once.
const MOST: usize = 20;

/// What can be done in a range of a document.
pub(super) fn all(
    shared: &Shared,
    open: &Open,
    params: &CodeActionParams,
) -> Vec<CodeActionOrCommand> {
    let wants = |kind: &CodeActionKind| {
        params.context.only.as_ref().is_none_or(|only| {
            only.iter().any(|wanted| {
                let (wanted, kind) = (wanted.as_str(), kind.as_str());
                wanted.is_empty()
                    || kind == wanted
                    || kind
                        .strip_prefix(wanted)
                        .is_some_and(|rest| rest.starts_with('.'))
            })
        })
    };
    let analysis = open.analysis();
    let Kind::Patterns(patterns) = &analysis.kind else {
        return Vec::new();
    };
    let span = open.lines.span(params.range);
    let actor = Actor {
        shared,
        open,
        patterns,
    };
    let mut actions = Vec::new();
    if wants(&CodeActionKind::QUICKFIX) {
        let asked = &params.context.diagnostics;
        actions.extend(actor.quick_fixes(span, asked));
    }
    // It takes a proof for each fix, and is made for whoever asks for it by name.
    if params.context.only.is_some() && wants(&CodeActionKind::SOURCE_FIX_ALL) {
        actions.extend(actor.all_fixes());
    }
    if wants(&CodeActionKind::REFACTOR_REWRITE) && !analysis.is_broken() {
        actions.extend(rewrites::all(&actor, span));
    }
    actions
        .into_iter()
        .map(CodeActionOrCommand::CodeAction)
        .collect()
}

/// What actions are made from.
pub(super) struct Actor<'a> {
    pub(super) shared: &'a Shared,
    pub(super) open: &'a Open,
    pub(super) patterns: &'a Patterns,
}

impl Actor<'_> {
    /// The document's text with other words in it, as it would be read then.
    pub(super) fn read(&self, text: &str) -> Option<Extraction> {
        reread(&self.open.path, text, &self.open.workspace)
    }

    /// What would be wrong with it then.
    pub(super) fn judge(&self, extraction: &Extraction) -> Vec<Finding> {
        findings(extraction, &self.open.workspace, &self.open.path)
    }

    /// An action that changes this document.
    pub(super) fn action(
        &self,
        title: String,
        kind: CodeActionKind,
        edits: Vec<TextEdit>,
    ) -> CodeAction {
        let change = Change {
            uri: self.open.uri.clone(),
            version: Some(self.open.version),
            edits,
            is_new: false,
        };
        CodeAction {
            title,
            kind: Some(kind),
            edit: Some(edit::of(&self.shared.client, vec![change])),
            ..CodeAction::default()
        }
    }

    fn mender<'m>(&'m self, read: &'m dyn Fn(&str) -> Option<Extraction>) -> Mender<'m> {
        Mender {
            read,
            evidence: &self.open.workspace.evidence,
        }
    }

    /// The fixes of what is found in a range, those that say what was meant first, and the ways not to
    /// hear of it.
    fn quick_fixes(&self, span: Span, asked: &[Diagnostic]) -> Vec<CodeAction> {
        let touches = |finding: &&Finding| {
            let place = finding.place;
            place.file == FileId::TEMPLATE
                && place.span.start <= span.end
                && span.start <= place.span.end
        };
        let here = self.patterns.findings.iter().filter(touches).take(MOST);
        let mut here: Vec<Finding> = here.cloned().collect();
        self.mender(&|text| self.read(text))
            .offer(&self.patterns.extraction, &mut here);
        let mut actions = Vec::new();
        let mut fixed: Vec<(&Fix, &Finding)> = here
            .iter()
            .filter_map(|finding| Some((finding.fix.as_ref()?, finding)))
            .collect();
        fixed.sort_by_key(|(fix, _)| fix.safety);
        for (fix, finding) in fixed {
            actions.push(self.of_fix(fix, finding, asked));
        }
        for finding in &here {
            let told = self.told(finding, asked);
            actions.extend(suppress::of(self, finding).map(|action| CodeAction {
                diagnostics: told,
                ..action
            }));
        }
        actions
    }

    fn of_fix(&self, fix: &Fix, finding: &Finding, asked: &[Diagnostic]) -> CodeAction {
        let old = fix.place.span.of(self.open.lines.text());
        let (old, new) = (
            crate::text::brief(old, 40),
            crate::text::brief(&fix.text, 60),
        );
        let is_safe = fix.safety == Safety::Safe;
        let title = match is_safe {
            true => format!("Replace `{old}` with `{new}`"),
            false => format!("Replace `{old}` with `{new}` (a guess)"),
        };
        let edit = edit::replace(&self.open.lines, fix.place.span, fix.text.clone());
        CodeAction {
            diagnostics: self.told(finding, asked),
            is_preferred: (self.shared.client.preferred_actions && is_safe).then_some(true),
            ..self.action(title, CodeActionKind::QUICKFIX, vec![edit])
        }
    }

    /// The diagnostic of a finding: the client's own words for it, where it asked about that.
    fn told(&self, finding: &Finding, asked: &[Diagnostic]) -> Option<Vec<Diagnostic>> {
        let ours = diagnostics::of_finding(self.shared, self.open, self.patterns, finding)?;
        let code = Some(NumberOrString::String(finding.code.to_owned()));
        let theirs = asked
            .iter()
            .find(|other| other.code == code && other.range == ours.range);
        Some(vec![theirs.cloned().unwrap_or(ours)])
    }

    /// Everything at once that can be fixed for certain.
    fn all_fixes(&self) -> Option<CodeAction> {
        let mut all = self.patterns.findings.clone();
        let read = |text: &str| self.read(text);
        let mender = self.mender(&read);
        mender.offer(&self.patterns.extraction, &mut all);
        let judge = |extraction: &Extraction| self.judge(extraction);
        let extraction = &self.patterns.extraction;
        let mended = mender.mended(extraction, &all, Safety::Safe, &judge)?;
        let edit = edit::between(&self.open.lines, &mended.text)?;
        let title = match mended.fixed {
            1 => "Fix 1 problem".to_owned(),
            count => format!("Fix {count} problems"),
        };
        Some(self.action(title, CodeActionKind::SOURCE_FIX_ALL, vec![edit]))
    }
}
