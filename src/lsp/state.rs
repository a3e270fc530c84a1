//! The documents that are open and the projects that they belong to.
//!
//! A version of a document never changes and is looked at once, by whoever first asks for that; so
//! requests work on what there was when they came, whatever is typed meanwhile.

use super::address;
use super::analysis::Analysis;
use super::client::Client;
use super::document::{Lines, Shift, Shifts};
use super::workspace::{Workspace, root_of};
use crate::input::read::{self, ReadError};
use crate::template::LARGEST;
use lsp_server::{Connection, Message, Notification, Request};
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A version of a document.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) uri: Uri,
    /// Its path, or for one that is in no file a name whose ending says what it is written in.
    pub(super) path: PathBuf,
    pub(super) version: i32,
    pub(super) lines: Arc<Lines>,
    pub(super) workspace: Arc<Workspace>,
    analysis: OnceLock<Arc<Analysis>>,
    /// How many changes the document had.
    changes: u64,
    /// The last of them.
    history: Vec<(u64, Shift)>,
    /// What was last found in the document when it could be read, with how many changes it had then; all
    /// of its versions share it.
    good: Arc<Mutex<Option<Good>>>,
}

/// An analysis of a text that could be read, and how many changes the document had then.
type Good = (Arc<Analysis>, u64);

/// How many changes are remembered one by one. What was last found in a document is older than that only
/// where it has been broken for long.
const MOST_CHANGES: usize = 512;

impl Open {
    /// What is in the document. Takes the time of an analysis for the first who asks.
    pub(super) fn analysis(&self) -> &Arc<Analysis> {
        self.analysis.get_or_init(|| {
            let before = locked(&self.good).clone();
            let before = before.map(|(old, changes)| {
                let shifts = self.since(&old, changes);
                (old, shifts)
            });
            let lines = Arc::clone(&self.lines);
            let new = Arc::new(Analysis::new(&self.path, lines, &self.workspace, before));
            let mut good = locked(&self.good);
            let is_newer = good
                .as_ref()
                .is_none_or(|(_, changes)| *changes <= self.changes);
            if !new.is_broken() && is_newer {
                *good = Some((Arc::clone(&new), self.changes));
            }
            new
        })
    }

    /// What moved since the document had so many changes.
    fn since(&self, old: &Analysis, changes: u64) -> Shifts {
        let newer = self.history.iter().filter(|(number, _)| *number > changes);
        let newer: Vec<_> = newer.map(|(_, shift)| *shift).collect();
        match newer.len() as u64 == self.changes.saturating_sub(changes) {
            true => newer.into(),
            false => vec![Shift::between(old.lines.text(), self.lines.text())].into(),
        }
    }

    /// Its name as seen from the project.
    pub(super) fn name(&self) -> String {
        self.workspace.relative(&self.path).display().to_string()
    }

    fn with(&self, version: i32, lines: Arc<Lines>, shifts: Vec<Shift>) -> Self {
        let mut new = self.again(Arc::clone(&self.workspace));
        (new.version, new.lines) = (version, lines);
        for shift in shifts {
            new.changes += 1;
            new.history.push((new.changes, shift));
        }
        let too_many = new.history.len().saturating_sub(MOST_CHANGES);
        new.history.drain(..too_many);
        new
    }

    /// The same, to be looked at anew as a document of this project.
    fn again(&self, workspace: Arc<Workspace>) -> Self {
        Self {
            uri: self.uri.clone(),
            path: self.path.clone(),
            version: self.version,
            lines: Arc::clone(&self.lines),
            workspace,
            analysis: OnceLock::new(),
            changes: self.changes,
            history: self.history.clone(),
            good: Arc::clone(&self.good),
        }
    }
}

/// The event that the conditions of a pattern are shown against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pin {
    /// The document, as [`address::key`] spells it.
    pub(super) document: String,
    /// The pattern's id.
    pub(super) pattern: String,
    /// The event: the name of a fixture, or a path.
    pub(super) event: String,
}

#[derive(Debug, Default)]
struct State {
    open: HashMap<String, Arc<Open>>,
    workspaces: Vec<Arc<Workspace>>,
    pins: Vec<Pin>,
}

