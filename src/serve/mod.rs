//! A local endpoint that speaks the AWS JSON 1.1 protocol for `AWSEvents.TestEventPattern`, so that
//! the unmodified AWS CLI and SDKs can be pointed at it.
//!
//! - [`protocol`] answers one request: plain values in, plain values out.
//! - [`tester`] gives the verdicts, and remembers patterns from one request to the next.
//! - [`playground`] has the pages for browsers.
//! - [`server`] takes connections and keeps to the [`Limits`].
//!
//! Signatures are not checked and nothing is stored beyond the process.

mod body;
pub mod playground;
pub mod protocol;
pub mod server;
pub mod tester;

use std::time::Duration;

/// What one client, or all of them together, may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request's body. An event of the service has at most 1 MiB, and each of its
    /// characters may take several in the request. More is answered with status 413.
    pub body: usize,
    /// Bytes of all bodies that have not arrived in full. More is answered with status 503.
    pub bodies: usize,
    /// Bytes of a request's head, at least 8,192. More is answered with status 431.
    pub head: usize,
    /// Header fields of a request. More is answered with status 431.
    pub headers: usize,
    /// Connections at a time. More wait to be accepted.
    pub connections: usize,
    /// How long a client may take over a request's head, which includes being idle between two
    /// requests. Then the connection is closed.
    pub head_time: Duration,
    /// How long a client may take over a request's body; then it is answered with status 408. Also
    /// how long it may take to accept an answer.
    pub body_time: Duration,
    /// How long requests that are being answered may take after the signal to stop.
    pub shutdown_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 8 << 20,
            bodies: 64 << 20,
            head: 16 << 10,
            headers: 64,
            connections: 512,
            head_time: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            shutdown_time: Duration::from_secs(5),
        }
    }
}
