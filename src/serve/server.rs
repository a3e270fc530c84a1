//! The connections: HTTP/1.1 by hyper, on one thread.

use super::Limits;
use super::playground::{self, File};
use super::protocol::{self, Answer, Route};
use super::tester::Tester;
use crate::matching::Mode;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How the endpoint answers.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The mode of the verdicts. The service's own is flattened.
    pub mode: Mode,
    /// What clients may take.
    pub limits: Limits,
    /// Whether requests may be for any host, and not only for this machine.
    pub any_host: bool,
}

/// What is told while the endpoint runs.
#[derive(Debug)]
pub enum Notice<'a> {
    /// A request was answered.
    Answered {
        /// The client's address.
        client: SocketAddr,
        /// The HTTP status.
        status: u16,
        /// The error's name, if it was refused in the protocol's form.
        error: Option<&'a str>,
    },
    /// A connection could not be taken, for lack of something like file descriptors.
    NotAccepted(&'a io::Error),
    /// No more connections are taken; requests being answered may finish.
    Stopping,
}

/// An endpoint that has its address and does not answer yet.
#[derive(Debug)]
pub struct Endpoint {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    address: SocketAddr,
}

impl Endpoint {
    /// Takes the address. Port 0 takes any that is free.
    ///
    /// # Errors
    /// If the address is in use or not ours, or the system gives no sockets.
    pub fn bind(address: SocketAddr) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let address = listener.local_addr()?;
        Ok(Self {
            runtime,
            listener,
            address,
        })
    }

    /// The address taken.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until a signal to stop comes (SIGTERM or an interrupt), then lets those
    /// being answered finish within [`Limits::shutdown_time`]. Returns whether all of them did.
    ///
    /// # Errors
    /// If signals cannot be waited for.
    pub fn run(self, options: Options, notify: impl Fn(Notice<'_>) + 'static) -> io::Result<bool> {
        let Self {
            runtime, listener, ..
        } = self;
        let local = tokio::task::LocalSet::new();
        let finished = local.block_on(&runtime, serve(listener, options, notify));
        // What did not finish is not waited for.
        runtime.shutdown_background();
        finished
    }
}

