//! What is wrong with a document, while it is being written.

use super::address;
use super::analysis::{Analysis, Kind, Patterns, problems};
use super::document::Lines;
use super::state::{Open, Shared};
use crate::config::ConfigError;
use crate::json::{Position, Span};
use crate::lint::{Finding, Severity, page};
use crate::report::verify::{CaseReport, Status, VerifyReport};
use crate::suite::load::LoadError;
use crate::suite::{self, Jobs, Suite};
use crate::template::{FileId, Found, Problem};
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, NumberOrString, PublishDiagnosticsParams, Range, Uri,
};
use serde_json::{Value, json};
use std::sync::atomic::AtomicUsize;

/// Who says so, in every diagnostic.
const SOURCE: &str = "pattern-test";

/// The most cases of a suite that are told of one by one.
const MOST_CASES: usize = 200;

/// The rules whose findings are about something that does nothing.
const UNNECESSARY: [&str; 4] = [
    "pointless-matcher",
    "or-branch-lost",
    "unused-suppression",
    "exists-beside-values",
];

/// Tells the client what is wrong with a document.
pub(super) fn publish(shared: &Shared, uri: &Uri, version: Option<i32>, found: Vec<Diagnostic>) {
    let params = PublishDiagnosticsParams {
        uri: uri.clone(),
        diagnostics: found,
        version,
    };
    shared.notify("textDocument/publishDiagnostics", params);
}

/// The answer to a client that asks.
pub(super) fn pulled(shared: &Shared, open: &Open) -> Value {
    json!({"kind": "full", "items": of(shared, open)})
}

/// What is wrong with a document.
pub(super) fn of(shared: &Shared, open: &Open) -> Vec<Diagnostic> {
    let teller = Teller { shared, open };
    let analysis = open.analysis();
    match &analysis.kind {
        Kind::Patterns(patterns) => teller.patterns(analysis, patterns),
        Kind::Suite(Ok(suite)) => teller.cases(suite),
        Kind::Suite(Err(error)) => vec![teller.unusable(error)],
        Kind::Config(error) => error.iter().map(|e| teller.configuration(e)).collect(),
        Kind::Other => Vec::new(),
    }
}

/// The diagnostic of a finding, as it is told about the document's current text.
pub(super) fn of_finding(
    shared: &Shared,
    open: &Open,
    patterns: &Patterns,
    finding: &Finding,
) -> Option<Diagnostic> {
    Teller { shared, open }.finding(patterns, finding, None)
}

struct Teller<'a> {
    shared: &'a Shared,
    open: &'a Open,
}

