//! `serve`: a local endpoint for the AWS CLI and the SDKs.

use super::exit::Exit;
use super::terminal::Terminal;
use crate::matching::Mode;
use crate::report::diagnostic::Diagnostic;
use crate::serve::Limits;
use crate::serve::server::{Endpoint, Notice, Options};
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Serve TestEventPattern locally, for the AWS CLI and SDKs
///
/// Speaks the AWS JSON 1.1 protocol, so that unmodified clients work against it: give them the
/// printed address as their endpoint URL, any region, and any credentials. Signatures are not
/// checked, nothing is stored, no other operation is answered. `GET /healthz` says whether it runs.
///
/// Browsers find the playground at the same address: a pattern, an event, and live why they match or
/// not. Its verdicts are found in the browser, and nothing of what is typed there is sent.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pattern-test serve
  pattern-test serve --open
  aws events test-event-pattern --endpoint-url http://127.0.0.1:8013 --event-pattern … --event …
  boto3.client(\"events\", endpoint_url=\"http://127.0.0.1:8013\").test_event_pattern(…)

Ends with exit code 0 on SIGTERM or an interrupt; requests being answered may finish.")]
pub(super) struct Args {
    /// The address to listen on; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8013")]
    listen: SocketAddr,

    /// Listen on an address that other machines can reach, too
    ///
    /// Everybody who reaches it can then have patterns and events tested. There is no encryption and
    /// no authentication.
    #[arg(long)]
    allow_remote: bool,

    /// Conditions on an array of objects must hold in the same element, as EventBridge decides today
    /// (the default)
    #[arg(long, conflicts_with = "flattened")]
    strict: bool,

    /// Answer in flattened mode: conditions on an array of objects may hold in different elements
    #[arg(long)]
    flattened: bool,

    /// Open the playground in a browser
    #[arg(long)]
    open: bool,

    /// Tell about every request on standard error
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn run(args: &Args, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let address = args.listen;
    if !address.ip().is_loopback() && !args.allow_remote {
        terminal.tell(
            &Diagnostic::error(format!("`{address}` can be reached from other machines")).help(
                "listen on 127.0.0.1, or add --allow-remote: anybody who reaches the address can \
                 then have patterns and events tested, without encryption or authentication",
            ),
        );
        return Ok(Exit::Trouble);
    }
    let endpoint = match Endpoint::bind(address) {
        Ok(endpoint) => endpoint,
        Err(error) => {
            terminal.tell(
                &Diagnostic::error(format!("cannot listen on {address}: {error}"))
                    .help("name another address with --listen; port 0 takes any free one"),
            );
            return Ok(Exit::Trouble);
        }
    };
    if !address.ip().is_loopback() {
        terminal.tell(
            &Diagnostic::warning(format!("`{address}` can be reached from other machines")).help(
                "anybody who reaches it can have patterns and events tested, without encryption or \
                 authentication",
            ),
        );
    }
    writeln!(terminal.out, "listening on http://{}", endpoint.address())?;
    terminal.out.flush()?;
    if args.open {
        // Connections wait until they are taken, so the browser may come at once.
        open(endpoint.address(), terminal);
    }
    let options = Options {
        mode: if args.flattened {
            Mode::Flattened
        } else {
            Mode::SERVICE
        },
        limits: Limits::default(),
        any_host: args.allow_remote,
    };
    let verbose = args.verbose;
    let teller = Teller::new();
    let tell = teller.clone();
    let finished = endpoint.run(options, move |notice| tell.tell(&notice, verbose))?;
    teller.finish();
    if !finished {
        terminal.tell(&Diagnostic::note(
            "some requests did not finish in time and were cut off",
        ));
    }
    Ok(Exit::Yes)
}

/// Opens a browser, with the program that is there for that; where it cannot be started, people still
/// have the address.
fn open(address: SocketAddr, terminal: &mut Terminal) {
    let url = match address.ip().is_unspecified() {
        true => format!("http://127.0.0.1:{}", address.port()),
        false => format!("http://{address}"),
    };
    let (program, arguments): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(arguments)
        .arg(&url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        let message = format!("cannot open a browser: {program}: {error}");
        terminal.tell(&Diagnostic::warning(message).help(format!("open {url}")));
    }
}

/// How many lines may wait to be written.
const MOST_WAITING: usize = 1024;

/// How long to wait in the end for somebody to read them.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Tells what happens on standard error. A thread writes, so that nobody who asks has to wait for
/// whoever reads that, or does not; lines that find no room are counted.
#[derive(Clone)]
struct Teller {
    lines: SyncSender<String>,
    lost: Arc<AtomicU64>,
    done: Arc<Mutex<Receiver<()>>>,
}

impl Teller {
    fn new() -> Self {
        let (lines, written) = std::sync::mpsc::sync_channel::<String>(MOST_WAITING);
        let (ended, done) = std::sync::mpsc::channel();
        let lost = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&lost);
        std::thread::spawn(move || {
            let mut err = io::stderr();
            while let Ok(line) = written.recv() {
                if line.is_empty() {
                    break;
                }
                // Where standard error is closed nobody can be told.
                let _ = err.write_all(line.as_bytes());
                let lost = counted.swap(0, Ordering::Relaxed);
                if lost > 0 {
                    let _ = writeln!(
                        err,
                        "warning: {lost} lines were not written: nobody read them"
                    );
                }
            }
            let _ = ended.send(());
        });
        Self {
            lines,
            lost,
            done: Arc::new(Mutex::new(done)),
        }
    }

    fn tell(&self, notice: &Notice<'_>, verbose: bool) {
        if let Some(line) = line(notice, verbose)
            && self.lines.try_send(line).is_err()
        {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until all is written, if somebody reads it.
    fn finish(&self) {
        if self.lines.try_send(String::new()).is_ok()
            && let Ok(done) = self.done.lock()
        {
            let _ = done.recv_timeout(LAST_WORDS);
        }
    }
}

/// The line for a notice, where it is told.
fn line(notice: &Notice<'_>, verbose: bool) -> Option<String> {
    Some(match notice {
        Notice::Answered { .. } if !verbose => return None,
        Notice::Answered {
            client,
            status,
            error: None,
        } => format!("{client} {status}\n"),
        Notice::Answered {
            client,
            status,
            error: Some(error),
        } => format!("{client} {status} {error}\n"),
        Notice::NotAccepted(error) => format!("warning: cannot take a connection: {error}\n"),
        Notice::Stopping if !verbose => return None,
        Notice::Stopping => "stopping\n".to_owned(),
    })
}
