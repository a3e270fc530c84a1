//! Applying the rules.

use super::evidence::Evidence;
use super::policy::Policy;
use super::rules::misplaced_pattern;
use super::{Check, Finding, Out, RULES, Rule, Subject, suppress};
use crate::template::{Extraction, FileId, Found, Settled};
use std::path::Path;

/// Applies every rule to a pattern of a template. Findings come in the order of the text.
///
/// ```
/// use pattern_test::lint::{check, evidence::Evidence};
/// use pattern_test::template::Extraction;
///
/// let text = r#"{"detailType": ["EC2 Instance State-change Notification"], "source": ["aws.ec2"]}"#;
/// let extraction = Extraction::of_pattern("rule.json".as_ref(), text);
/// let findings = check(&extraction.patterns[0], &Evidence::default());
/// assert_eq!(findings[0].code, "envelope-name");
/// assert_eq!(findings[0].help.as_deref(), Some("the field is called `detail-type`"));
/// ```
pub fn check(found: &Found, evidence: &Evidence) -> Vec<Finding> {
    let settled = Settled::new(&found.text, found.language());
    let subject = Subject::new(found, &settled, evidence);
    let mut findings = Vec::new();
    for rule in RULES {
        let mut out = Out {
            rule,
            subject: &subject,
            findings: Vec::new(),
        };
        match (rule.look, settled.pattern()) {
            (Check::Any(look), _) => look(&subject, &mut out),
            (Check::Pattern(look), Some(pattern)) => look(&subject, pattern, &mut out),
            (Check::Condition(look), Some(pattern)) => {
                for condition in subject.live(pattern) {
                    look(&subject, condition, &mut out);
                }
            }
            (Check::Pattern(_) | Check::Condition(_), None) | (Check::Apart, _) => {}
        }
        findings.append(&mut out.findings);
    }
    findings.sort_by_key(|finding| (finding.place.file != FileId::TEMPLATE, finding.place));
    findings
}

/// Applies every rule to all patterns of an extraction, and looks for patterns that nobody reads.
pub fn check_all(extraction: &Extraction, evidence: &Evidence) -> Vec<Finding> {
    together(extraction, of_each(extraction, evidence, &|_, _| None))
}

/// Applies every rule to each pattern of an extraction, but for those of which the findings are `known`.
pub fn of_each(
    extraction: &Extraction,
    evidence: &Evidence,
    known: &dyn Fn(usize, &Found) -> Option<Vec<Finding>>,
) -> Vec<Vec<Finding>> {
    let patterns = extraction.patterns.iter().enumerate();
    let of_one = |(pattern, found): (usize, &Found)| -> Vec<Finding> {
        if !found.is_judged() {
            return Vec::new();
        }
        let findings = known(pattern, found).unwrap_or_else(|| check(found, evidence));
        let findings = findings.into_iter();
        findings
            .map(|finding| Finding { pattern, ..finding })
            .collect()
    };
    patterns.map(of_one).collect()
}

/// What is found of each pattern, with what is found of them together and where nobody reads them.
fn together(extraction: &Extraction, each: Vec<Vec<Finding>>) -> Vec<Finding> {
    each.into_iter()
        .flatten()
        .chain(misplaced(extraction))
        .chain(super::filters::of_places(extraction))
        .collect()
}

/// What there is to say about an extraction after what the template says not to tell and what the
/// project wants to hear. `path` is the file's as the project sees it.
pub fn told(
    extraction: &Extraction,
    evidence: &Evidence,
    policy: &Policy,
    path: &Path,
) -> Vec<Finding> {
    let each = of_each(extraction, evidence, &|_, _| None);
    told_of(extraction, each, policy, path)
}

/// The same, with what was found of each pattern.
pub fn told_of(
    extraction: &Extraction,
    each: Vec<Vec<Finding>>,
    policy: &Policy,
    path: &Path,
) -> Vec<Finding> {
    let told = suppress::apply(together(extraction, each), extraction);
    policy.apply(told, path)
}

/// What stands where the deployment does not read it.
pub fn misplaced(extraction: &Extraction) -> Vec<Finding> {
    let rule = &misplaced_pattern::RULE;
    let found = extraction.misplaced.iter();
    found
        .map(|misplaced| Finding {
            code: rule.code,
            severity: rule.severity,
            message: misplaced.message.clone(),
            help: Some(misplaced.help.clone()),
            place: misplaced.place,
            path: String::new(),
            id: misplaced.id.clone(),
            note: None,
            pattern: 0,
            idea: None,
            fix: None,
        })
        .collect()
}

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
