//! A client that says and asks what a test wants, in a project of its own.

use lsp_server::{Connection, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long to wait for what has to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A client with everything that the server can make use of.
pub(super) fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true,
                "tagSupport": {"valueSet": [1, 2]},
                "codeDescriptionSupport": true,
            },
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "completion": {"completionItem": {"snippetSupport": true}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                "isPreferredSupport": true,
            },
        },
        "workspace": {
            "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]},
            "codeLens": {"refreshSupport": true},
            "inlayHint": {"refreshSupport": true},
        },
    })
}

pub(super) struct Client {
    pub(super) root: tempfile::TempDir,
    connection: Connection,
    server: Option<JoinHandle<bool>>,
    /// What came and nobody asked for yet.
    pending: Vec<Message>,
    next: i32,
    pub(super) capabilities: Value,
}

impl Client {
    /// A client that can do everything, in a project with these files.
    pub(super) fn in_project(files: &[(&str, &str)]) -> Self {
        Self::with(&able(), json!(null), files)
    }

    /// A client with these capabilities and options.
    pub(super) fn with(capabilities: &Value, options: Value, files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join(".git")).unwrap();
        for (name, text) in files {
            write(root.path(), name, text);
        }
        let (server, connection) = Connection::memory();
        let server = std::thread::spawn(move || pattern_test::lsp::serve(server));
        let mut client = Self {
            root,
            connection,
            server: Some(server),
            pending: Vec::new(),
            next: 0,
            capabilities: Value::Null,
        };
        let folder = client.uri("");
        let result = client.ask(
            "initialize",
            json!({
                "processId": null,
                "capabilities": capabilities,
                "initializationOptions": options,
                "workspaceFolders": [{"uri": folder.trim_end_matches('/'), "name": "project"}],
            }),
        );
        assert_eq!(result["serverInfo"]["name"], "pattern-test");
        client.capabilities = result["capabilities"].clone();
        client.tell("initialized", json!({}));
        client
    }

    /// The same, when the events and suites of the project have been read.
    pub(super) fn ready(files: &[(&str, &str)]) -> Self {
        let mut client = Self::in_project(files);
        client.wait_for_project();
        client
    }

    pub(super) fn wait_for_project(&mut self) -> String {
        let told = self.wait(|message| match message {
            Message::Notification(told) if told.method == "window/logMessage" => {
                let text = told.params["message"].as_str().unwrap();
                text.contains(" fixtures, ").then(|| text.to_owned())
            }
            _ => None,
        });
        // Taking what was read is the next thing that the server does, and this the one after that.
        self.wait(|message| match message {
            Message::Request(asked) if asked.method == "workspace/codeLens/refresh" => Some(()),
            _ => None,
        });
        told
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    pub(super) fn uri(&self, name: &str) -> String {
        format!("file://{}", self.path(name).display())
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        write(self.root.path(), name, text);
    }

    pub(super) fn tell(&mut self, method: &str, params: Value) {
        let told = Notification {
            method: method.to_owned(),
            params,
        };
        self.connection.sender.send(told.into()).unwrap();
    }

    /// Sends a request and does not wait for the answer.
    pub(super) fn send(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        let request = Request {
            id: id.clone(),
            method: method.to_owned(),
            params,
        };
        self.connection.sender.send(request.into()).unwrap();
        id
    }

    pub(super) fn answer_to(&mut self, id: &RequestId) -> Response {
        self.wait(|message| match message {
            Message::Response(response) if response.id == *id => Some(response.clone()),
            _ => None,
        })
    }

    /// The answer to a request that has to succeed.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.send(method, params);
        let answer = self.answer_to(&id);
        assert!(answer.error.is_none(), "{method}: {:?}", answer.error);
        answer.result.unwrap_or_default()
    }

    /// The error that a request is answered with.
    pub(super) fn refusal(&mut self, method: &str, params: Value) -> (i32, String) {
        let id = self.send(method, params);
        let error = self.answer_to(&id).error.unwrap();
        (error.code, error.message)
    }

    /// A request about a document, with what else it takes.
    pub(super) fn about(&mut self, method: &str, name: &str, mut more: Value) -> Value {
        more["textDocument"] = json!({"uri": self.uri(name)});
        self.ask(method, more)
    }

    /// The first message of which there is something to say.
    pub(super) fn wait<T>(&mut self, mut take: impl FnMut(&Message) -> Option<T>) -> T {
        for at in 0..self.pending.len() {
            if let Some(taken) = take(&self.pending[at]) {
                self.pending.remove(at);
                return taken;
            }
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self.connection.receiver.recv_timeout(left);
            let message = message.unwrap_or_else(|_| panic!("{:#?}", self.pending));
            match take(&message) {
                Some(taken) => return taken,
                None => self.pending.push(message),
            }
        }
    }

    pub(super) fn open(&mut self, name: &str, text: &str) {
        let language = name.rsplit('.').next().unwrap();
        let document = json!({
            "uri": self.uri(name),
            "languageId": language,
            "version": 1,
            "text": text,
        });
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Changes a document: each change is a range and a text.
    pub(super) fn change(&mut self, name: &str, version: i32, changes: &[([u32; 4], &str)]) {
        let changes: Vec<_> = changes
            .iter()
            .map(|(range, text)| json!({"range": self::range(*range), "text": text}))
            .collect();
        let document = json!({"uri": self.uri(name), "version": version});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": changes}),
        );
    }

    /// The diagnostics that are published of this version of a document.
    pub(super) fn published(&mut self, name: &str, version: i32) -> Vec<Value> {
        let uri = self.uri(name);
        self.wait(|message| match message {
            Message::Notification(told)
                if told.method == "textDocument/publishDiagnostics"
                    && told.params["uri"] == uri.as_str()
                    && told.params["version"] == version =>
            {
                told.params["diagnostics"].as_array().cloned()
            }
            _ => None,
        })
    }

    /// A line for each of them: range, severity, code, first line of the message.
    pub(super) fn diagnostics(&mut self, name: &str, version: i32) -> Vec<String> {
        let published = self.published(name, version);
        published.iter().map(line).collect()
    }

    /// Leaves as a client should.
    pub(super) fn leave(mut self) -> bool {
        self.ask("shutdown", json!(null));
        self.tell("exit", json!(null));
        self.server.take().unwrap().join().unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // The server ends with the connection; what it had to say is not waited for.
        let _ = self
            .connection
            .sender
            .send(Message::Notification(Notification {
                method: "exit".to_owned(),
                params: Value::Null,
            }));
    }
}

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub(super) fn range([line, column, end_line, end_column]: [u32; 4]) -> Value {
    json!({
        "start": {"line": line, "character": column},
        "end": {"line": end_line, "character": end_column},
    })
}

