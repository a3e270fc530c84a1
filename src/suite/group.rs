//! The cases of all suites by the pattern they are about.

use super::model::{Case, Expect, PatternInput, Suite};
use std::collections::HashMap;
use std::sync::Arc;

/// A pattern and the cases that expect a verdict of it, whatever suite they stand in.
#[derive(Debug, Clone)]
pub struct Group<'s> {
    /// The pattern.
    pub pattern: &'s Arc<PatternInput>,
    /// Its cases, in the order of the suites.
    pub cases: Vec<&'s Case>,
}

impl<'s> Group<'s> {
    /// A pattern of which nobody expects anything, if it compiles.
    pub fn without_cases(pattern: &'s Arc<PatternInput>) -> Option<Self> {
        pattern.compiled().ok()?;
        Some(Self {
            pattern,
            cases: Vec::new(),
        })
    }
}

/// The patterns of all suites that compile, in the order in which they are first met. Patterns of
/// the same file are one, and so are those without a file that have the same text. The filters of a
/// set are looked at one by one, each with the cases of the set.
pub fn groups(suites: &[Suite]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<(Option<&str>, &str), usize> = HashMap::new();
    for case in suites.iter().flat_map(|suite| &suite.cases) {
        if matches!(case.expect, Expect::Invalid { .. }) || case.pattern.compiled().is_err() {
            continue;
        }
        for pattern in case.pattern.each() {
            let key = (pattern.file.as_deref(), pattern.text.as_str());
            let index = *known.entry(key).or_insert_with(|| {
                groups.push(Group {
                    pattern,
                    cases: Vec::new(),
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(index) {
                group.cases.push(case);
            }
        }
    }
    groups
}
