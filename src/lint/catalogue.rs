//! What AWS's own events are known to look like.
//!
//! Small on purpose: only what the services document of their events and what decides whether a
//! pattern can be right. `catalogue.txt` is the data: a line with source and detail-type, and below
//! it paths with what stands there.

use super::evidence::{Seen, Shape};
use std::collections::BTreeMap;

/// What a finding calls the catalogue.
pub(super) const CATALOGUE: &str = "the catalogue of AWS events";

const DATA: &str = include_str!("catalogue.txt");

/// The shapes of all events in the catalogue.
pub fn shapes() -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    // Headings that follow each other share what is below the last.
    let mut headings = 0;
    let mut in_heading = false;
    for line in DATA.lines() {
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if let Some((source, detail_type)) = text.split_once(" | ") {
            if !in_heading {
                headings = 0;
            }
            in_heading = true;
            headings += 1;
            shapes.push(Shape {
                source: source.to_owned(),
                detail_type: detail_type.to_owned(),
                paths: envelope(),
                origin: CATALOGUE.to_owned(),
                whole: false,
            });
        } else if let Some((path, kind)) = text.split_once(' ') {
            in_heading = false;
            let from = shapes.len().saturating_sub(headings);
            for shape in shapes.iter_mut().skip(from) {
                shape.paths.insert(path.to_owned(), seen(kind));
            }
        }
    }
    shapes
}

fn envelope() -> BTreeMap<String, Seen> {
    let strings = [
        "version",
        "id",
        "detail-type",
        "source",
        "account",
        "time",
        "region",
    ];
    let mut paths: BTreeMap<_, _> = strings
        .into_iter()
        .map(|name| (name.to_owned(), seen("string")))
        .collect();
    paths.insert("resources".to_owned(), seen("strings"));
    paths.insert("detail".to_owned(), seen("object"));
    paths
}

fn seen(kind: &str) -> Seen {
    let mut seen = Seen::default();
    match kind.trim() {
        "string" => seen.string = true,
        "number" => seen.number = true,
        "boolean" => seen.boolean = true,
        "objects" => seen.objects = true,
        "strings" => (seen.string, seen.list) = (true, true),
        _ => seen.object = true,
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        for line in DATA.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') || line.contains(" | ") {
                continue;
            }
            let (path, kind) = line.split_once(' ').unwrap();
            assert!(path.starts_with("detail."), "{line}");
            let kinds = [
                "string", "number", "boolean", "objects", "strings", "object",
            ];
            assert!(kinds.contains(&kind), "{line}");
        }
        let shapes = shapes();
        assert!(shapes.len() > 40);
        let task = shapes
            .iter()
            .find(|shape| shape.detail_type == "ECS Task State Change")
            .unwrap();
        assert!(task.paths["detail.containers"].objects);
        assert!(task.paths["detail.containers.exitCode"].number);
    }
}
