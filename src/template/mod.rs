//! Patterns where they stand in templates: CloudFormation, SAM, CDK output, Terraform, Serverless.
//!
//! [`extract`] recognises a template by its content and finds its patterns. Each comes as the
//! [`Text`] that is deployed, in which every byte knows its place in the template, also inside of
//! an embedded JSON string, a block that was indented, a heredoc, an escape. What is not known
//! before deployment stands in it as `${name}`; [`Settled`] compiles the rest.

mod align;
pub mod carriers;
mod cloudformation;
mod error;
mod hcl;
mod intrinsics;
mod layout;
mod scalar;
mod serverless;
mod settle;
mod terraform;
mod text;
mod tree;
mod value;
mod yaml;

pub use error::Problem;
pub use layout::laid_out;
pub use settle::{Outcome, Settled};
pub use text::{FileId, Place, Text, Unknown};
pub use value::AsDeployed;

use intrinsics::Dialect;
use scalar::Schema;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest template that is read, in bytes. CloudFormation takes 1 MB.
pub const LARGEST: usize = 4 << 20;

/// The most patterns that are taken from one template.
const MOST_PATTERNS: usize = 2_000;

/// The values of names that a template leaves open: parameters, pseudo parameters, variables.
pub type Vars = BTreeMap<String, String>;

/// What a template is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// No template: a file that is a pattern.
    Pattern,
    /// CloudFormation, also as the CDK writes it.
    CloudFormation,
    /// CloudFormation with the Serverless Application Model.
    Sam,
    /// Terraform.
    Terraform,
    /// The Serverless Framework.
    Serverless,
    /// Something else that people hold patterns in: see [`carriers`].
    Carrier(&'static str),
}

impl Format {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pattern => "pattern",
            Self::CloudFormation => "cloudformation",
            Self::Sam => "sam",
            Self::Terraform => "terraform",
            Self::Serverless => "serverless",
            Self::Carrier(name) => name,
        }
    }
}

/// What a pattern is used by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Use {
    /// It stands in a file of its own, and is taken for a rule's.
    PatternFile,
    /// A rule on an event bus.
    Rule,
    /// An archive of an event bus.
    Archive,
    /// A filter of a pipe: what it sees is a record of the pipe's source, without an envelope.
    Pipe,
    /// A filter in front of a function: what it sees is a record, without an envelope.
    EventSourceMapping,
    /// A subscription of an SNS topic: what it sees is the attributes or the body of a message.
    Subscription,
    /// A subscriber of a custom event bus: what it sees is one of an event's three documents.
    Subscriber,
    /// An event source of a custom event bus.
    EventSource,
    /// A rule of AWS User Notifications.
    Notification,
    /// A metric of CloudWatch RUM: what it sees is an event of a browser, without an envelope.
    Metric,
}

impl Use {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::PatternFile => "pattern",
            Self::Rule => "rule",
            Self::Archive => "archive",
            Self::Pipe => "pipe",
            Self::EventSourceMapping => "event-source-mapping",
            Self::Subscription => "subscription",
            Self::Subscriber => "subscriber",
            Self::EventSource => "event-source",
            Self::Notification => "notification",
            Self::Metric => "metric",
        }
    }

    /// Whether it sees events of a bus, with their envelope.
    pub fn sees_envelopes(self) -> bool {
        matches!(
            self,
            Self::PatternFile | Self::Rule | Self::Archive | Self::EventSource | Self::Notification
        )
    }
}

/// How a pattern stands in its template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As an object of the template.
    Object,
    /// As JSON text.
    Text,
}

impl Form {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Text => "text",
        }
    }
}

/// A rule that is not to be applied to a pattern, as its template says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The rule's code.
    pub code: String,
    /// Why.
    pub reason: Option<String>,
    /// Where that stands.
    pub place: Place,
}

/// A pattern of a template.
#[derive(Debug, Clone)]
pub struct Found {
    /// The logical id; for what a resource has several of, with the path to it.
    pub id: String,
    /// Other names that it is found by.
    pub aliases: Vec<String>,
    /// What uses it.
    pub used_by: Use,
    /// What the template is written in.
    pub format: Format,
    /// How it stands there.
    pub form: Form,
    /// The pattern as it is deployed, numbers and booleans as such.
    pub text: Text,
    /// The same with numbers and booleans as strings, where a template's object has such.
    pub stringified: Option<Text>,
    /// Where it stands.
    pub place: Place,
    /// Where the name stands that it is given under.
    pub key: Place,
    /// The nulls of a template's object, which CloudFormation refuses.
    pub nulls: Vec<Place>,
    /// Keys that are lost because they stand twice, where the deployment drops all but the last.
    pub collapsed: Vec<Place>,
    /// The sources of events that the rule's own targets cause, as far as the template tells.
    pub emits: Vec<&'static str>,
    /// Rules that the template says not to apply.
    pub ignored: Vec<Ignored>,
}

