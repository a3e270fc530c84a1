//! A bar on the terminal for what takes longer than a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// When the bar appears, and how often it moves.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);

/// Does the work, which counts up to `total`, and shows on standard error how far it is.
pub(super) fn watched<T>(
    what: &'static str,
    total: usize,
    work: impl FnOnce(&AtomicUsize) -> T,
) -> T {
    let done = AtomicUsize::new(0);
    if !io::stderr().is_terminal() {
        return work(&done);
    }
    std::thread::scope(|scope| {
        let (working, finished) = mpsc::channel();
        let done = &done;
        scope.spawn(move || show(what, total, done, &finished));
        let result = work(done);
        drop(working);
        result
    })
}

/// Runs until the other end of the channel is dropped.
fn show(what: &'static str, total: usize, done: &AtomicUsize, finished: &Receiver<()>) {
    let waits = |time| finished.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
    if !waits(PATIENCE) {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} ({eta} left)") {
        bar.set_style(style);
    }
    bar.set_message(what);
    loop {
        bar.set_position(done.load(Ordering::Relaxed) as u64);
        if !waits(STEP) {
            bar.finish_and_clear();
            return;
        }
    }
}
