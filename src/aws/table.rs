//! The tables as text.

use flate2::read::ZlibDecoder;
use std::io::Read;
use std::sync::OnceLock;

/// A table that the program carries.
pub(super) struct Table {
    packed: &'static [u8],
    text: OnceLock<String>,
}

impl Table {
    const fn new(packed: &'static [u8]) -> Self {
        Self {
            packed,
            text: OnceLock::new(),
        }
    }

    /// The lines of the table that say something, with the blanks they begin with.
    pub(super) fn lines(&'static self) -> impl Iterator<Item = &'static str> {
        let said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        self.text().lines().filter(said)
    }

    fn text(&'static self) -> &'static str {
        self.text.get_or_init(|| {
            let mut text = String::new();
            // A test inflates every table, so this does not fail; if it did, nothing would be known.
            match ZlibDecoder::new(self.packed).read_to_string(&mut text) {
                Ok(_) => text,
                Err(_) => String::new(),
            }
        })
    }
}

/// What this project says of events; it wins over [`EVENTS`].
pub(super) static CATALOGUE: Table = Table::new(include_bytes!("../../data/catalogue.txt.z"));
/// Events from the schema registry and the documents.
pub(super) static EVENTS: Table = Table::new(include_bytes!("../../data/aws-events.txt.z"));
/// Documented values of fields.
pub(super) static VALUES: Table = Table::new(include_bytes!("../../data/enums.txt.z"));
/// The names of CloudTrail's events.
pub(super) static NAMES: Table = Table::new(include_bytes!("../../data/aws-api-names.txt.z"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_carries_the_tables_as_they_are() {
        for (table, name, text) in [
            (
                &CATALOGUE,
                "catalogue",
                include_str!("../../data/catalogue.txt"),
            ),
            (
                &EVENTS,
                "aws-events",
                include_str!("../../data/aws-events.txt"),
            ),
            (&VALUES, "enums", include_str!("../../data/enums.txt")),
            (
                &NAMES,
                "aws-api-names",
                include_str!("../../data/aws-api-names.txt"),
            ),
        ] {
            assert!(table.text() == text, "{name}: run data/compress.py");
        }
        let all: usize = [&CATALOGUE, &EVENTS, &VALUES, &NAMES]
            .map(|t| t.packed.len())
            .iter()
            .sum();
        assert!(all < 250_000, "{all} bytes in the program");
    }
}
