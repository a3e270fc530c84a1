//! Patterns where they stand in templates: CloudFormation, SAM, CDK output, Terraform, Serverless.
//!
//! [`extract`] recognises a template by its content and finds its patterns. Each comes as the
//! [`Text`] that is deployed, in which every byte knows its place in the template, also inside of
//! an embedded JSON string, a block that was indented, a heredoc, an escape. What is not known
//! before deployment stands in it as `${name}`; [`Settled`] compiles the rest.

mod align;
mod around;
mod beside;
pub mod carriers;
mod cloudformation;
mod context;
mod error;
mod files;
mod generic;
mod hcl;
mod hcl_functions;
mod hcl_instances;
mod include;
mod indented;
mod intrinsics;
mod layout;
mod met;
mod misnamed;
mod part;
mod scalar;
mod serverless;
mod settle;
mod terraform;
mod text;
mod tree;
mod used;
mod value;
mod yaml;

pub use around::Bus;
pub use beside::{BesideError, asked_for_too};
pub use error::Problem;
pub use files::{Files, NotRead, OnDisk, Parts};
pub use hcl::Folder;
pub use layout::{laid_out, lay_out, on_several_lines};
pub use settle::{Outcome, Settled};
pub use text::{FileId, Place, Text, Unknown};
pub use used::{RuleState, Use};
pub use value::AsDeployed;

use crate::dialect::{Dialect, Source};
use crate::input::path::plain;
use crate::pattern::Language;
use context::Context;
use intrinsics::Dialect as Engine;
use scalar::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tree::{Host, Tree};

/// The largest template that is read, in bytes. CloudFormation takes 1 MB.
pub const LARGEST: usize = 4 << 20;

/// The largest plan or state of Terraform that is read, in bytes. It holds every resource there is.
pub const LARGEST_STATE: usize = 64 << 20;

/// The most patterns that are taken from one template.
pub(crate) const MOST_PATTERNS: usize = 2_000;

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
    /// A plan or a state of Terraform, where everything is resolved.
    TerraformState,
    /// The Serverless Framework.
    Serverless,
    /// Pulumi: a program in YAML, a preview, or an exported stack.
    Pulumi,
    /// Objects of Kubernetes, as ACK and Crossplane have them.
    Kubernetes,
    /// Tasks of Ansible.
    Ansible,
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
            Self::TerraformState => "terraform-state",
            Self::Serverless => "serverless",
            Self::Pulumi => "pulumi",
            Self::Kubernetes => "kubernetes",
            Self::Ansible => "ansible",
            Self::Carrier(name) => name,
        }
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
    /// What the records come from that it filters, where it filters records and that is known.
    pub source: Option<Source>,
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
    /// The part of the template that spells it and nothing else, as far as there is one.
    pub own: Option<Place>,
    /// The parts of the template that something else may refer to: what stands behind an anchor.
    pub shared: Arc<[Place]>,
    /// Where the name stands that it is given under.
    pub key: Place,
    /// The nulls of a template's object, which CloudFormation refuses.
    pub nulls: Vec<Place>,
    /// Keys that are lost because they stand twice, where the deployment drops all but the last.
    pub collapsed: Vec<Place>,
    /// The sources of events that the rule's own targets cause, as far as the template tells.
    pub emits: Vec<&'static str>,
    /// What is asked for beside the pattern, by the path in the event: a rule of User Notifications
    /// has a source and a type of its own.
    pub beside: Vec<(&'static str, String)>,
    /// The state of the rule.
    pub state: RuleState,
    /// The bus of the rule.
    pub bus: Bus,
    /// How many targets the rule has, as far as the template tells.
    pub targets: usize,
    /// Who publishes text to the topic of a subscription, as far as the template tells.
    pub texts: Vec<String>,
    /// What used it before it was taken for a filter of another place.
    pub was: Option<Use>,
    /// The parameters and resources of its template, which `Fn::Sub` would know.
    pub declared: Arc<BTreeSet<String>>,
    /// Rules that the template says not to apply.
    pub ignored: Vec<Ignored>,
}

impl Found {
    /// The rules that the place filters by. `None` where they depend on what is not known before
    /// deployment.
    pub fn dialect(&self) -> Option<Dialect> {
        self.used_by.dialect(self.source)
    }

