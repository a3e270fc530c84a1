//! From requests to what answers them.

use super::failure::Failure;
use super::state::{Open, Shared};
use super::{
    actions, commands, completion, definition, diagnostics, format, hints, hover, lens, symbols,
};
use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;

type Answer = Result<Value, Failure>;

/// Answers a request. `open` is the document that it is about, as it was when the request came.
pub(super) fn answer(shared: &Shared, open: Option<&Arc<Open>>, request: &Request) -> Answer {
    let Some(open) = open else {
        return match request.method.as_str() {
            "workspace/executeCommand" => {
                with(request, |params| commands::run(shared, None, params))
            }
            "codeLens/resolve" => Ok(request.params.clone()),
            method if method.starts_with("textDocument/") => {
                // One that was closed meanwhile, or was never opened.
                Ok(Value::Null)
            }
            method => Err(unknown(method)),
        };
    };
    match request.method.as_str() {
        "textDocument/diagnostic" => {
            with(request, |_: Value| Ok(diagnostics::pulled(shared, open)))
        }
        "textDocument/documentSymbol" => with(request, |_: Value| Ok(symbols::all(shared, open))),
        "textDocument/foldingRange" => with(request, |_: Value| Ok(symbols::folds(shared, open))),
        "textDocument/codeAction" => {
            with(request, |params| Ok(actions::all(shared, open, &params)))
        }
        "textDocument/hover" => with(request, |params| Ok(hover::at(shared, open, &params))),
        "textDocument/completion" => {
            with(request, |params| Ok(completion::at(shared, open, &params)))
        }
        "textDocument/codeLens" => with(request, |_: Value| Ok(lens::all(open))),
        "codeLens/resolve" => with(request, |lens| Ok(lens::resolved(shared, open, lens))),
        "textDocument/inlayHint" => with(request, |params| Ok(hints::all(shared, open, &params))),
        "textDocument/definition" => {
            with(request, |params| Ok(definition::of(shared, open, &params)))
        }
        "textDocument/references" => with(request, |params| {
            Ok(definition::references(shared, open, &params))
        }),
        "textDocument/formatting" => with(request, |_: Value| Ok(format::all(open))),
        "workspace/executeCommand" => {
            with(request, |params| commands::run(shared, Some(open), params))
        }
        method => Err(unknown(method)),
    }
}

fn unknown(method: &str) -> Failure {
    Failure {
        code: ErrorCode::MethodNotFound,
        message: format!("`{method}` is not answered here"),
    }
}

fn with<P: DeserializeOwned, R: Serialize>(
    request: &Request,
    answer: impl FnOnce(P) -> Result<R, Failure>,
) -> Answer {
    let params = serde_json::from_value(request.params.clone())
        .map_err(|error| Failure::params(format!("{}: {error}", request.method)))?;
    let answer = answer(params)?;
    serde_json::to_value(answer).map_err(|error| Failure::new(error.to_string()))
}
