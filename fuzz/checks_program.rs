//! What must hold for any text that only the program reads, or writes: as `checks.rs`.
#![allow(dead_code, reason = "each fuzz target uses its own part")]

use pattern_test::explain::Explainer;
use pattern_test::json::{Document, LineIndex, Span};
use pattern_test::lint::evidence::Evidence;
use pattern_test::lint::fix::{Mender, Safety};
use pattern_test::lint::{self, Finding, suppress};
use pattern_test::matching::evaluate;
use pattern_test::report::explain_report::{ExplainFormat, write};
use pattern_test::report::explain_text::Detail;
use pattern_test::report::style::Look;
use pattern_test::suite::load::from_text;
use pattern_test::suite::{Jobs, Modes, coverage, groups, run};
use pattern_test::template::{
    AsDeployed, Extraction, Files, NotRead, Open, Place, Settled, Vars, extract_with,
};
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
        let suite = match from_text(&path, text.to_owned(), Some(Modes::Both)) {
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
            write(explanations, &[], format, Detail::Full, look, &mut out)
                .expect("memory takes it");
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
pub(crate) struct Made;

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
            let settled = Settled::new(found.deployed(reading), found.language());
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
    for most in [Safety::Safe, Safety::Unsafe] {
        let read = |text: &str| extract_with(Path::new(name), text, &Vars::new(), &Made);
        fixes(template, most, &read);
    }
}

/// Fixes change nothing but what they are for: whatever is not a pattern with a finding is as it was,
/// the findings become fewer and none is new, and once fixed there is nothing left to fix. How often
/// something was fixed.
pub(crate) fn fixes(text: &str, most: Safety, read: &dyn Fn(&str) -> Option<Extraction>) -> usize {
    static EVIDENCE: OnceLock<Evidence> = OnceLock::new();
    let evidence = EVIDENCE.get_or_init(Evidence::default);
    let judge = |extraction: &Extraction| lint::check_all(extraction, evidence);
    let mender = Mender { read, evidence };
    let Some(before) = read(text) else { return 0 };
    let mut findings = judge(&before);
    mender.offer(&before, &mut findings);
    for finding in &findings {
        let Some(fix) = &finding.fix else { continue };
        let old = fix.place.span.of(text);
        assert!(
            !old.is_empty() && !old.contains('\n') && !fix.text.contains('\n'),
            "{fix:?}"
        );
    }
    let Some(mended) = mender.mended(&before, &findings, most, &judge) else {
        return 0;
    };
    assert_ne!(mended.text, text);
    let after = read(&mended.text).expect("what was mended can still be read");
    assert_eq!(after.patterns.len(), before.patterns.len(), "{text}");
    assert_eq!(
        after.open,
        before
            .open
            .iter()
            .zip(&after.open)
            .map(|(old, new)| Open {
                place: new.place,
                ..old.clone()
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(after.problems.len(), before.problems.len());
    // Only lines of patterns with something to mend have changed.
    let lines: Vec<(&str, &str)> = text.split('\n').zip(mended.text.split('\n')).collect();
    assert_eq!(text.split('\n').count(), mended.text.split('\n').count());
    let index = LineIndex::new(text);
    let line = |offset: usize| index.position(offset).line;
    for (number, (old, new)) in (1..).zip(lines) {
        let belongs = findings
            .iter()
            .filter(|finding| finding.idea.is_some())
            .any(|finding| {
                let own = before.patterns[finding.pattern].own;
                own.is_some_and(|own| {
                    line(own.span.start) <= number && number <= line(own.span.end)
                })
            });
        assert!(
            old == new || belongs,
            "line {number} of {text}\nbecame {new}"
        );
    }
    for (number, (old, new)) in before.patterns.iter().zip(&after.patterns).enumerate() {
        let of = |findings: &[Finding]| -> Vec<(&'static str, String, String)> {
            let here = findings.iter().filter(|finding| finding.pattern == number);
            here.map(|finding| (finding.code, finding.path.clone(), finding.message.clone()))
                .collect()
        };
        let had_idea = findings
            .iter()
            .any(|finding| finding.pattern == number && finding.idea.is_some());
        assert!(had_idea || old.text.as_str() == new.text.as_str(), "{text}");
        let mut left = of(&findings);
        for finding in of(&judge(&after)) {
            let at = left.iter().position(|known| *known == finding);
            let at = at.unwrap_or_else(|| panic!("{finding:?} is new in {}", mended.text));
            left.swap_remove(at);
        }
    }
    // What is JSON is compared by a reader that has nothing to do with the fixes.
    if let (Ok(old), Ok(new)) = (
        serde_json::from_str::<serde_json::Value>(text),
        serde_json::from_str::<serde_json::Value>(&mended.text),
    ) && before.patterns.iter().all(|found| !found.id.is_empty())
    {
        assert_eq!(without_patterns(old), without_patterns(new), "{text}");
    }
    let mut again = judge(&after);
    mender.offer(&after, &mut again);
    let rest = mender.mended(&after, &again, most, &judge);
    assert!(
        rest.is_none() || mended.fixed >= 16,
        "{} becomes {rest:?}",
        mended.text
    );
    mended.fixed
}

/// A template without what its rules match.
fn without_patterns(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(members) => {
            let patterns = ["EventPattern", "Pattern", "event_pattern", "pattern"];
            let members = members.into_iter().map(|(key, value)| {
                let value = match patterns.contains(&&*key) {
                    true => Value::Null,
                    false => without_patterns(value),
                };
                (key, value)
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items.into_iter().map(without_patterns).collect(),
        other => other,
    }
}
