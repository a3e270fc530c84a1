//! How many threads work.

use super::terminal::Terminal;
use crate::report::diagnostic::Diagnostic;
use std::num::NonZeroUsize;

/// Threads for each core. More only take memory, and each takes some before it has anything to do.
const MOST_OF_A_CORE: usize = 4;

/// As many as were asked for, or as there are cores; within reason.
pub(super) fn threads(asked: Option<NonZeroUsize>, terminal: &mut Terminal) -> NonZeroUsize {
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let most = cores.saturating_mul(NonZeroUsize::MIN.saturating_add(MOST_OF_A_CORE - 1));
    match asked {
        Some(asked) if asked > most => {
            let message =
                format!("{asked} threads are more than are of use here: {most} are started");
            terminal.tell(&Diagnostic::note(message).help("at most 4 for each core"));
            most
        }
        asked => asked.unwrap_or(cores),
    }
}
