//! Messages on standard input and output.
//!
//! What is not a message is answered with an error and does not end the conversation. Ids and numbers
//! are read from a whole JSON value: a reader that keeps numbers as text, which a build may turn on,
//! would not know them elsewhere.

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;
use std::io::{self, BufRead, Read as _};
use std::sync::mpsc;
use std::thread;

/// The largest message that is read, in bytes: a document of the largest size, escaped.
const LARGEST: usize = 256 << 20;

/// The longest line of a header.
const LONGEST_LINE: u64 = 8 << 10;

/// Runs a server on standard input and output, until its client leaves.
///
/// # Errors
/// Standard input is not what a client sends.
pub(super) fn with(serve: impl FnOnce(Connection) -> bool) -> io::Result<bool> {
    let (server, outside) = Connection::memory();
    let (incoming, outgoing) = (outside.sender.clone(), outside.receiver.clone());
    drop(outside);
    let answers = incoming_errors(&server);
    let (ended, end) = mpsc::channel();
    thread::Builder::new()
        .name("reader".to_owned())
        .spawn(move || {
            let result = take_all(
                &mut io::stdin().lock(),
                &|message| incoming.send(message).is_ok(),
                &answers,
            );
            // Before the server learns that nothing more comes.
            let _ = ended.send(result);
            drop(incoming);
        })?;
    thread::Builder::new()
        .name("writer".to_owned())
        .spawn(move || {
            let mut output = io::stdout().lock();
            // A client that is gone has nothing to be told.
            for message in outgoing {
                if message.write(&mut output).is_err() {
                    break;
                }
            }
        })?;
    let orderly = serve(server);
    // The reader may wait for input that never comes, and is not waited for then. What the writer has not
    // written yet nobody reads who has said that it leaves.
    match end.try_recv() {
        Ok(Err(error)) => Err(error),
        _ => Ok(orderly),
    }
}

/// Takes messages until the client leaves.
fn take_all(
    input: &mut impl BufRead,
    incoming: &impl Fn(Message) -> bool,
    answers: &impl Fn(Message),
) -> io::Result<()> {
    loop {
        match read(input)? {
            None => return Ok(()),
            Some(Err(answer)) => answers(answer),
            Some(Ok(message)) => {
                let is_last = matches!(&message, Message::Notification(n) if n.method == "exit");
                if !incoming(message) || is_last {
                    return Ok(());
                }
            }
        }
    }
}

/// Sends what there is to say about something that is no message.
fn incoming_errors(server: &Connection) -> impl Fn(Message) + Send + use<> {
    let sender = server.sender.clone();
    move |answer| {
        let _ = sender.send(answer);
    }
}

/// A message, or the answer to what is none. Nothing at the end of the input.
fn read(input: &mut impl BufRead) -> io::Result<Option<Result<Message, Message>>> {
    let Some(length) = header(input)? else {
        return Ok(None);
    };
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(message(&body)))
}

/// The length of what follows.
fn header(input: &mut impl BufRead) -> io::Result<Option<usize>> {
    let mut length = None;
    let mut any = false;
    loop {
        let mut line = Vec::new();
        let read = input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return match any {
                true => Err(malformed("the input ends inside of a header".to_owned())),
                false => Ok(None),
            };
        }
        let line = String::from_utf8_lossy(&line);
        if !line.ends_with('\n') {
            return Err(malformed("a line of the header is too long".to_owned()));
        }
        let line = line.trim_end();
        if line.is_empty() {
            // Empty lines between messages are harmless.
            match (any, length) {
                (false, _) => continue,
                (true, Some(length)) => return Ok(Some(length)),
                (true, None) => {
                    return Err(malformed("the header has no Content-Length".to_owned()));
                }
            }
        }
        any = true;
        let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let header = line.split_once(':').filter(|(name, _)| is_name(name));
        let Some((name, value)) = header else {
            return Err(malformed(
                "this is not what a client of a language server sends: expected `Content-Length: …`"
                    .to_owned(),
            ));
        };
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            match value.trim().parse() {
                Ok(value) if value <= LARGEST => length = Some(value),
                _ => return Err(malformed("the message is too long".to_owned())),
            }
        }
    }
}