impl Found {
    /// A place for what is about the pattern as a whole: its name, or its first character.
    pub fn start(&self) -> Place {
        let start = self.place.span.start;
        match self.key.span.is_empty() {
            true => Place::new(self.place.file, start, start + 1),
            false => self.key,
        }
    }

    /// The pattern as it is deployed in one reading.
    pub fn deployed(&self, reading: AsDeployed) -> &Text {
        match reading {
            AsDeployed::Typed => &self.text,
            AsDeployed::Stringified => self.stringified.as_ref().unwrap_or(&self.text),
        }
    }
}

/// A pattern of which nothing is known before deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What its id would be.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

/// A file that a template takes in.
#[derive(Debug, Clone)]
pub struct Included {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
}

/// What was found in a template.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// The patterns, in the order of the template.
    pub patterns: Vec<Found>,
    /// Patterns of which nothing is known before deployment.
    pub open: Vec<Open>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The template itself, and the files that it takes in: [`FileId`] counts them.
    pub files: Vec<Included>,
}

impl Extraction {
    fn new(path: &Path, text: &str) -> Self {
        Self {
            patterns: Vec::new(),
            open: Vec::new(),
            problems: Vec::new(),
            files: vec![Included {
                path: path.to_owned(),
                text: text.into(),
            }],
        }
    }

    /// A file that is a pattern.
    pub fn of_pattern(path: &Path, text: &str) -> Self {
        let mut new = Self::new(path, text);
        let place = Place::new(FileId::TEMPLATE, 0, text.len());
        new.patterns.push(Found {
            id: String::new(),
            aliases: Vec::new(),
            used_by: Use::PatternFile,
            format: Format::Pattern,
            form: Form::Text,
            text: Text::of_file(text, FileId::TEMPLATE),
            stringified: None,
            place,
            key: Place::new(FileId::TEMPLATE, 0, 0),
            nulls: Vec::new(),
            collapsed: Vec::new(),
            emits: Vec::new(),
            ignored: Vec::new(),
        });
        new
    }

    /// The patterns that a name means: by its id, one of its other names, or what its id begins
    /// with.
    pub fn find(&self, name: &str) -> Vec<&Found> {
        let exact = |found: &&Found| found.id == name;
        let alias = |found: &&Found| found.aliases.iter().any(|alias| alias == name);
        let part = |found: &&Found| {
            found
                .id
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        let select = |keep: &dyn Fn(&&Found) -> bool| -> Vec<&Found> {
            self.patterns.iter().filter(|found| keep(found)).collect()
        };
        [
            select(&exact as &dyn Fn(&&Found) -> bool),
            select(&alias),
            select(&part),
        ]
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default()
    }

    /// A file's path and text.
    pub fn file(&self, id: FileId) -> Option<&Included> {
        self.files.get(id.index())
    }
}

/// What the endings of file names say that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Json,
    Yaml,
    Hcl,
}

fn syntax(path: &Path, text: &str) -> Option<Syntax> {
    let extension = path.extension().and_then(|extension| extension.to_str())?;
    match extension {
        "json" => Some(Syntax::Json),
        "yaml" | "yml" => Some(Syntax::Yaml),
        "tf" => Some(Syntax::Hcl),
        // `.template` is either.
        "template" if text.trim_start().starts_with('{') => Some(Syntax::Json),
        "template" => Some(Syntax::Yaml),
        _ => None,
    }
}

/// The endings of file names that [`extract`] looks at.
pub const EXTENSIONS: [&str; 5] = ["json", "yaml", "yml", "tf", "template"];

/// Whether a text may hold patterns at all: a look at its words, before anything is parsed.
fn is_promising(text: &str, syntax: Syntax) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    match syntax {
        Syntax::Hcl => has("event_pattern") || has("filter_criteria"),
        Syntax::Json | Syntax::Yaml => {
            has("EventPattern")
                || has("FilterCriteria")
                || has("Pattern") && (has("AWS::Serverless") || has("CloudWatchEvent"))
                || has("eventBridge")
                || has("cloudwatchEvent")
                || has("filterPatterns")
                || has("event_pattern")
        }
    }
}

