//! `serve`: what goes over the connections. The answers themselves are tested beside the protocol,
//! and through the AWS CLI and boto3 in `tests/clients/`.

mod remembered;

use pattern_test::Mode;
use pattern_test::serve::Limits;
use pattern_test::serve::server::{Endpoint, Options};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const EVENT: &str =
    r#"{"id":"1","account":"1","source":"x","time":"","region":"","detail-type":""}"#;

/// A client that gives up where a test would hang.
fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream
}

fn body(pattern: &str) -> String {
    serde_json::json!({"EventPattern": pattern, "Event": EVENT}).to_string()
}

fn post(body: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSEvents.TestEventPattern\r\n\
         Content-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Status, head and body of the next answer.
fn read(reader: &mut BufReader<&TcpStream>) -> (u16, String, String) {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "closed: {head}");
    }
    let head = head.to_ascii_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    (status, head, String::from_utf8(body).unwrap())
}

fn ask(stream: &TcpStream, request: &str) -> (u16, String, String) {
    let mut writer = stream;
    writer.write_all(request.as_bytes()).unwrap();
    read(&mut BufReader::new(stream))
}

/// Whether the other side has closed the connection.
fn is_closed(mut stream: &TcpStream) -> bool {
    let mut rest = Vec::new();
    match stream.read_to_end(&mut rest) {
        Ok(_) => true,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

/// An endpoint in this process, with limits that a test can reach. It runs until the process ends.
fn endpoint(limits: Limits) -> SocketAddr {
    let endpoint = Endpoint::bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let address = endpoint.address();
    std::thread::spawn(move || {
        let mode = Mode::Flattened;
        let options = Options {
            mode,
            limits,
            any_host: false,
        };
        endpoint.run(options, |_| ()).unwrap();
    });
    address
}

struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pattern-test"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .strip_prefix("listening on http://")
            .unwrap()
            .trim_end()
            .parse()
            .unwrap();
        Self { child, address }
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn many_requests_over_one_connection() {
    let server = Server::start(&[]);
    let stream = connect(server.address);
    for _ in 0..50 {
        let (status, head, text) = ask(&stream, &post(&body(r#"{"source":["x"]}"#)));
        assert_eq!((status, text.as_str()), (200, r#"{"Result":true}"#));
        assert!(
            head.contains("content-type: application/x-amz-json-1.1\r\n"),
            "{head}"
        );
        assert!(head.contains("x-amzn-requestid: "), "{head}");
    }
    let (status, head, text) = ask(&stream, &post(&body("[]")));
    assert_eq!(status, 400);
    assert!(
        head.contains("x-amzn-errortype: invalideventpatternexception\r\n"),
        "{head}"
    );
    assert!(
        text.starts_with(r#"{"__type":"InvalidEventPatternException","message":"#),
        "{text}"
    );
}

#[test]
fn health() {
    let server = Server::start(&[]);
    let stream = connect(server.address);
    let (status, _, text) = ask(&stream, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_eq!((status, text.as_str()), (200, "ok\n"));
    let (status, head, _) = ask(
        &stream,
        "DELETE /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    );
    assert_eq!(status, 405);
    assert!(head.contains("allow: get, head\r\n"), "{head}");
    assert_eq!(
        ask(&stream, "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n").0,
        404
    );
}

#[test]
fn a_body_over_the_limit() {
    let limits = Limits {
        body: 1000,
        ..Limits::default()
    };
    let address = endpoint(limits);
    let stream = connect(address);
    let (status, head, text) = ask(&stream, &post(&" ".repeat(1001)));
    assert_eq!(status, 413);
    assert!(head.contains("connection: close\r\n"), "{head}");
    assert!(text.contains("longer than 1000 bytes"), "{text}");
    assert!(is_closed(&stream));

    // What says so is told before anything of it arrives.
    let stream = connect(address);
    let head = post(&" ".repeat(1001));
    let head = head.trim_end_matches(' ');
    assert_eq!(ask(&stream, head).0, 413);

    // Without a length in front.
    let stream = connect(address);
    let chunked = format!(
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSEvents.TestEventPattern\r\n\
         Transfer-Encoding: chunked\r\n\r\n3e9\r\n{}\r\n0\r\n\r\n",
        " ".repeat(1001)
    );
    assert_eq!(ask(&stream, &chunked).0, 413);
}

#[test]
fn a_head_over_the_limit() {
    let address = endpoint(Limits::default());
    let long = format!(
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n",
        "x".repeat(20_000)
    );
    assert_eq!(ask(&connect(address), &long).0, 431);
    let many = format!(
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n{}\r\n",
        "X: x\r\n".repeat(100)
    );
    assert_eq!(ask(&connect(address), &many).0, 431);
}

#[test]
fn what_is_not_http() {
    let address = endpoint(Limits::default());
    let stream = connect(address);
    assert_eq!(ask(&stream, "\u{16}\u{3}\u{1} hello?\r\n\r\n").0, 400);
    assert!(is_closed(&stream));
    // The endpoint goes on.
    assert_eq!(ask(&connect(address), &post(&body("{}"))).0, 400);
}

#[test]
fn slow_clients() {
    let limits = Limits {
        head_time: Duration::from_millis(100),
        body_time: Duration::from_millis(100),
        ..Limits::default()
    };
    let address = endpoint(limits);

    let mut head = connect(address);
    head.write_all(b"POST / HTTP/1.1\r\nHo").unwrap();
    let mut body = connect(address);
    body.write_all(
        b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSEvents.TestEventPattern\r\n\
          Content-Length: 10\r\n\r\n{",
    )
    .unwrap();
    let (status, _, text) = read(&mut BufReader::new(&body));
    assert_eq!(status, 408, "{text}");
    assert!(is_closed(&body));
    assert!(is_closed(&head));

    // One that was answered and then says nothing more.
    let idle = connect(address);
    assert_eq!(
        ask(&idle, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").0,
        200
    );
    assert!(is_closed(&idle));
}

#[test]
fn connections_over_the_limit_wait() {
    let limits = Limits {
        connections: 2,
        ..Limits::default()
    };
    let address = endpoint(limits);
    let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let (first, second) = (connect(address), connect(address));
    assert_eq!(ask(&first, health).0, 200);
    assert_eq!(ask(&second, health).0, 200);

    let third = connect(address);
    let mut writer = &third;
    writer.write_all(health.as_bytes()).unwrap();
    third
        .set_read_timeout(Some(Duration::from_millis(200)))
        .unwrap();
    assert!(
        (&third).read(&mut [0]).is_err(),
        "answered while two others were served"
    );
    first.shutdown(Shutdown::Both).unwrap();
    third
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    assert_eq!(read(&mut BufReader::new(&third)).0, 200);
}

#[test]
fn strict() {
    let server = Server::start(&["--strict"]);
    let event = EVENT.replacen('{', r#"{"a":[{"b":1,"c":1},{"b":2,"c":2}],"#, 1);
    let body = serde_json::json!({
        "EventPattern": r#"{"a":{"b":[1],"c":[2]}}"#,
        "Event": event,
    });
    let (_, _, text) = ask(&connect(server.address), &post(&body.to_string()));
    assert_eq!(text, r#"{"Result":false}"#);
}

#[cfg(unix)]
#[test]
fn signals_end_it_well() {
    for name in ["TERM", "INT"] {
        let mut server = Server::start(&["-v"]);
        // An idle connection does not hold it up; a request that is on its way is answered.
        let idle = connect(server.address);
        assert_eq!(
            ask(&idle, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").0,
            200
        );
        let request = post(&body(r#"{"source":["x"]}"#));
        let (begin, end) = request.split_at(request.len() - 5);
        let mut late = connect(server.address);
        late.write_all(begin.as_bytes()).unwrap();
        // Its place in the queue: what was sent before the signal has been seen when this is answered.
        assert_eq!(
            ask(&idle, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").0,
            200
        );
        server.signal(name);
        assert!(is_closed(&idle));
        late.write_all(end.as_bytes()).unwrap();
        assert_eq!(read(&mut BufReader::new(&late)).2, r#"{"Result":true}"#);
        assert_eq!(server.child.wait().unwrap().code(), Some(0));
        let mut told = String::new();
        server
            .child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        assert!(told.contains("stopping\n"), "{told}");
        assert!(told.ends_with(" 200\n"), "{told}");
        assert!(TcpStream::connect(server.address).is_err());
    }
}

#[test]
fn addresses_that_cannot_be_had() {
    let run = |flags: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_pattern-test"))
            .arg("serve")
            .args(flags)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    insta::assert_snapshot!(run(&["--listen", "0.0.0.0:0"]), @r"
    error: `0.0.0.0:0` can be reached from other machines
      = help: listen on 127.0.0.1, or add --allow-remote: anybody who reaches the address can then have patterns and events tested, without encryption or authentication
    ");
    insta::assert_snapshot!(run(&["--listen", "localhost"]), @r"
    error: invalid value 'localhost' for '--listen <ADDRESS:PORT>': invalid socket address syntax

    For more information, try '--help'.
    ");
    let server = Server::start(&[]);
    let taken = server.address.to_string();
    assert!(run(&["--listen", &taken]).starts_with(&format!("error: cannot listen on {taken}: ")));
}

#[test]
fn bodies_that_do_not_end_take_no_more_than_their_share() {
    let limits = Limits {
        body: 100_000,
        bodies: 150_000,
        ..Limits::default()
    };
    let address = endpoint(limits);
    let request = post(&" ".repeat(100_000));
    let unfinished = request.strip_suffix(' ').unwrap();
    // Two that only lack their last byte are more than there is room for: one is turned away,
    // whichever came later.
    let (sender, told) = std::sync::mpsc::channel();
    let both: Vec<TcpStream> = (0..2).map(|_| connect(address)).collect();
    for (number, stream) in both.iter().enumerate() {
        let stream = stream.try_clone().unwrap();
        let (sender, unfinished) = (sender.clone(), unfinished.to_owned());
        std::thread::spawn(move || sender.send((number, ask(&stream, &unfinished))));
    }
    let (turned_away, (status, head, text)) = told.recv().unwrap();
    assert_eq!(status, 503, "{text}");
    assert!(head.contains("connection: close\r\n"), "{head}");
    // The other goes on, and leaves room behind it.
    (&both[1 - turned_away]).write_all(b" ").unwrap();
    let (_, (status, ..)) = told.recv().unwrap();
    assert_eq!(status, 400);
    let third = connect(address);
    assert_eq!(ask(&third, &request).0, 400);
}

#[test]
fn names_that_somebody_else_may_have_are_not_answered_to() {
    let server = Server::start(&[]);
    let request = post(&body(r#"{"source":["x"]}"#));
    for (host, status) in [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("127.0.0.1:8013", 200),
        ("[::1]:8013", 200),
        ("example.org", 403),
        ("127.0.0.1.example.org:8013", 403),
    ] {
        let stream = connect(server.address);
        let request = request.replacen("localhost", host, 1);
        assert_eq!(ask(&stream, &request).0, status, "{host}");
    }
}

/// A pipe holds 64 KiB or so; more lines than that, and nobody reads them.
#[test]
fn whoever_does_not_read_what_is_told_keeps_nobody_waiting() {
    let server = Server::start(&["-v"]);
    let stream = connect(server.address);
    let request = post(&body(r#"{"source":["x"]}"#));
    for _ in 0..6_000 {
        assert_eq!(ask(&stream, &request).0, 200);
    }
}
