//! The service refuses the pattern: not JSON, wrong structure, or an operator used wrongly.

use crate::json::{NodeKind, Span};
use crate::lint::{Check, Draft, Example, Fix, Out, Rule, Severity, Subject};
use crate::pattern::{PatternError, PatternErrorKind as Kind};
use crate::spelling;
use crate::template::{Form, Outcome, Place};

pub(super) static RULE: Rule = Rule {
    code: "invalid-pattern",
    severity: Severity::Error,
    about: "the service refuses the pattern: not JSON, wrong structure, or an operator used wrongly",
    why: "The message is the service's own, and so is the order in which mistakes are found: mend \
          one and the next comes up. Operators stand in an array, each in an object of its own; a \
          value stands in an array too.",
    fires: &[
        Example::Pattern(r##"{"source": "aws.ec2"}"##),
        Example::Pattern(r##"{"detail": {"state": [{"starts-with": "run"}]}}"##),
        Example::Pattern(r##"{"source": ["aws.ec2"],}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"source": "aws.ec2", "account": ["${AWS::AccountId}"]}'"##,
        ),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["aws.ec2"]}"##),
        Example::Pattern(r##"{"detail": {"state": [{"prefix": "run"}]}}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"source": ["aws.ec2"], "x": [{"cidr": "${Block}"}]}'"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(error) = refusal(subject) else {
        return;
    };
    if matches!(
        error.kind(),
        Kind::TooLong | Kind::TooComplex | Kind::TooManyAlternatives
    ) || super::or_misspelt::is_the_reason(subject, error)
    {
        return;
    }
    let help = help(subject, error);
    let draft = Draft::at(error.span(), error.reason()).fix(wrapped(subject, error));
    out.add(match help {
        Some(help) => draft.help(help),
        None => draft,
    });
}

/// Why the pattern is refused, where it is.
pub(super) fn refusal<'s>(subject: &'s Subject<'_>) -> Option<&'s PatternError> {
    match &subject.settled.outcome {
        Outcome::Refused(error) => Some(error),
        Outcome::Pattern(_) | Outcome::Unclear => None,
    }
}

fn help(subject: &Subject<'_>, error: &PatternError) -> Option<String> {
    let source = error.span().of(error.text());
    if error.kind() == Kind::FieldValue
        && let Some(key) = key_of(subject, error)
        && OPERATORS.contains(&&*key)
    {
        return Some(format!(
            "an operator stands in an array: [{{\"{key}\": {source}}}]"
        ));
    }
    if error.kind() == Kind::UnknownOperator {
        let name = crate::json::unquote(source);
        if let Some(near) = spelling::nearest(&name, OPERATORS, str::to_lowercase, |_| 2) {
            return Some(format!("the operator is called `{near}`"));
        }
        // A list of objects is what the event has there, not what a pattern asks with.
        let is_field = matches!(
            behind(subject, error),
            Some(NodeKind::Array | NodeKind::Object)
        );
        if is_field {
            return Some(
                "fields of an array's elements stand in an object, without an array around it"
                    .to_owned(),
            );
        }
    }
    crate::advice::of_pattern(error)
}

/// What stands behind the key that an error is about.
fn behind(subject: &Subject<'_>, error: &PatternError) -> Option<NodeKind> {
    let document = subject.document.as_ref()?;
    let node = document
        .nodes()
        .iter()
        .find(|node| node.key == error.span())?;
    Some(node.kind)
}

/// The key in front of the value that an error is about.
fn key_of(subject: &Subject<'_>, error: &PatternError) -> Option<String> {
    let document = subject.document.as_ref()?;
    let id = (0_u32..)
        .zip(document.nodes())
        .find(|(_, node)| node.span.start == error.span().start)?
        .0;
    document.key(id).map(std::borrow::Cow::into_owned)
}

/// A value that lacks its array, with one around it.
fn wrapped(subject: &Subject<'_>, error: &PatternError) -> Option<Fix> {
    if error.kind() != Kind::FieldValue || subject.settled.is_unknown(error.span()) {
        return None;
    }
    let key = key_of(subject, error)?;
    let source = error.span().of(error.text());
    if OPERATORS.contains(&&*key) || source.starts_with('{') {
        return None;
    }
    let place = subject.settled.text.place(error.span());
    // A YAML scalar over several lines, or with brackets in it, cannot simply be taken into a list.
    let simple =
        |c: char| c.is_alphanumeric() || matches!(c, '"' | '.' | '-' | '_' | ' ' | '/' | ':');
    if subject.found.form == Form::Object && !source.chars().all(simple) {
        return None;
    }
    let (start, end) = (place.span.start, place.span.end);
    let at = |offset| Place {
        file: place.file,
        span: Span::new(offset, offset),
    };
    Some(Fix {
        edits: vec![(at(start), "[".to_owned()), (at(end), "]".to_owned())],
    })
}

/// The operators that exist.
pub(super) const OPERATORS: [&str; 8] = [
    "prefix",
    "suffix",
    "equals-ignore-case",
    "wildcard",
    "anything-but",
    "numeric",
    "cidr",
    "exists",
];