/// Finds the patterns of a template. `None` where the text is no template, as far as its path and
/// its words tell, or is one without patterns.
///
/// ```
/// use pattern_test::template::{Vars, extract};
///
/// let template = r#"
/// Resources:
///   Stopped:
///     Type: AWS::Events::Rule
///     Properties:
///       EventPattern: !Sub '{"source": ["aws.ecs"], "account": ["${AWS::AccountId}"]}'
/// "#;
/// let found = extract("template.yaml".as_ref(), template, &Vars::new()).unwrap();
/// let pattern = &found.patterns[0];
/// assert_eq!(pattern.id, "Stopped");
/// assert_eq!(pattern.text.unknowns().next().unwrap().name, "AWS::AccountId");
/// ```
pub fn extract(path: &Path, text: &str, vars: &Vars) -> Option<Extraction> {
    extract_with(path, text, vars, &Files::OnDisk)
}

/// Where the files are that a template takes in.
#[derive(Clone, Copy)]
pub enum Files<'a> {
    /// On disk, beside it.
    OnDisk,
    /// What this gives for their paths.
    From(&'a dyn Fn(&Path) -> Option<String>),
}

impl std::fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::OnDisk => "OnDisk",
            Self::From(_) => "From(..)",
        })
    }
}

/// As [`extract`], with the files that the template takes in from elsewhere.
pub fn extract_with(path: &Path, text: &str, vars: &Vars, files: &Files<'_>) -> Option<Extraction> {
    let syntax = syntax(path, text)?;
    if !is_promising(text, syntax) {
        return None;
    }
    let mut out = Extraction::new(path, text);
    if text.len() > LARGEST {
        let message = format!(
            "larger than {} MiB, the most that is read of a template",
            LARGEST >> 20
        );
        out.problems.push(Problem::new(message));
        return Some(out);
    }
    match syntax {
        Syntax::Hcl => terraform::extract(path, text, vars, files, &mut out),
        Syntax::Json => {
            let tree = match tree::of_json(text) {
                Ok(tree) => tree,
                Err(problem) if looks_like_a_template(text) => {
                    out.problems.push(problem);
                    return Some(out);
                }
                Err(_) => return None,
            };
            let root = tree.root?;
            if cloudformation::is_template(&tree) {
                cloudformation::extract(&tree, root, vars, Dialect::CloudFormation, &mut out);
            } else if terraform::is_json(&tree) {
                terraform::extract_json(&tree, root, vars, &mut out);
            } else {
                return None;
            }
        }
        Syntax::Yaml => {
            // Only `service` begins a service file's own language.
            let is_service = text.lines().any(|line| line.starts_with("service:"));
            let schema = if is_service {
                Schema::Core
            } else {
                Schema::Yaml11
            };
            let tree = match yaml::read(text, schema) {
                Ok(tree) => tree,
                // Text that is yet to be made into YAML by some other tool.
                Err(_)
                    if text.contains("{{") && !text.contains("{{resolve:")
                        || text.contains("{%") =>
                {
                    return None;
                }
                Err(problem) if looks_like_a_template(text) || is_service => {
                    out.problems.push(problem);
                    return Some(out);
                }
                Err(_) => return None,
            };
            let root = tree.root?;
            if cloudformation::is_template(&tree) {
                cloudformation::extract(&tree, root, vars, Dialect::CloudFormation, &mut out);
            } else if serverless::is_service(&tree) {
                serverless::extract(&tree, root, vars, &mut out);
            } else {
                return None;
            }
        }
    }
    if out.patterns.len() > MOST_PATTERNS {
        out.patterns.truncate(MOST_PATTERNS);
        let message = format!("more than {MOST_PATTERNS} patterns: the rest is left out");
        out.problems.push(Problem::new(message));
    }
    let empty = out.patterns.is_empty() && out.open.is_empty() && out.problems.is_empty();
    (!empty).then_some(out)
}

/// Whether a text that could not be read was meant to be a CloudFormation template.
fn looks_like_a_template(text: &str) -> bool {
    text.contains("AWS::") && text.contains("Resources")
}

#[cfg(test)]
mod tests;