    /// What it belongs to together with the other filters of the same place, where several are
    /// combined: its id without the filter's own part.
    pub fn owner(&self) -> Option<&str> {
        let (owner, last) = self.id.rsplit_once('.').unwrap_or(("", &self.id));
        let is_one_of_several = last.starts_with("Filters[")
            || last.starts_with("filter[")
            || last.starts_with("filterPatterns[");
        is_one_of_several.then_some(owner)
    }

    /// What the pattern is compiled as.
    pub fn language(&self) -> Language {
        self.dialect().map(Dialect::language).unwrap_or_default()
    }

    /// Whether the rules of its place are known. The others are found and counted, and neither
    /// checked nor matched.
    pub fn is_judged(&self) -> bool {
        self.dialect()
            .is_some_and(|dialect| dialect.table().is_some())
    }

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

/// A pattern that the deployment does not read, because of where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced {
    /// What its id would be.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
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
    /// What was left out, and does not make the rest wrong.
    pub warnings: Vec<Problem>,
    /// What stands where nobody reads it.
    pub misplaced: Vec<Misplaced>,
    /// The defaults of the template that were used, by the names that a value can be given for.
    pub assumed: Vars,
    /// Whether some tool wrote the file, and will write it again: nothing is to be changed in it.
    pub generated: bool,
    /// The service that takes this file in and has the same patterns, where the file was only met.
    pub part_of: Option<PathBuf>,
    /// The template itself, and the files that it takes in: [`FileId`] counts them.
    pub files: Vec<Included>,
}

/// The directory that the CDK writes templates to.
pub(crate) const CDK_OUTPUT: &str = "cdk.out";

/// Whether a file is one that the CDK writes.
pub(crate) fn is_in_cdk_output(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == CDK_OUTPUT)
}

impl Extraction {
    fn new(path: &Path, text: &str) -> Self {
        Self {
            patterns: Vec::new(),
            open: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            misplaced: Vec::new(),
            assumed: Vars::new(),
            generated: is_in_cdk_output(path),
            part_of: None,
            files: vec![Included {
                path: path.to_owned(),
                text: text.into(),
            }],
        }
    }

    /// Says once that the template expands to more than is looked at.
    fn spent(&mut self) {
        let spent = Context::spent();
        if self.problems.last() != Some(&spent) {
            self.problems.push(spent);
        }
    }

    /// A file that is a pattern. A byte order mark in front belongs to the file, not to the pattern.
    pub fn of_pattern(path: &Path, text: &str) -> Self {
        let mut new = Self::new(path, text);
        let place = Place::new(FileId::TEMPLATE, 0, text.len());
        let mark = match text.starts_with('\u{feff}') {
            true => '\u{feff}'.len_utf8(),
            false => 0,
        };
        let mut pattern = Text::default();
        let whole = Text::of_file(text, FileId::TEMPLATE);
        pattern.push_range(&whole, crate::json::Span::new(mark, text.len()));
        new.patterns.push(Found {
            id: String::new(),
            aliases: Vec::new(),
            used_by: Use::PatternFile,
            source: None,
            format: Format::Pattern,
            form: Form::Text,
            text: pattern,
            stringified: None,
            place,
            own: Some(place),
            shared: Arc::new([]),
            key: Place::new(FileId::TEMPLATE, 0, 0),
            nulls: Vec::new(),
            collapsed: Vec::new(),
            emits: Vec::new(),
            beside: Vec::new(),
            state: RuleState::Unknown,
            bus: Bus::Default,
            targets: 0,
            texts: Vec::new(),
            was: None,
            declared: Arc::default(),
            ignored: Vec::new(),
        });
        new
    }

    /// A file of which nothing is known but why it cannot be read.
    pub fn unread(path: &Path, text: &str, problem: Problem) -> Self {
        let mut new = Self::new(path, text);
        new.problems.push(problem);
        new
    }

    /// Takes the patterns that stand in files of their own for filters of this place. For the data of
    /// a V2 subscriber, the rules and archives of templates too: whether they could move there.
    pub fn taken_for(&mut self, dialect: Dialect) {
        let to_v2 = matches!(dialect, Dialect::BusV2(_));
        for found in &mut self.patterns {
            let moves = match found.used_by {
                Use::PatternFile => true,
                Use::Rule | Use::Archive => to_v2,
                _ => false,
            };
            if moves {
                found.was = Some(found.used_by);
                (found.used_by, found.source) = Use::of(dialect);
            }
        }
    }

