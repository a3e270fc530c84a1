//! The values that fields of AWS's events are documented to take.

use super::table::VALUES;
use std::sync::OnceLock;

/// How much a list of values says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The document lists all of them.
    Closed,
    /// These are known; there may be others.
    Open,
    /// Numbers from the first value to the second, both included.
    Range,
}

/// The documented values of one field.
#[derive(Debug, Clone)]
pub struct Values {
    source: &'static str,
    detail_type: &'static str,
    path: &'static str,
    /// How much the list says.
    pub extent: Extent,
    /// The values as text, in the order of the document.
    pub values: Vec<&'static str>,
    /// The document that says so.
    pub origin: &'static str,
}

/// The documented values of a field of an event; `path` has its keys joined with `.`.
pub fn of(source: &str, detail_type: &str, path: &str) -> Option<&'static Values> {
    all().iter().find(|row| {
        row.path == path
            && (row.source == "*" || row.source == source)
            && (row.detail_type == "*" || row.detail_type == detail_type)
    })
}

/// Whether the samples in the documents always have an empty `resources`.
pub fn resources_are_empty(source: &str, detail_type: &str) -> bool {
    of(source, detail_type, "resources").is_some_and(|row| row.values == [EMPTY])
}

/// Stands for a list without a value.
const EMPTY: &str = "(empty)";

fn all() -> &'static [Values] {
    static ALL: OnceLock<Vec<Values>> = OnceLock::new();
    ALL.get_or_init(|| VALUES.lines().filter_map(row).collect())
}

fn row(line: &'static str) -> Option<Values> {
    let mut cells = line.split(" | ");
    Some(Values {
        source: cells.next()?,
        detail_type: cells.next()?,
        path: cells.next()?,
        extent: match cells.next()? {
            "closed" => Extent::Closed,
            "range" => Extent::Range,
            _ => Extent::Open,
        },
        values: cells.next()?.split(", ").collect(),
        origin: cells.next()?.trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        assert_eq!(all().len(), VALUES.lines().count());
        for (row, line) in all().iter().zip(VALUES.lines()) {
            let cells: Vec<_> = line.split(" | ").collect();
            assert_eq!(cells.len(), 6, "{line}");
            assert!(["closed", "open", "range"].contains(&cells[3]), "{line}");
            assert!(row.values.iter().all(|value| !value.is_empty()), "{line}");
            if row.extent == Extent::Range {
                assert!(
                    matches!(row.values[..], [low, high] if low.parse::<f64>().unwrap() < high.parse::<f64>().unwrap())
                );
            }
        }
    }

    #[test]
    fn the_row_of_a_field() {
        let state = of(
            "aws.ec2",
            "EC2 Instance State-change Notification",
            "detail.state",
        )
        .unwrap();
        assert_eq!(state.extent, Extent::Closed);
        assert!(state.values.contains(&"stopped"));
        assert!(of("aws.ec2", "another", "detail.state").is_none());
        let label = of(
            "aws.securityhub",
            "Security Hub Findings - Imported",
            "detail.findings.Severity.Label",
        );
        assert!(
            label.unwrap().values.contains(&"CRITICAL"),
            "for every detail-type"
        );
        let call = of("aws.iam", "AWS API Call via CloudTrail", "detail.eventType").unwrap();
        assert_eq!(call.values, ["AwsApiCall"], "from every source");
    }

    #[test]
    fn events_without_resources() {
        assert!(resources_are_empty("aws.s3", "AWS API Call via CloudTrail"));
        assert!(resources_are_empty("aws.emr", "EMR Step Status Change"));
        assert!(!resources_are_empty("aws.ecs", "ECS Task State Change"));
    }
}
