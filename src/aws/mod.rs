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