    /// Whether this is a file that is a pattern.
    pub fn is_pattern(&self) -> bool {
        matches!(self.patterns.as_slice(), [found] if found.format == Format::Pattern)
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
        "json" | "tfstate" => Some(Syntax::Json),
        "yaml" | "yml" => Some(Syntax::Yaml),
        "tf" | "tofu" | "hcl" | "tfvars" => Some(Syntax::Hcl),
        // `.template` is either, and so is a template that some other tool fills in.
        "template" | "tpl" if text.trim_start().starts_with('{') => Some(Syntax::Json),
        "template" | "tpl" => Some(Syntax::Yaml),
        _ => None,
    }
}

/// The endings of file names that [`extract`] looks at.
pub const EXTENSIONS: [&str; 10] = [
    "json", "yaml", "yml", "tf", "tofu", "hcl", "tfvars", "tfstate", "template", "tpl",
];

/// Whether a text may hold patterns at all: a look at its words, before anything is parsed.
fn is_promising(text: &str, syntax: Syntax) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    match syntax {
        Syntax::Hcl => {
            has("event_pattern")
                || has("event_rule_pattern")
                || has("filter_criteria")
                || has("filter_policy")
                || has("filter_pattern")
                || has("awscc_")
        }
        Syntax::Json | Syntax::Yaml => {
            // `EventPattern`, `filterPolicy`, `FilterCriteria`, `filter_pattern`, `filterPatterns`
            has("Pattern")
                && (has("ventPattern")
                    || has("ilterPattern")
                    || has("AWS::")
                    || has("CloudWatchEvent"))
                || has("FilterCriteria")
                || has("ilterPolicy")
                || has("filterCriteria")
                || has("eventBridge")
                || has("cloudwatchEvent")
                || has("event_pattern")
                || has("filter_criteria")
                || has("filter_policy")
                || has("cloudwatchevent_rule")
                || has("service:") && has("${file(")
        }
    }
}

/// Whether a text may hold patterns of a template, by its path and its words. Most texts of a
/// project do not, and need not be parsed.
pub fn may_hold_patterns(path: &Path, text: &str) -> bool {
    syntax(path, text).is_some_and(|syntax| is_promising(text, syntax))
}

/// Whether a text names an event pattern, in whatever form.
pub fn names_a_pattern(text: &str) -> bool {
    ["EventPattern", "eventPattern", "event_pattern"]
        .iter()
        .any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
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
    let files = OnDisk::below(crate::input::root::Roots::of(path));
    extract_with(path, text, vars, &files)
}

/// As [`extract`], with the files that the template takes in from elsewhere.
pub fn extract_with(path: &Path, text: &str, vars: &Vars, files: &dyn Files) -> Option<Extraction> {
    let syntax = syntax(path, text)?;
    if !is_promising(text, syntax) {
        return None;
    }
    let mut out = Extraction::new(path, text);
    let most = match syntax {
        Syntax::Json if generic::is_state_text(text) => LARGEST_STATE,
        _ => LARGEST,
    };
    if text.len() > most {
        let message = format!(
            "larger than {} MiB, the most that is read of a template",
            most >> 20
        );
        out.problems.push(Problem::new(message));
        return Some(out);
    }
    let context = Context::new(path, vars, files);
    let known = match syntax {
        Syntax::Hcl => {
            terraform::extract(text, &context, &mut out);
            true
        }
        Syntax::Json => of_json(text, &context, &mut out),
        Syntax::Yaml => of_yaml(text, &context, &mut out),
    };
    if !known {
        return None;
    }
    context.finish(&mut out);
    if out.patterns.len() > MOST_PATTERNS {
        out.patterns.truncate(MOST_PATTERNS);
        let message = format!("more than {MOST_PATTERNS} patterns: the rest is left out");
        out.problems.push(Problem::new(message));
    }
    let empty = out.patterns.is_empty()
        && out.open.is_empty()
        && out.problems.is_empty()
        && out.misplaced.is_empty();
    (!empty).then_some(out)
}

