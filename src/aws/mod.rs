//! What is known of AWS: the events its services send, the values their fields take, and the names
//! of its API calls.
//!
//! The tables are in `data/`, with the scripts that make them; the program carries them compressed
//! and inflates one when it is first asked for. None of them is complete, so what is not in a table
//! proves nothing: only a near miss of what is there does.

pub mod events;
pub mod names;
pub mod values;

mod table;

/// The tables that there are, each as its name and a zlib stream of its text.
///
/// A stream is empty where the build does not carry the table, for lack of the feature `tables`, and it
/// was not given.
pub fn tables() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    table::ALL
        .iter()
        .map(|table| (table.name(), table.packed()))
}

/// Gives a table to a build that does not carry it; whether it was taken.
///
/// It is not where there is no table of this name, where there is one already, or where the table was
/// asked for before: what was answered then would not be true any more.
pub fn give(name: &str, packed: Vec<u8>) -> bool {
    let table = table::ALL.iter().find(|table| table.name() == name);
    table.is_some_and(|table| table.give(packed))
}