fn malformed(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn message(body: &[u8]) -> Result<Message, Message> {
    let wrong = |id: Option<RequestId>, code: ErrorCode, text: String| match id {
        Some(id) => Response::new_err(id, code as i32, text).into(),
        // Nobody waits for an answer to what has no id.
        None => Message::Notification(Notification {
            method: "window/logMessage".to_owned(),
            params: serde_json::json!({"type": 1, "message": text}),
        }),
    };
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        wrong(
            None,
            ErrorCode::ParseError,
            format!("this is not JSON: {error}"),
        )
    })?;
    let Value::Object(mut members) = value else {
        let text = "a message is an object".to_owned();
        return Err(wrong(None, ErrorCode::InvalidRequest, text));
    };
    let id = members
        .remove("id")
        .and_then(|id| serde_json::from_value(id).ok());
    let params = members.remove("params").unwrap_or(Value::Null);
    match (id, members.remove("method")) {
        (Some(id), Some(Value::String(method))) => {
            Ok(Message::Request(Request { id, method, params }))
        }
        (None, Some(Value::String(method))) => {
            Ok(Message::Notification(Notification { method, params }))
        }
        (Some(id), None) => Ok(Message::Response(Response {
            id,
            result: members.remove("result"),
            error: None,
        })),
        (id, _) => Err(wrong(
            id,
            ErrorCode::InvalidRequest,
            "a message has a `method`, or the `id` of a request".to_owned(),
        )),
    }
}

/// For the look of it where a person runs this in a terminal.
pub(super) fn is_terminal() -> bool {
    io::IsTerminal::is_terminal(&io::stdin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &str) -> Vec<String> {
        let mut input = input.as_bytes();
        let mut all = Vec::new();
        loop {
            all.push(match read(&mut input) {
                Ok(Some(Ok(Message::Request(request)))) => {
                    format!("{} {}", request.id, request.method)
                }
                Ok(Some(Ok(Message::Notification(told)))) => told.method,
                Ok(Some(Ok(Message::Response(response)))) => format!("answer {}", response.id),
                Ok(Some(Err(Message::Response(answer)))) => answer.error.unwrap().message,
                Ok(Some(Err(Message::Notification(told)))) => {
                    told.params["message"].as_str().unwrap().to_owned()
                }
                Ok(Some(Err(other))) => format!("{other:?}"),
                Ok(None) => return all,
                Err(error) => {
                    all.push(error.to_string());
                    return all;
                }
            });
        }
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_and_what_is_none() {
        let input = [
            framed(r#"{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}"#),
            framed(r#"{"id": "x", "method": "a", "params": {"é": 1}}"#),
            framed("{"),
            framed("[]"),
            framed(r#"{"id": 3}"#),
            "\r\n".to_owned(),
            framed("{}"),
            framed(r#"{"method": "exit"}"#),
        ];
        assert_eq!(
            all(&input.concat()),
            [
                "1 shutdown",
                "\"x\" a",
                "this is not JSON: EOF while parsing an object at line 1 column 1",
                "a message is an object",
                "answer 3",
                "a message has a `method`, or the `id` of a request",
                "exit",
            ]
        );
    }

    #[test]
    fn what_is_no_header() {
        let told = |input: &str| all(input).pop().unwrap();
        assert!(told("{\"id\": 1}\n").starts_with("this is not what a client"));
        assert!(told("Content-Length: 99999999999\r\n\r\n").ends_with("too long"));
        assert!(told("Content-Length: x\r\n\r\n").ends_with("too long"));
        assert!(told("Content-Type: y\r\n\r\n").ends_with("no Content-Length"));
        assert!(told("Content-Length: 3\r\n").ends_with("inside of a header"));
        assert!(told(&"x".repeat(10_000)).ends_with("too long"));
        assert!(told("Content-Length: 9\r\n\r\n{}").contains("fill whole buffer"));
    }
}
