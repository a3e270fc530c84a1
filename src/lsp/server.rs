//! The conversation with a client.
//!
//! Notifications are taken in at once; requests are answered by two threads, each on the documents that
//! there were when it came. A third thread finds what is wrong with documents that change, the newest
//! version only, and a fourth reads projects.

use super::client::{Client, Options, folders};
use super::state::{Open, Shared, locked};
use super::workspace::Workspace;
use super::{address, capabilities, commands, diagnostics, requests};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    InitializeParams, Uri,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How many threads answer requests.
const THREADS: usize = 2;

/// How long a document has to be left alone before it is looked at.
const TYPING: Duration = Duration::from_millis(15);

/// How long files have to be left alone before a project is read again.
const WRITING: Duration = Duration::from_millis(150);

/// What the client waits for, with what says whether it still does.
type Waiting = Arc<Mutex<HashMap<RequestId, Arc<AtomicBool>>>>;

/// A request, with the document that it is about as it was then.
struct Job {
    request: Request,
    open: Option<Arc<Open>>,
    cancelled: Arc<AtomicBool>,
}

/// Serves a client until it leaves; whether it left as it should, having said that it would.
pub fn serve(connection: Connection) -> bool {
    let Ok((id, params)) = connection.initialize_start() else {
        return false;
    };
    let words = params.get("capabilities").cloned().unwrap_or_default();
    let params: InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => {
            let code = ErrorCode::InvalidParams as i32;
            let answer = Response::new_err(id, code, error.to_string());
            let _ = connection.sender.send(answer.into());
            return false;
        }
    };
    let options = params.initialization_options.clone();
    let options: Options = options
        .and_then(|options| serde_json::from_value(options).ok())
        .unwrap_or_default();
    let client = Client::new(&params.capabilities, &words);
    let result = json!({
        "capabilities": capabilities::of(&client),
        "serverInfo": {"name": "pattern-test", "version": env!("CARGO_PKG_VERSION")},
    });
    if connection.initialize_finish(id, result).is_err() {
        return false;
    }
    let roots: Vec<_> = folders(&params).iter().filter_map(address::path).collect();
    let shared = Shared::new(connection, client, options.fixtures, roots);
    Server::start(Arc::new(shared)).converse()
}

struct Server {
    shared: Arc<Shared>,
    jobs: Sender<Job>,
    changed: Sender<String>,
    stale: Sender<PathBuf>,
    waiting: Waiting,
}

impl Server {
    /// Starts the threads. They end with this, each when it is done with what it is at: a client that
    /// leaves is not kept waiting for that.
    fn start(shared: Arc<Shared>) -> Self {
        let (jobs, jobs_taken) = channel();
        let (changed, changed_taken) = channel();
        let (stale, stale_taken) = channel();
        let waiting = Waiting::default();
        let jobs_taken = Arc::new(Mutex::new(jobs_taken));
        for _ in 0..THREADS {
            let (shared, taken) = (Arc::clone(&shared), Arc::clone(&jobs_taken));
            let waiting = Arc::clone(&waiting);
            thread::spawn(move || answer_all(&shared, &taken, &waiting));
        }
        let of_diagnoses = Arc::clone(&shared);
        thread::spawn(move || diagnose_all(&of_diagnoses, &changed_taken));
        let (of_projects, look_again) = (Arc::clone(&shared), changed.clone());
        thread::spawn(move || read_projects(&of_projects, &stale_taken, &look_again));
        Self {
            shared,
            jobs,
            changed,
            stale,
            waiting,
        }
    }