/// What all threads of the server share.
pub(super) struct Shared {
    connection: Connection,
    pub(super) client: Client,
    /// The events that the client names.
    pub(super) fixtures: Vec<String>,
    state: Mutex<State>,
    asked: AtomicI32,
}

impl Shared {
    pub(super) fn new(
        connection: Connection,
        client: Client,
        fixtures: Vec<String>,
        roots: impl IntoIterator<Item = PathBuf>,
    ) -> Self {
        let roots = roots.into_iter();
        let workspaces = roots.map(|root| Arc::new(Workspace::quick(&root, &fixtures)));
        let state = State {
            workspaces: workspaces.collect(),
            ..State::default()
        };
        Self {
            connection,
            client,
            fixtures,
            state: Mutex::new(state),
            asked: AtomicI32::new(0),
        }
    }

    /// The next message of the client; nothing where it is gone.
    pub(super) fn next(&self) -> Option<Message> {
        self.connection.receiver.recv().ok()
    }

    /// Sends a message. A client that is gone has nothing to be told.
    pub(super) fn send(&self, message: impl Into<Message>) {
        let _ = self.connection.sender.send(message.into());
    }

    pub(super) fn notify(&self, method: &str, params: impl Serialize) {
        let params = serde_json::to_value(params).unwrap_or(Value::Null);
        self.send(Notification {
            method: method.to_owned(),
            params,
        });
    }

    /// Asks the client for something whose answer says nothing.
    pub(super) fn ask(&self, method: &str, params: impl Serialize) {
        let id = self.asked.fetch_add(1, Ordering::Relaxed);
        let params = serde_json::to_value(params).unwrap_or(Value::Null);
        self.send(Request {
            id: format!("pattern-test-{id}").into(),
            method: method.to_owned(),
            params,
        });
    }

    /// Writes a line into the client's log.
    pub(super) fn log(&self, message: &str) {
        let params = serde_json::json!({"type": lsp_types::MessageType::INFO, "message": message});
        self.notify("window/logMessage", params);
    }

    /// The document as it is now.
    pub(super) fn open(&self, uri: &Uri) -> Option<Arc<Open>> {
        self.open_by_key(&address::key(uri))
    }

    pub(super) fn open_by_key(&self, key: &str) -> Option<Arc<Open>> {
        locked(&self.state).open.get(key).cloned()
    }

    /// All documents, by their addresses.
    pub(super) fn all_open(&self) -> Vec<Arc<Open>> {
        let mut all: Vec<_> = locked(&self.state).open.values().cloned().collect();
        all.sort_by(|a, b| a.uri.as_str().cmp(b.uri.as_str()));
        all
    }

    /// The document at a path, where it is open.
    pub(super) fn open_at(&self, path: &Path) -> Option<Arc<Open>> {
        let state = locked(&self.state);
        state.open.values().find(|open| open.path == path).cloned()
    }

    /// The text of a file as it is now: as it is written where it is open, else what is on disk. Nothing
    /// where there is no such file.
    ///
    /// # Errors
    /// There is something that is not read: no regular file, too large, not UTF-8.
    pub(super) fn text_at(&self, path: &Path) -> Result<Option<String>, String> {
        if let Some(open) = self.open_at(path) {
            return Ok(Some(open.lines.text().to_string()));
        }
        let bytes = match read::regular(path, LARGEST as u64) {
            Ok(bytes) => bytes,
            Err(ReadError::NotFound) => return Ok(None),
            Err(error) => return Err(error.to_string()),
        };
        let text = String::from_utf8(bytes);
        text.map(Some)
            .map_err(|_| "the text is not UTF-8".to_owned())
    }

    /// Takes a document that was opened; the directory of its project where nothing is known of that.
    pub(super) fn take(&self, document: TextDocumentItem) -> Option<PathBuf> {
        let mut path = address::path_or_name(&document.uri);
        if path.extension().is_none() {
            path.set_extension(ending(&document.language_id));
        }
        let mut new = None;
        let mut state = locked(&self.state);
        let workspace = state.workspace_of(&path).unwrap_or_else(|| {
            let root = root_of(&path);
            let workspace = Arc::new(Workspace::quick(&root, &self.fixtures));
            state.workspaces.push(Arc::clone(&workspace));
            new = Some(root);
            workspace
        });
        let key = address::key(&document.uri);
        let open = Open {
            uri: document.uri,
            path,
            version: document.version,
            lines: Arc::new(Lines::new(document.text, self.client.encoding)),
            workspace,
            analysis: OnceLock::new(),
            changes: 0,
            history: Vec::new(),
            good: Arc::default(),
        };
        state.open.insert(key, Arc::new(open));
        new
    }

