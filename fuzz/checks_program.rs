//! What must hold for any text that only the program reads, or writes: as `checks.rs`.
#![allow(dead_code, reason = "each fuzz target uses its own part")]

use pattern_test::explain::Explainer;
use pattern_test::json::{Document, Span};
use pattern_test::lint::evidence::Evidence;
use pattern_test::lint::{self, fix, suppress};
use pattern_test::matching::evaluate;
use pattern_test::report::explain_report::{ExplainFormat, write};
use pattern_test::report::style::Look;
use pattern_test::suite::load::from_text;
use pattern_test::suite::{Jobs, Modes, coverage, groups, run};
use pattern_test::template::{AsDeployed, Files, NotRead, Place, Settled, Vars, extract_with};
use pattern_test::{Event, Mode, Pattern};
use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicUsize;

fn lies_in(span: Span, text: &str) {
    assert!(text.get(span.start..span.end).is_some(), "{span:?}");
}

/// A suite is read or refused, as YAML, as JSON and as lines; a refusal has a place in the text, and
/// what is read can be run and measured.
pub(crate) fn suite(text: &str) {
    // Suites name files. Those of the machine are left alone.
    if ["/*", "/?", "/[", "/{", "/dev", "/proc", "/sys"]
        .iter()
        .any(|place| text.contains(place))
    {
        return;
    }
    for name in ["a.suite.yaml", "a.suite.json", "a.jsonl"] {
        let path = Path::new("no-such-folder").join(name);
        let suite = match from_text(&path, text.to_owned(), Modes::Both) {
            Ok(suite) => suite,
            Err(error) => {
                assert!(!error.message.is_empty());
                if let Some(position) = error.position() {
                    lies_in(error.span, text);
                    assert!(position.line > 0 && position.column > 0);
                }
                continue;
            }
        };
        let names: HashSet<_> = suite.cases.iter().map(|case| &case.name).collect();
        assert_eq!(names.len(), suite.cases.len(), "no name stands twice");
        assert!(!names.is_empty());
        let suites = [suite];
        let result = run(&suites, Jobs::default(), &AtomicUsize::new(0));
        assert_eq!(result.suites[0].cases.len(), suites[0].cases.len());
        let share = coverage::measure(&groups(&suites)).total();
        assert!(share.part <= share.of);
    }
}

/// A pattern and an event, with an empty line between them: the explanation says what was decided,
/// and each way of writing it is whole and harmless.
pub(crate) fn explain(text: &str) {
    let Some((pattern_text, event_text)) = text.split_once("\n\n") else {
        return;
    };
    let (Ok(pattern), Ok(event)) = (Pattern::parse(pattern_text), Event::parse(event_text)) else {
        return;
    };
    let evaluation = evaluate(&pattern, &event);
    for mode in [Mode::Flattened, Mode::Strict] {
        let explainer = Explainer {
            mode,
            ..Explainer::default()
        };
        let explanation = explainer.explain(&pattern, &event);
        assert_eq!(explanation.matched(), evaluation.verdict(mode).matched);
        assert_eq!(explanation.conditions.len(), pattern.conditions().len());
        assert!(!explanation.summary.get(mode).text.is_empty());
        let [flattened, strict] = [&evaluation.flattened, &evaluation.strict];
        let disagree = flattened.matched != strict.matched && !strict.gave_up;
        assert!(!disagree || explanation.disagreement.is_some());
        let written = |format, width| {
            let mut out = Vec::new();
            let look = Look {
                width,
                ..Look::PLAIN
            };
            let explanations = std::slice::from_ref(&explanation);
            write(explanations, &[], format, look, &mut out).expect("memory takes it");
            String::from_utf8(out).expect("reports are text")
        };
        for width in [None, Some(60), Some(20)] {
            let human = written(ExplainFormat::Human, width);
            let control = human.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(control, None, "{human:?}");
        }
        Document::parse(written(ExplainFormat::Json, None)).expect("it is JSON");
        assert!(!written(ExplainFormat::Markdown, None).is_empty());
        assert!(written(ExplainFormat::Html, None).contains("</html>"));
    }
}

/// Files that templates take in. Nothing of this machine is read.
struct Made;

impl Files for Made {
    fn text(&self, path: &Path) -> Result<String, NotRead> {
        let name = path.file_name().and_then(|name| name.to_str());
        match name.unwrap_or_default() {
            "rule.json" => Ok("{\"a\": [1]}".to_owned()),
            "values.yml" => Ok(
                "a: &a [1]\nfunctions: {f: {events: [{eventBridge: {pattern: {source: *a}}}]}}\n"
                    .to_owned(),
            ),
            "other.tf" => Ok("locals {\n  a = [local.b]\n  b = \"x\"\n}\n".to_owned()),
            "out.json" => Err(NotRead::Outside),
            _ => Err(NotRead::NotThere),
        }
    }

    fn beside(&self, directory: &Path) -> Vec<std::path::PathBuf> {
        vec![directory.join("other.tf")]
    }
}

/// A file name, and in the next line the template begins: what is found in it, and what is found
/// wrong with that, has a place in it.
pub(crate) fn template(text: &str) {
    static EVIDENCE: OnceLock<Evidence> = OnceLock::new();
    let Some((name, template)) = text.split_once('\n') else {
        return;
    };
    let Some(extraction) = extract_with(Path::new(name), template, &Vars::new(), &Made) else {
        return;
    };
    let lies_in_file = |place: Place| {
        let file = extraction.file(place.file).expect("there is such a file");
        lies_in(place.span, &file.text);
    };
    for problem in &extraction.problems {
        assert!(!problem.message.is_empty());
        problem.place.into_iter().for_each(lies_in_file);
    }
    let mut findings = Vec::new();
    for found in &extraction.patterns {
        lies_in_file(found.place);
        for reading in [AsDeployed::Typed, AsDeployed::Stringified] {
            let settled = Settled::new(found.deployed(reading));
            for condition in settled
                .pattern()
                .map(Pattern::conditions)
                .unwrap_or_default()
            {
                lies_in_file(settled.text.place(condition.span));
            }
        }
        assert!(
            extraction
                .find(&found.id)
                .iter()
                .any(|other| other.id == found.id)
        );
        findings.extend(lint::check(found, EVIDENCE.get_or_init(Evidence::default)));
    }
    let findings = suppress::apply(findings, &extraction);
    for finding in &findings {
        lies_in_file(finding.place);
        assert!(!finding.message.is_empty());
    }
    fix::mended(template, &findings);
}