    /// Takes messages until the client leaves.
    fn converse(self) -> bool {
        if self.shared.client.watches {
            self.shared
                .ask("client/registerCapability", capabilities::watched());
        }
        for root in self.shared.roots() {
            self.read_project(root);
        }
        let mut is_leaving = false;
        while let Some(message) = self.shared.next() {
            match message {
                Message::Request(request) if request.method == "shutdown" => {
                    is_leaving = true;
                    self.shared.send(Response::new_ok(request.id, Value::Null));
                }
                Message::Request(request) if is_leaving => {
                    let text = "the server is shutting down".to_owned();
                    let code = ErrorCode::InvalidRequest as i32;
                    self.shared.send(Response::new_err(request.id, code, text));
                }
                Message::Request(request) => self.request(request),
                Message::Notification(told) if told.method == "exit" => return is_leaving,
                Message::Notification(told) => self.told(told),
                // What the server asks for has no answer that says anything.
                Message::Response(_) => {}
            }
        }
        is_leaving
    }

    fn request(&self, request: Request) {
        let uri = ["/textDocument/uri", "/arguments/0/uri", "/data/uri"]
            .iter()
            .find_map(|pointer| request.params.pointer(pointer))
            .and_then(|uri| uri.as_str()?.parse::<Uri>().ok());
        let open = uri.and_then(|uri| self.shared.open(&uri));
        let cancelled = Arc::new(AtomicBool::new(false));
        locked(&self.waiting).insert(request.id.clone(), Arc::clone(&cancelled));
        let _ = self.jobs.send(Job {
            request,
            open,
            cancelled,
        });
    }

    fn told(&self, told: Notification) {
        match told.method.as_str() {
            "$/cancelRequest" => {
                let id = told.params.get("id").cloned().unwrap_or_default();
                if let Ok(id) = serde_json::from_value::<RequestId>(id)
                    && let Some(flag) = locked(&self.waiting).get(&id)
                {
                    flag.store(true, Ordering::Relaxed);
                }
            }
            "textDocument/didOpen" => {
                self.with(told, |params: DidOpenTextDocumentParams| {
                    let uri = params.text_document.uri.clone();
                    if let Some(root) = self.shared.take(params.text_document) {
                        self.read_project(root);
                    }
                    self.look_at(&uri);
                });
            }
            "textDocument/didChange" => {
                self.with(told, |params: DidChangeTextDocumentParams| {
                    let document = params.text_document;
                    let changes = &params.content_changes;
                    self.shared.change(&document.uri, document.version, changes);
                    self.look_at(&document.uri);
                });
            }
            "textDocument/didClose" => {
                self.with(told, |params: DidCloseTextDocumentParams| {
                    let uri = params.text_document.uri;
                    self.shared.close(&uri);
                    if !self.shared.client.pulls {
                        diagnostics::publish(&self.shared, &uri, None, Vec::new());
                    }
                });
            }
            "textDocument/didSave" if !self.shared.client.watches => {
                self.with(told, |params: DidSaveTextDocumentParams| {
                    self.written([params.text_document.uri]);
                });
            }
            "workspace/didChangeWatchedFiles" => {
                self.with(told, |params: DidChangeWatchedFilesParams| {
                    self.written(params.changes.into_iter().map(|change| change.uri));
                });
            }
            "workspace/didChangeWorkspaceFolders" => {
                self.with(told, |params: DidChangeWorkspaceFoldersParams| {
                    let paths = |folders: &[lsp_types::WorkspaceFolder]| -> Vec<_> {
                        let folders = folders.iter();
                        folders.filter_map(|f| address::path(&f.uri)).collect()
                    };
                    let added = paths(&params.event.added);
                    let removed = paths(&params.event.removed);
                    self.shared.set_folders(&added, &removed);
                    added.into_iter().for_each(|root| self.read_project(root));
                });
            }
            // What is not known, and what says nothing here.
            _ => {}
        }
    }

    /// Takes what a notification says. What cannot be read is told in the client's log: nobody waits for
    /// an answer.
    fn with<P: DeserializeOwned>(&self, told: Notification, take: impl FnOnce(P)) {
        match serde_json::from_value(told.params) {
            Ok(params) => take(params),
            Err(error) => self.shared.log(&format!("{}: {error}", told.method)),
        }
    }

    fn look_at(&self, uri: &Uri) {
        let _ = self.changed.send(address::key(uri));
    }

    fn read_project(&self, root: PathBuf) {
        let _ = self.stale.send(root);
    }

