//! The tables as text.

use flate2::read::ZlibDecoder;
use std::io::Read;
use std::sync::OnceLock;

/// A table, as a zlib stream until it is asked for.
pub(super) struct Table {
    name: &'static str,
    carried: &'static [u8],
    given: OnceLock<Vec<u8>>,
    text: OnceLock<String>,
}

impl Table {
    const fn new(name: &'static str, carried: &'static [u8]) -> Self {
        Self {
            name,
            carried,
            given: OnceLock::new(),
            text: OnceLock::new(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn packed(&self) -> &[u8] {
        self.given.get().map_or(self.carried, Vec::as_slice)
    }

    /// Whether it was taken: not where there is one, or somebody went without.
    pub(super) fn give(&self, packed: Vec<u8>) -> bool {
        self.carried.is_empty() && self.text.get().is_none() && self.given.set(packed).is_ok()
    }

    /// The lines of the table that say something, with the blanks they begin with.
    pub(super) fn lines(&'static self) -> impl Iterator<Item = &'static str> {
        let said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        self.text().lines().filter(said)
    }

    fn text(&'static self) -> &'static str {
        self.text.get_or_init(|| {
            let mut text = String::new();
            // A test inflates every table, so this fails only where none was given: nothing is known then.
            match ZlibDecoder::new(self.packed()).read_to_string(&mut text) {
                Ok(_) => text,
                Err(_) => String::new(),
            }
        })
    }
}

/// What the build carries of a file of `data/`.
macro_rules! table {
    ($name:literal) => {{
        #[cfg(feature = "tables")]
        let carried = include_bytes!(concat!("../../data/", $name, ".txt.z"));
        #[cfg(not(feature = "tables"))]
        let carried = &[];
        Table::new($name, carried)
    }};
}

/// What this project says of events; it wins over [`EVENTS`].
pub(super) static CATALOGUE: Table = table!("catalogue");
/// Events from the schema registry and the documents.
pub(super) static EVENTS: Table = table!("aws-events");
/// Documented values of fields.
pub(super) static VALUES: Table = table!("enums");
/// The names of CloudTrail's events.
pub(super) static NAMES: Table = table!("aws-api-names");

pub(super) static ALL: [&Table; 4] = [&CATALOGUE, &EVENTS, &VALUES, &NAMES];

#[cfg(all(test, feature = "tables"))]
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
            .map(|t| t.packed().len())
            .iter()
            .sum();
        assert!(all < 250_000, "{all} bytes in the program");
    }
    #[test]
    fn a_table_is_given_once_and_before_it_is_asked_for() {
        static EMPTY: Table = Table::new("empty", &[]);
        let packed = VALUES.packed().to_vec();
        assert!(EMPTY.give(packed.clone()) && !EMPTY.give(packed.clone()));
        assert!(EMPTY.text() == VALUES.text());
        static LATE: Table = Table::new("late", &[]);
        assert_eq!(LATE.lines().count(), 0);
        assert!(!LATE.give(packed.clone()));
        assert!(!VALUES.give(packed), "what the program carries stays");
    }
}
