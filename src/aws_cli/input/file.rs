//! Values that stand in a file: `file://` for text, `fileb://` for bytes.

use crate::aws_cli::Env;
use crate::aws_cli::errors::Failure;
use crate::aws_cli::value::{Value, repr_str};
use std::io;

/// What a value turned out to be.
#[derive(Debug)]
pub(super) enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

impl Content {
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::str(text),
            Self::Bytes(bytes) => Value::Bytes(bytes.into()),
        }
    }
}

/// The value itself, or what stands in the file that it names.
pub(super) fn load(option: &str, value: &str, env: &Env) -> Result<Content, Failure> {
    if let Some(path) = value.strip_prefix("file://") {
        let path = expand(path, env);
        let bytes = read(option, value, &path, env)?;
        return match decode(bytes, env.variable("AWS_CLI_FILE_ENCODING")) {
            Decoded::Text(text) => Ok(Content::Text(universal_newlines(text))),
            Decoded::Invalid => Err(Failure::parsing(
                option,
                &format!(
                    "Unable to load paramfile ({path}), text contents could not be decoded.  If \
                     this is a binary file, please use the fileb:// prefix instead of the file:// \
                     prefix."
                ),
            )),
            Decoded::UnknownEncoding(name) => {
                Err(Failure::Other(format!("unknown encoding: {name}")))
            }
        };
    }
    if let Some(path) = value.strip_prefix("fileb://") {
        let path = expand(path, env);
        return read(option, value, &path, env).map(Content::Bytes);
    }
    Ok(Content::Text(value.to_owned()))
}

fn read(option: &str, value: &str, path: &str, env: &Env) -> Result<Vec<u8>, Failure> {
    // An empty path must not become that of the directory.
    let full = if path.is_empty() {
        path.into()
    } else {
        env.directory.join(path)
    };
    std::fs::read(full).map_err(|error| {
        let reason = os_error(&error);
        let path = repr_str(path);
        Failure::parsing(
            option,
            &format!("Unable to load paramfile {value}: {reason}: {path}"),
        )
    })
}

fn os_error(error: &io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(number) => {
            let suffix = format!(" (os error {number})");
            let text = text.strip_suffix(&suffix).unwrap_or(&text);
            format!("[Errno {number}] {text}")
        }
        None => text,
    }
}

enum Decoded {
    Text(String),
    Invalid,
    UnknownEncoding(String),
}

fn decode(bytes: Vec<u8>, encoding: Option<&str>) -> Decoded {
    let name = encoding.unwrap_or("utf-8");
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let text = match plain.as_str() {
        "utf8" | "u8" => String::from_utf8(bytes).ok(),
        "utf8sig" => {
            let text = String::from_utf8(bytes).ok();
            text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
        }
        "ascii" | "usascii" => String::from_utf8(bytes).ok().filter(|text| text.is_ascii()),
        "latin1" | "iso88591" | "latin" | "l1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => return Decoded::UnknownEncoding(name.to_owned()),
    };
    text.map_or(Decoded::Invalid, Decoded::Text)
}

fn universal_newlines(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// A path with `~`, `$NAME` and `${NAME}` filled in; what is not known stays.
fn expand(path: &str, env: &Env) -> String {
    let home = env.variable("HOME").filter(|home| !home.is_empty());
    let path = match (path.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => {
            let filled = format!("{}{rest}", home.trim_end_matches('/'));
            if filled.is_empty() {
                "/".to_owned()
            } else {
                filled
            }
        }
        _ => path.to_owned(),
    };
    let mut out = String::new();
    let mut rest = path.as_str();
    while let Some((before, behind)) = rest.split_once('$') {
        out.push_str(before);
        let (name, after) = if let Some(braced) = behind.strip_prefix('{') {
            braced.split_once('}').unwrap_or(("", behind))
        } else {
            let end = behind
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(behind.len());
            behind.split_at_checked(end).unwrap_or((behind, ""))
        };
        match env.variable(name) {
            Some(value) if !name.is_empty() => {
                out.push_str(value);
                rest = after;
            }
            _ => {
                out.push('$');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let env = Env {
            variables: [("HOME", "/home/me/"), ("A", "x"), ("AB", "$A")]
                .map(|(name, value)| (name.into(), value.into()))
                .into(),
            ..Env::default()
        };
        for (path, expected) in [
            ("~", "/home/me"),
            ("~/a", "/home/me/a"),
            ("~a/b", "~a/b"),
            ("a~", "a~"),
            ("$A/${A}b/$AB", "x/xb/$A"),
            ("$C/${C}/$/${/$", "$C/${C}/$/${/$"),
        ] {
            assert_eq!(expand(path, &env), expected);
        }
    }
}