    /// Reads the projects again whose files were written.
    fn written(&self, uris: impl IntoIterator<Item = Uri>) {
        let paths = uris.into_iter().filter_map(|uri| address::path(&uri));
        let projects = paths.filter_map(|path| self.shared.workspace_of(&path));
        let roots: BTreeSet<_> = projects.map(|project| project.root.clone()).collect();
        roots.into_iter().for_each(|root| self.read_project(root));
    }
}

/// Answers requests until there are no more.
fn answer_all(shared: &Shared, jobs: &Mutex<Receiver<Job>>, waiting: &Waiting) {
    loop {
        let job = locked(jobs).recv();
        let Ok(job) = job else { return };
        let id = job.request.id.clone();
        let is_cancelled = || job.cancelled.load(Ordering::Relaxed);
        let answer =
            (!is_cancelled()).then(|| requests::answer(shared, job.open.as_ref(), &job.request));
        locked(waiting).remove(&id);
        let failed =
            |code: ErrorCode, text: String| Response::new_err(id.clone(), code as i32, text);
        shared.send(match answer.filter(|_| !is_cancelled()) {
            None => failed(ErrorCode::RequestCanceled, "cancelled".to_owned()),
            Some(Ok(value)) => Response::new_ok(id.clone(), value),
            Some(Err(failure)) => failed(failure.code, failure.message),
        });
    }
}

/// Finds what is wrong with documents that change.
fn diagnose_all(shared: &Shared, changed: &Receiver<String>) {
    while let Ok(first) = changed.recv() {
        let mut keys = BTreeSet::from([first]);
        while let Ok(another) = changed.recv_timeout(TYPING) {
            keys.insert(another);
        }
        for key in keys {
            let Some(open) = shared.open_by_key(&key) else {
                continue;
            };
            // For a client that asks, so that the answer is there when it does.
            let found = diagnostics::of(shared, &open);
            let is_newest = shared
                .open_by_key(&key)
                .is_some_and(|newest| Arc::ptr_eq(&newest, &open));
            if is_newest && !shared.client.pulls {
                diagnostics::publish(shared, &open.uri, Some(open.version), found);
            }
        }
    }
}

/// Reads projects, and has their documents looked at again.
fn read_projects(shared: &Shared, stale: &Receiver<PathBuf>, changed: &Sender<String>) {
    while let Ok(first) = stale.recv() {
        let mut roots = BTreeSet::from([first]);
        while let Ok(another) = stale.recv_timeout(WRITING) {
            roots.insert(another);
        }
        for root in roots {
            // The configuration counts before everything else is read.
            let is_new = shared.workspace_at(&root).is_none_or(|w| !w.is_whole);
            if !is_new {
                shared.set_workspace(Workspace::quick(&root, &shared.fixtures));
            }
            let whole = Workspace::whole(&root, &shared.fixtures);
            tell(shared, &whole);
            shared.set_workspace(whole);
            for open in shared.all_open() {
                if open.workspace.root == root {
                    let _ = changed.send(address::key(&open.uri));
                }
            }
        }
        if shared.client.pulls {
            shared.ask("workspace/diagnostic/refresh", Value::Null);
        }
        if shared.client.refreshes_lenses {
            shared.ask("workspace/codeLens/refresh", Value::Null);
        }
        if shared.client.refreshes_hints {
            shared.ask(commands::REFRESH_HINTS, Value::Null);
        }
    }
}

/// Writes into the client's log what was read of a project, and what was not.
fn tell(shared: &Shared, project: &Workspace) {
    let cases: usize = project.suites.iter().map(|suite| suite.cases.len()).sum();
    let mut line = format!(
        "{}: {} fixtures, {cases} cases in {} suites",
        project.root.display(),
        project.fixtures.len(),
        project.suites.len(),
    );
    if project.left_out > 0 {
        line += &format!("; {} events were left out: too many", project.left_out);
    }
    shared.log(&line);
    if let Some(error) = &project.config_error {
        let file = error.file.display();
        shared.log(&format!("{file}: {}; the defaults are used", error.message));
    }
}