/// Reads a template in JSON; whether it is one.
fn of_json(text: &str, context: &Context<'_>, out: &mut Extraction) -> bool {
    let mut tree = Tree::default();
    let source: Arc<str> = text.into();
    let own = Host::File(FileId::TEMPLATE);
    let root = match tree.read_json(source.clone(), own.clone()) {
        Ok(root) => root,
        Err(problem) => {
            // CloudFormation reads JSON as the YAML that it is: with a comma too many, and comments.
            if text.len() > LARGEST {
                return false;
            }
            let mut tree = Tree::default();
            let roots = tree
                .read_yaml(source, own, Schema::Yaml11)
                .unwrap_or_default();
            if let Some(root) = roots
                .first()
                .filter(|root| cloudformation::is_template(&tree, **root))
            {
                cloudformation::extract(&tree, *root, context, Engine::CloudFormation, out);
                return true;
            }
            let is_meant = looks_like_a_template(text);
            if is_meant {
                out.problems.push(problem);
            }
            return is_meant;
        }
    };
    if cloudformation::is_template(&tree, root) {
        include::expand(&mut tree, context, include::Way::CloudFormation);
        cloudformation::extract(&tree, root, context, Engine::CloudFormation, out);
        return true;
    }
    if serverless::is_service(&tree, root) {
        include::expand(&mut tree, context, include::Way::Serverless);
        serverless::extract(&tree, root, context, out);
        return true;
    }
    if cloudformation::is_fragment(&tree, root) {
        cloudformation::extract(&tree, root, context, Engine::CloudFormation, out);
        return true;
    }
    terraform::extract_json(&tree, root, context, out)
        || generic::extract(&tree, root, context, out)
}

/// Reads a template in YAML; whether it is one.
fn of_yaml(text: &str, context: &Context<'_>, out: &mut Extraction) -> bool {
    // Only `service` begins a service file's own language; its parts are read as it is.
    let is_service = text.lines().any(|line| line.starts_with("service:"));
    let is_whole = is_service || text.contains("AWSTemplateFormatVersion");
    let service = match is_whole {
        true => None,
        false => part::service_of(context.path, context.files),
    };
    let is_part = service.is_some() || !is_whole && part::speaks_serverless(text);
    let engine = match is_part {
        true => Engine::Serverless,
        false => Engine::CloudFormation,
    };
    let schema = if is_service || is_part {
        Schema::Core
    } else {
        Schema::Yaml11
    };
    let mut tree = Tree::default();
    let roots = match tree.read_yaml(text.into(), Host::File(FileId::TEMPLATE), schema) {
        Ok(roots) => roots,
        // Text that is yet to be made into YAML by some other tool.
        Err(_) if text.contains("{{") && !text.contains("{{resolve:") || text.contains("{%") => {
            return false;
        }
        Err(problem) if looks_like_a_template(text) || is_service => {
            out.problems.push(problem);
            return true;
        }
        Err(_) => return false,
    };
    let mut known = false;
    for root in roots {
        if cloudformation::is_template(&tree, root) {
            include::expand(&mut tree, context, include::Way::CloudFormation);
            cloudformation::extract(&tree, root, context, engine, out);
            known = true;
        } else if serverless::is_service(&tree, root) {
            include::expand(&mut tree, context, include::Way::Serverless);
            serverless::extract(&tree, root, context, out);
            known = true;
        } else if cloudformation::is_fragment(&tree, root) {
            cloudformation::extract(&tree, root, context, engine, out);
            known = true;
        } else {
            known |= generic::extract(&tree, root, context, out);
        }
    }
    let has_some = !(out.patterns.is_empty() && out.open.is_empty());
    out.part_of = service.filter(|service| {
        let find = || {
            let text = context.files.text(service).ok();
            text.and_then(|text| extract_with(service, &text, context.vars, context.files))
                .map_or_else(Parts::new, |service| part::with_patterns(&service))
        };
        has_some && {
            let parts = context.files.parts(service, &find);
            parts.contains(&plain(context.path))
        }
    });
    known
}

/// What keeps a text from being read as what its path says that it is written in.
pub fn unreadable(path: &Path, text: &str) -> Option<Problem> {
    let mut tree = Tree::default();
    let own = Host::File(FileId::TEMPLATE);
    match syntax(path, text)? {
        Syntax::Json => tree.read_json(text.into(), own).err(),
        Syntax::Yaml => tree.read_yaml(text.into(), own, Schema::Yaml11).err(),
        // Its reader tells what it cannot read.
        Syntax::Hcl => None,
    }
}

/// Whether a text that could not be read was meant to be a CloudFormation template.
fn looks_like_a_template(text: &str) -> bool {
    text.contains("AWS::") && text.contains("Resources")
}

#[cfg(test)]
mod tests;
