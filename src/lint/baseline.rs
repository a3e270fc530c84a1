//! Findings that a project had when it began, and does not want to hear of again.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stays the same about a finding while the lines around it move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The file, with `/` between its parts.
    pub file: String,
    /// Id of the pattern in its template.
    pub id: String,
    /// The rule's code.
    pub code: String,
    /// The path in the pattern.
    pub path: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    file: String,
    id: String,
    code: String,
    path: String,
    count: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    schema: u32,
    findings: Vec<Entry>,
}

/// The findings that are known, each with how often it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(BTreeMap<Known, usize>);

impl Baseline {
    /// Reads the text of a baseline file.
    ///
    /// # Errors
    /// It is no such text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if document.schema != 1 {
            return Err(format!("schema {} is not known here", document.schema));
        }
        let entries = document.findings.into_iter().map(|entry| {
            let Entry {
                file,
                id,
                code,
                path,
                count,
            } = entry;
            (
                Known {
                    file,
                    id,
                    code,
                    path,
                },
                count,
            )
        });
        Ok(Self(entries.collect()))
    }

    /// Counts a finding as known.
    pub fn add(&mut self, known: Known) {
        *self.0.entry(known).or_default() += 1;
    }

    /// Whether a finding is among those that are known and were not asked for yet.
    pub fn take(&mut self, known: &Known) -> bool {
        match self.0.get_mut(known) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many of the findings that are known were not asked for, of those that were looked for.
    pub fn left(&self, looked_for: impl Fn(&Known) -> bool) -> usize {
        let left = self.0.iter().filter(|(known, _)| looked_for(known));
        left.map(|(_, count)| count).sum()
    }

    /// The text of a baseline file.
    ///
    /// # Errors
    /// None in practice: there is nothing in it that JSON cannot hold.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let findings = self.0.iter().map(|(known, count)| Entry {
            file: known.file.clone(),
            id: known.id.clone(),
            code: known.code.clone(),
            path: known.path.clone(),
            count: *count,
        });
        let document = Document {
            schema: 1,
            findings: findings.collect(),
        };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_known_as_often_as_it_was() {
        let known = Known {
            file: "a.json".to_owned(),
            id: String::new(),
            code: "no-source".to_owned(),
            path: String::new(),
        };
        let mut baseline = Baseline::default();
        baseline.add(known.clone());
        baseline.add(known.clone());
        let mut again = Baseline::parse(&baseline.text().unwrap()).unwrap();
        assert_eq!(again, baseline);
        assert!(again.take(&known) && again.take(&known) && !again.take(&known));
        assert!(Baseline::parse("{}").is_err());
    }
}