async fn serve(
    listener: TcpListener,
    options: Options,
    notify: impl Fn(Notice<'_>) + 'static,
) -> io::Result<bool> {
    let shared = Rc::new(Shared {
        limits: options.limits,
        any_host: options.any_host,
        left: Cell::new(options.limits.bodies),
        tester: RefCell::new(Tester::new(options.mode)),
        ids: Ids::default(),
        notify,
    });
    let limits = options.limits;
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head.max(8192))
        .max_headers(limits.headers);
    let graceful = GracefulShutdown::new();
    let free = Arc::new(Semaphore::new(limits.connections));
    let mut stop = std::pin::pin!(signal()?);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &free) => accepted,
        };
        let (stream, client, place) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                (shared.notify)(Notice::NotAccepted(&error));
                // Out of file descriptors, say: trying at once would only burn the processor.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Answers are small and written at once; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let of_connection = Rc::clone(&shared);
        let service = service_fn(move |request| {
            let shared = Rc::clone(&of_connection);
            async move { Ok::<_, Infallible>(shared.respond(client, request).await) }
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::task::spawn_local(async move {
            // A client that went away, or sent what is not HTTP, has been answered as far as it can be.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    (shared.notify)(Notice::Stopping);
    let finished = tokio::time::timeout(limits.shutdown_time, graceful.shutdown()).await;
    Ok(finished.is_ok())
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    free: &Arc<Semaphore>,
) -> io::Result<(
    tokio::net::TcpStream,
    SocketAddr,
    tokio::sync::OwnedSemaphorePermit,
)> {
    let place = Arc::clone(free)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, client) = listener.accept().await?;
    Ok((stream, client, place))
}

/// Waits for a signal to stop.
fn signal() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    {
        Ok(async {
            // Where signals cannot be waited for, nothing stops us but the system.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// What all connections have in common; they take turns on one thread.
struct Shared<N> {
    limits: Limits,
    any_host: bool,
    /// How many bytes of bodies may still arrive.
    left: Cell<usize>,
    tester: RefCell<Tester>,
    ids: Ids,
    notify: N,
}

impl<N: Fn(Notice<'_>)> Shared<N> {
    async fn respond(
        &self,
        client: SocketAddr,
        request: Request<Incoming>,
    ) -> Response<Full<Bytes>> {
        if let Some(file) = page(&request) {
            (self.notify)(Notice::Answered {
                client,
                status: 200,
                error: None,
            });
            return written(file);
        }
        let answer = self.answer(request).await;
        (self.notify)(Notice::Answered {
            client,
            status: answer.status,
            error: answer.error,
        });
        self.write(answer)
    }

    async fn answer(&self, request: Request<Incoming>) -> Answer {
        let host = request.uri().authority().map(|host| host.as_str().into());
        let host = host.or_else(|| {
            let host = request.headers().get(header::HOST)?;
            Some(String::from_utf8_lossy(host.as_bytes()))
        });
        let is_for_us = self.any_host || protocol::is_for_this_machine(host.as_deref());
        let target = request
            .headers()
            .get(protocol::TARGET_HEADER)
            .map(|value| String::from_utf8_lossy(value.as_bytes()));
        let route = protocol::route(
            request.method().as_str(),
            request.uri().path(),
            target.as_deref(),
        );
        match route {
            Route::Answered(answer) => answer,
            Route::TestEventPattern if !is_for_us => protocol::not_for_this_machine(),
            Route::TestEventPattern => match self.body(request.into_body()).await {
                // Nothing is awaited meanwhile, so nobody else has it.
                Ok(body) => protocol::test_event_pattern(&body, &mut self.tester.borrow_mut()),
                Err(answer) => answer,
            },
        }
    }

    async fn body(&self, body: Incoming) -> Result<Vec<u8>, Answer> {
        let arrived = tokio::time::timeout(self.limits.body_time, self.arrive(body));
        arrived.await.unwrap_or_else(|_| {
            Err(Answer::error(
                408,
                "RequestTimeoutException",
                "the request's body took too long",
            ))
        })
    }

    /// The body, once all of it is there. What arrives of all bodies together is limited: clients may
    /// begin as many as there are connections, and end none.
    async fn arrive(&self, mut body: Incoming) -> Result<Vec<u8>, Answer> {
        let most = self.limits.body;
        let too_large = || {
            Answer::error(
                413,
                "RequestEntityTooLargeException",
                &format!("the request is longer than {most} bytes"),
            )
        };
        // What says at once that it is too large is not waited for.
        if body.size_hint().lower() > most as u64 {
            return Err(too_large());
        }
        let mut arrived = Arrived {
            left: &self.left,
            bytes: Vec::new(),
        };
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| {
                Answer::error(
                    400,
                    "SerializationException",
                    &format!("the request ends early or is not HTTP: {error}"),
                )
            })?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if arrived.bytes.len() + data.len() > most {
                return Err(too_large());
            }
            if !arrived.add(&data) {
                return Err(Answer::error(
                    503,
                    "ServiceUnavailableException",
                    "too many requests are on their way at once; try again",
                ));
            }
        }
        Ok(arrived.done())
    }

    fn write(&self, answer: Answer) -> Response<Full<Bytes>> {
        let Answer {
            status,
            media_type,
            error,
            body,
            allow,
        } = answer;
        let mut response = Response::new(Full::new(match body {
            Cow::Borrowed(body) => Bytes::from_static(body.as_bytes()),
            Cow::Owned(body) => Bytes::from(body),
        }));
        *response.status_mut() =
            StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if let Ok(id) = HeaderValue::from_str(&self.ids.next()) {
            headers.insert("x-amzn-requestid", id);
        }
        if let Some(error) = error {
            headers.insert("x-amzn-errortype", HeaderValue::from_static(error));
        }
        if let Some(allow) = allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if matches!(status, 408 | 413 | 503) {
            // The rest of the body is not waited for, so the connection cannot be used again.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// What has arrived of a body; it counts until all of it is there or nobody waits for it any more.
struct Arrived<'a> {
    left: &'a Cell<usize>,
    bytes: Vec<u8>,
}

impl Arrived<'_> {
    /// All of it, which counts no more.
    fn done(mut self) -> Vec<u8> {
        let bytes = std::mem::take(&mut self.bytes);
        self.left.set(self.left.get() + bytes.len());
        bytes
    }

    /// Adds to it; false where there is no room for more.
    fn add(&mut self, data: &[u8]) -> bool {
        let Some(left) = self.left.get().checked_sub(data.len()) else {
            return false;
        };
        self.left.set(left);
        self.bytes.extend_from_slice(data);
        true
    }
}

impl Drop for Arrived<'_> {
    fn drop(&mut self) {
        self.left.set(self.left.get() + self.bytes.len());
    }
}

/// What a browser asks for.
fn page(request: &Request<Incoming>) -> Option<&'static File> {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    asks.then(|| playground::find(request.uri().path()))?
}

fn written(file: &'static File) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(file.content)));
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, file.media_type);
    set(header::CONTENT_SECURITY_POLICY, playground::POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(
        header::CACHE_CONTROL,
        match file.is_immutable {
            true => "public, max-age=31536000, immutable",
            false => "no-cache",
        },
    );
    response
}

/// Request ids in the form that SDKs expect, different in every run.
#[derive(Default)]
struct Ids {
    key: RandomState,
    count: Cell<u64>,
}

impl Ids {
    fn next(&self) -> String {
        let count = self.count.get();
        self.count.set(count.wrapping_add(1));
        let [a, b] = [self.key.hash_one((count, 0)), self.key.hash_one((count, 1))];
        // Version 4, variant 1 of RFC 9562.
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xfff,
            0x8000 | ((b >> 48) & 0x3fff),
            b & 0xffff_ffff_ffff
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_uuids_and_different() {
        let ids = Ids::default();
        let mut seen = HashSet::new();
        for _ in 0..1000 {
            let id = ids.next();
            assert_eq!(id.len(), 36);
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(matches!(id.as_bytes()[19], b'8'..=b'b'), "{id}");
            assert!(seen.insert(id));
        }
    }
}
