//! The parameters of the call: from options, from files, from `--cli-input-json`.

use super::args::Arguments;
use super::{Env, Failure};
use regex::{Captures, Regex};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 16 << 20;

/// The pattern and the event. The options come before `--cli-input-json`.
pub(super) fn load(arguments: &Arguments, env: &Env) -> Result<(String, String), Failure> {
    let read = |option: &str, value: &Option<String>| match value {
        Some(value) => text(option, value, env).map(Some),
        None => Ok(None),
    };
    let mut pattern = read("--event-pattern", &arguments.event_pattern)?;
    let mut event = read("--event", &arguments.event)?;
    if let Some(both) = read("--cli-input-json", &arguments.cli_input_json)? {
        let input: Map<String, Value> = serde_json::from_str(&both).map_err(|error| {
            Failure::Usage(format!("--cli-input-json: expected a JSON object: {error}"))
        })?;
        for (name, value) in input {
            let place = match name.as_str() {
                "EventPattern" => &mut pattern,
                "Event" => &mut event,
                _ => {
                    return Err(Failure::Usage(format!(
                        "--cli-input-json: unknown parameter `{name}`, expected `EventPattern` or \
                         `Event`"
                    )));
                }
            };
            let value = match value {
                _ if place.is_some() => continue,
                Value::String(value) => value,
                _ => {
                    return Err(Failure::Usage(format!(
                        "--cli-input-json: `{name}` must be a string that holds JSON"
                    )));
                }
            };
            *place = Some(value);
        }
    }
    let missing = |option| Failure::Usage(format!("{option} is required"));
    Ok((
        pattern.ok_or_else(|| missing("--event-pattern"))?,
        event.ok_or_else(|| missing("--event"))?,
    ))
}

/// The value itself, or what stands in the file that it names.
fn text(option: &str, value: &str, env: &Env) -> Result<String, Failure> {
    let fail = |reason: String| Failure::Usage(format!("{option}: {value}: {reason}"));
    if value.starts_with("fileb://") {
        return Err(fail("this parameter is text; write file://".to_owned()));
    }
    let Some(path) = value.strip_prefix("file://") else {
        return Ok(value.to_owned());
    };
    let path = env.directory.join(expand(path, env));
    let bytes = read(&path).map_err(|error| fail(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(fail(format!("larger than {} MiB", LARGEST >> 20)));
    }
    let text = String::from_utf8(bytes).map_err(|_| fail("not UTF-8".to_owned()))?;
    // Where lines end shows in the columns of error texts.
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// At most one byte more than may be. A device may never end, and a pipe may never begin, unless it
/// is one that the shell opened for this command.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let is_open = path.starts_with("/dev/fd") || path == Path::new("/dev/stdin");
    if !is_open && !path.metadata()?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A path with `~`, `$NAME` and `${NAME}` filled in; what is not known stays.
fn expand(path: &str, env: &Env) -> String {
    let home = env.variable("HOME").unwrap_or("~").trim_end_matches('/');
    let path = match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => format!("{home}{rest}"),
        _ => path.to_owned(),
    };
    let Ok(name) = Regex::new(r"\$(\w+)|\$\{([^}]*)\}") else {
        return path;
    };
    let fill = |found: &Captures<'_>| {
        let name = found.get(1).or_else(|| found.get(2));
        let value = name.and_then(|name| env.variable(name.as_str()));
        value.unwrap_or(&found[0]).to_owned()
    };
    name.replace_all(&path, fill).into_owned()
}
