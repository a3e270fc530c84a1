//! The parameters of the call: from flags, from files, from `--cli-input-json` and
//! `--cli-input-yaml`, and the check that they are strings.

mod file;
mod yaml;

use super::Env;
use super::args::Arguments;
use super::errors::Failure;
use super::value::{Dict, Value, load_json};
use super::verdict::Request;
use file::Content;
use std::rc::Rc;

/// What `--generate-cli-skeleton input` prints.
pub(super) const SKELETON: &str = "{\n    \"EventPattern\": \"\",\n    \"Event\": \"\"\n}\n";

/// What `--generate-cli-skeleton yaml-input` prints.
pub(super) const YAML_SKELETON: &str = "\
EventPattern: ''  # [REQUIRED] The event pattern.
Event: '' # [REQUIRED] The event, in JSON format, to test against the event pattern.
";

/// The API's names of the parameters, in the order of its model.
const NAMES: [&str; 2] = ["EventPattern", "Event"];

/// The parameters as given, not looked at yet.
#[derive(Debug)]
pub(super) struct Parameters(Dict);

impl Parameters {
    /// Reads all files: the pattern's, the event's, then the whole input's, whose parameters count
    /// where there is no flag.
    pub(super) fn load(arguments: &Arguments, env: &Env) -> Result<Self, Failure> {
        let mut given = Vec::new();
        for (name, option, value) in [
            ("EventPattern", "--event-pattern", &arguments.event_pattern),
            ("Event", "--event", &arguments.event),
        ] {
            if let Some(value) = value {
                let content = file::load(option, value, env)?;
                given.push((name.into(), content.into_value()));
            }
        }
        let whole = match (&arguments.cli_input_json, &arguments.cli_input_yaml) {
            (Some(_), Some(_)) => {
                return Err(Failure::Parameter(
                    "Only one --cli-input- parameter may be specified.".to_owned(),
                ));
            }
            (Some(json), None) => load_whole("cli-input-json", "JSON", json, env, load_json)?,
            (None, Some(yaml)) => load_whole("cli-input-yaml", "YAML", yaml, env, yaml::load)?,
            (None, None) => return Ok(Self(given)),
        };
        for (name, value) in whole.iter() {
            if given.iter().all(|(other, _)| other != name) {
                given.push((Rc::clone(name), value.clone()));
            }
        }
        Ok(Self(given))
    }

    /// The request, if every parameter is there, known, and a string.
    pub(super) fn check(&self) -> Result<Request, Failure> {
        let find = |name: &str| {
            let found = self.0.iter().find(|(given, _)| &**given == name);
            found.map(|(_, value)| value)
        };
        if let [Some(Value::Str(pattern)), Some(Value::Str(event))] = NAMES.map(find)
            && self.0.len() == NAMES.len()
        {
            return Ok(Request {
                event_pattern: pattern.to_string(),
                event: event.to_string(),
            });
        }
        let mut report = String::from("Parameter validation failed:");
        for name in NAMES.into_iter().filter(|name| find(name).is_none()) {
            report.push_str(&format!(
                "\nMissing required parameter in input: \"{name}\""
            ));
        }
        for (name, _) in &self.0 {
            if !NAMES.contains(&&**name) {
                let known = NAMES.join(", ");
                report.push_str(&format!(
                    "\nUnknown parameter in input: \"{name}\", must be one of: {known}"
                ));
            }
        }
        for name in NAMES {
            match find(name) {
                None | Some(Value::Str(_)) => {}
                Some(value) => report.push_str(&format!(
                    "\nInvalid type for parameter {name}, value: {}, type: <class '{}'>, valid \
                     types: <class 'str'>",
                    value.to_text(),
                    value.class()
                )),
            }
        }
        Err(Failure::Parameter(report))
    }
}

fn load_whole(
    name: &str,
    language: &str,
    argument: &str,
    env: &Env,
    load: impl FnOnce(&str) -> Option<Value>,
) -> Result<Rc<Dict>, Failure> {
    let option = format!("--{name}");
    let text = match file::load(&option, argument, env)? {
        Content::Text(text) => Some(text),
        Content::Bytes(bytes) => {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            String::from_utf8(bytes.to_vec()).ok()
        }
    };
    // The missing dashes are the AWS CLI's.
    let value = text
        .and_then(|text| load(&text))
        .ok_or_else(|| Failure::parsing(name, &format!("Invalid {language} received.")))?;
    match value {
        Value::Dict(dict) => Ok(dict),
        other => Err(Failure::parsing(
            &option,
            &format!(
                "Invalid type: expecting map, received <class '{}'>",
                other.class()
            ),
        )),
    }
}