impl Teller<'_> {
    fn patterns(&self, analysis: &Analysis, patterns: &Patterns) -> Vec<Diagnostic> {
        let mut all = Vec::new();
        for (problem, is_error) in problems(&patterns.extraction) {
            all.push(self.problem(patterns, problem, is_error));
        }
        let current = patterns.findings.iter();
        all.extend(current.filter_map(|finding| self.finding(patterns, finding, None)));
        for (old, finding, span) in analysis.kept_findings() {
            let kept = self.finding(old, finding, Some(span));
            let is_new = |kept: &Diagnostic| {
                let mut others = all.iter();
                !others.any(|other| other.range == kept.range && other.code == kept.code)
            };
            all.extend(kept.filter(is_new));
        }
        all
    }

    fn at(&self, span: Span) -> Range {
        self.open.lines.range(span)
    }

    /// A diagnostic with what all have.
    fn told(&self, range: Range, severity: DiagnosticSeverity, message: String) -> Diagnostic {
        Diagnostic {
            range,
            severity: Some(severity),
            source: Some(SOURCE.to_owned()),
            message,
            ..Diagnostic::default()
        }
    }

    /// A finding, at its place or at the one where that is now. What is in another file is told where the
    /// pattern begins that it is about.
    fn finding(
        &self,
        patterns: &Patterns,
        finding: &Finding,
        now: Option<Span>,
    ) -> Option<Diagnostic> {
        let found = patterns.extraction.patterns.get(finding.pattern);
        let found = found.filter(|found| found.id == finding.id);
        let is_here = finding.place.file == FileId::TEMPLATE;
        let span = match (now, is_here) {
            (Some(span), _) => span,
            (None, true) => finding.place.span,
            (None, false) => found.map(Found::start)?.span,
        };
        let mut message = finding.message.clone();
        for (name, text) in [("help", &finding.help), ("note", &finding.note)] {
            if let Some(text) = text {
                message += &format!("\n{name}: {text}");
            }
        }
        let severity = match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
            Severity::Note => DiagnosticSeverity::INFORMATION,
        };
        let mut told = self.told(self.at(span), severity, message);
        told.code = Some(NumberOrString::String(finding.code.to_owned()));
        if self.shared.client.links {
            let href = page::url(finding.code).and_then(|url| url.parse().ok());
            told.code_description = href.map(|href| CodeDescription { href });
        }
        if self.shared.client.tags && UNNECESSARY.contains(&finding.code) {
            told.tags = Some(vec![DiagnosticTag::UNNECESSARY]);
        }
        if self.shared.client.related {
            let mut related = Vec::new();
            if !is_here {
                related.extend(self.elsewhere(patterns, finding));
            }
            related.extend(self.fixture(finding));
            if let Some(found) = found.filter(|found| is_here && !found.id.is_empty()) {
                related.extend(self.owner(found, span));
            }
            told.related_information = (!related.is_empty()).then_some(related);
        }
        Some(told)
    }

    /// The place in a file that the template takes in.
    fn elsewhere(
        &self,
        patterns: &Patterns,
        finding: &Finding,
    ) -> Option<DiagnosticRelatedInformation> {
        let file = patterns.extraction.file(finding.place.file)?;
        let lines = Lines::new(file.text.clone(), self.shared.client.encoding);
        Some(DiagnosticRelatedInformation {
            location: Location::new(address::uri(&file.path)?, lines.range(finding.place.span)),
            message: "this is where it is".to_owned(),
        })
    }

    /// The pattern that a finding is about, where that stands some way above.
    fn owner(&self, found: &Found, span: Span) -> Option<DiagnosticRelatedInformation> {
        let start = found.start();
        let lines = &self.open.lines;
        let is_apart = start.file == FileId::TEMPLATE
            && lines.line_of(start.span.start) != lines.line_of(span.start);
        let [one, _] = found.used_by.words();
        is_apart.then(|| DiagnosticRelatedInformation {
            location: Location::new(self.open.uri.clone(), self.at(start.span)),
            message: format!("in the {one} `{}`", found.id),
        })
    }

    /// The event that a finding speaks of.
    fn fixture(&self, finding: &Finding) -> Option<DiagnosticRelatedInformation> {
        let texts = [
            Some(&finding.message),
            finding.help.as_ref(),
            finding.note.as_ref(),
        ];
        let texts = || texts.into_iter().flatten();
        if !texts().any(|text| text.contains('.')) {
            return None;
        }
        let workspace = &self.open.workspace;
        let fixture = workspace
            .fixtures
            .iter()
            .find(|fixture| texts().any(|text| text.contains(&fixture.name)))?;
        Some(DiagnosticRelatedInformation {
            location: Location::new(address::uri(&fixture.path)?, Range::default()),
            message: "this event shows it".to_owned(),
        })
    }

    fn problem(&self, patterns: &Patterns, problem: &Problem, is_error: bool) -> Diagnostic {
        let place = problem.place.filter(|place| place.file == FileId::TEMPLATE);
        let range = place.map_or_else(Range::default, |place| self.at(self.visible(place.span)));
        let severity = match is_error {
            true => DiagnosticSeverity::ERROR,
            false => DiagnosticSeverity::WARNING,
        };
        let mut message = problem.message.clone();
        if let Some(other) = problem.place.filter(|place| place.file != FileId::TEMPLATE)
            && let Some(file) = patterns.extraction.file(other.file)
        {
            let name = self.open.workspace.relative(&file.path).display();
            message = format!("{name}: {message}");
        }
        if let Some(help) = &problem.help {
            message += &format!("\nhelp: {help}");
        }
        self.told(range, severity, message)
    }

    /// A place that can be seen: at least a character, where there is one on the line.
    fn visible(&self, span: Span) -> Span {
        match span.is_empty() {
            true => Span::new(span.start, span.start + 1),
            false => span,
        }
    }

    fn unusable(&self, error: &LoadError) -> Diagnostic {
        let mut message = error.message.clone();
        if let Some(help) = &error.help {
            message += &format!("\nhelp: {help}");
        }
        let span = match error.text {
            Some(_) => self.first_line(error.span),
            None => Span::default(),
        };
        self.told(self.at(span), DiagnosticSeverity::ERROR, message)
    }

    fn configuration(&self, error: &ConfigError) -> Diagnostic {
        let mut message = error.message.clone();
        if let Some(help) = &error.help {
            message += &format!("\nhelp: {help}");
        }
        let span = error.span.unwrap_or_default();
        self.told(
            self.at(self.visible(span)),
            DiagnosticSeverity::ERROR,
            message,
        )
    }

    /// As much of a place as is on its first line.
    fn first_line(&self, span: Span) -> Span {
        let lines = &self.open.lines;
        let line = lines.line_of(span.start);
        let end = lines.start_of(line) + lines.line(line).len();
        self.visible(Span::new(span.start, span.end.min(end.max(span.start))))
    }

    /// The cases that do not come out as expected.
    fn cases(&self, suite: &Suite) -> Vec<Diagnostic> {
        let suites = std::slice::from_ref(suite);
        let result = suite::run(suites, Jobs::default(), &AtomicUsize::new(0));
        let report = VerifyReport::new(suites, result, Vec::new());
        let cases = report.suites.iter().flat_map(|suite| &suite.cases);
        let bad = cases.filter_map(|case| self.case(case));
        bad.take(MOST_CASES).collect()
    }

    fn case(&self, case: &CaseReport) -> Option<Diagnostic> {
        let messages: Vec<String> = match &case.status {
            Status::Passed | Status::NotRun => return None,
            Status::Broken(why) => vec![why.clone()],
            Status::Failed(failures) => failures
                .iter()
                .map(|failure| {
                    let details = failure.details.iter().map(|text| format!("\n{text}"));
                    failure.message.clone() + &details.collect::<String>()
                })
                .collect(),
        };
        let range = self.line_at(case.position.unwrap_or(Position::START));
        let message = format!("{}: {}", case.name, messages.join("\n"));
        Some(self.told(range, DiagnosticSeverity::ERROR, message))
    }

    /// The rest of the line behind a position that counts in characters from 1.
    fn line_at(&self, position: Position) -> Range {
        let lines = &self.open.lines;
        let line = position.line.saturating_sub(1);
        let text = lines.line(line);
        let before = text.chars().take(position.column.saturating_sub(1));
        let start = lines.start_of(line) + before.map(char::len_utf8).sum::<usize>();
        let end = lines.start_of(line) + text.trim_end().len();
        self.at(self.visible(Span::new(start, end.max(start))))
    }
}