/// `2:5-2:9`, as the protocol counts.
pub(super) fn shown(range: &Value) -> String {
    let place = |end: &str| format!("{}:{}", range[end]["line"], range[end]["character"]);
    format!("{}-{}", place("start"), place("end"))
}

pub(super) fn line(diagnostic: &Value) -> String {
    let severity = ["", "error", "warning", "note", "hint"];
    let severity = severity[diagnostic["severity"].as_u64().unwrap() as usize];
    let code = diagnostic["code"].as_str().unwrap_or("-");
    let message = diagnostic["message"].as_str().unwrap();
    let message = message.lines().next().unwrap();
    format!(
        "{} {severity} {code}: {message}",
        shown(&diagnostic["range"])
    )
}

/// A text without the mark `‸` in it, and where that was, in UTF-16 units.
pub(super) fn marked(text: &str) -> (String, Value) {
    let (before, after) = text.split_once('‸').expect("there is a mark");
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().encode_utf16().count();
    let position = json!({"line": line, "character": column});
    (format!("{before}{after}"), position)
}

/// A text with edits applied as an editor does it: they are all about the text as it was.
pub(super) fn edited(text: &str, edits: &[Value]) -> String {
    let offset = |position: &Value| -> usize {
        let line = position["line"].as_u64().unwrap() as usize;
        let column = position["character"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = 0;
        for (at, c) in text[start..].char_indices() {
            if units >= column {
                return start + at;
            }
            units += c.len_utf16();
        }
        text.len()
    };
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let new = edit["newText"].as_str().unwrap();
            (offset(&range["start"]), offset(&range["end"]), new)
        })
        .collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.0));
    let mut text = text.to_owned();
    for (start, end, new) in edits {
        text.replace_range(start..end, new);
    }
    text
}