    /// Changes a document.
    pub(super) fn change(
        &self,
        uri: &Uri,
        version: i32,
        changes: &[TextDocumentContentChangeEvent],
    ) {
        let key = address::key(uri);
        let mut state = locked(&self.state);
        if let Some(old) = state.open.get(&key) {
            let (lines, shifts) = old.lines.with(changes);
            let new = old.with(version, Arc::new(lines), shifts);
            state.open.insert(key, Arc::new(new));
        }
    }

    /// Forgets a document.
    pub(super) fn close(&self, uri: &Uri) {
        let key = address::key(uri);
        locked(&self.state).open.remove(&key);
    }

    /// The directories of all projects.
    pub(super) fn roots(&self) -> Vec<PathBuf> {
        let state = locked(&self.state);
        let roots = state.workspaces.iter();
        roots.map(|workspace| workspace.root.clone()).collect()
    }

    /// The project with this directory.
    pub(super) fn workspace_at(&self, root: &Path) -> Option<Arc<Workspace>> {
        let state = locked(&self.state);
        let mut all = state.workspaces.iter();
        all.find(|workspace| workspace.root == root).cloned()
    }

    /// The project that a file belongs to.
    pub(super) fn workspace_of(&self, path: &Path) -> Option<Arc<Workspace>> {
        locked(&self.state).workspace_of(path)
    }

    /// Puts a project in the place of what was known of it; its documents are looked at anew.
    pub(super) fn set_workspace(&self, new: Workspace) {
        let new = Arc::new(new);
        let mut state = locked(&self.state);
        match state.workspaces.iter_mut().find(|w| w.root == new.root) {
            Some(slot) => *slot = Arc::clone(&new),
            None => state.workspaces.push(Arc::clone(&new)),
        }
        for open in state.open.values_mut() {
            if open.workspace.root == new.root {
                *open = Arc::new(open.again(Arc::clone(&new)));
            }
        }
    }

    /// Adds and removes folders.
    pub(super) fn set_folders(&self, added: &[PathBuf], removed: &[PathBuf]) {
        let mut state = locked(&self.state);
        state.workspaces.retain(|w| !removed.contains(&w.root));
        for root in added {
            if state.workspaces.iter().all(|w| w.root != *root) {
                let workspace = Workspace::quick(root, &self.fixtures);
                state.workspaces.push(Arc::new(workspace));
            }
        }
    }

    /// The event that a pattern is shown against.
    pub(super) fn pin_of(&self, uri: &Uri, pattern: &str) -> Option<Pin> {
        let document = address::key(uri);
        let state = locked(&self.state);
        let mut pins = state.pins.iter();
        pins.find(|pin| pin.document == document && pin.pattern == pattern)
            .cloned()
    }

    /// Shows a pattern against an event, or against none.
    pub(super) fn pin(&self, uri: &Uri, pattern: &str, event: Option<String>) {
        let document = address::key(uri);
        let mut state = locked(&self.state);
        let others = |pin: &Pin| pin.document != document || pin.pattern != pattern;
        state.pins.retain(others);
        state.pins.extend(event.map(|event| Pin {
            document,
            pattern: pattern.to_owned(),
            event,
        }));
    }
}

impl State {
    /// The innermost project that a path lies in.
    fn workspace_of(&self, path: &Path) -> Option<Arc<Workspace>> {
        let around = self.workspaces.iter().filter(|w| path.starts_with(&w.root));
        around.max_by_key(|w| w.root.components().count()).cloned()
    }
}

/// A lock that is taken whatever became of whoever had it.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The ending of files in a language, as editors call it.
fn ending(language: &str) -> &str {
    match language {
        "json" | "jsonc" => "json",
        "terraform" | "hcl" | "opentofu" | "terragrunt" => "tf",
        "toml" => "toml",
        _ => "yaml",
    }
}
