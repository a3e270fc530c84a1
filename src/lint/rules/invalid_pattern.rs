//! The service refuses the pattern: not JSON, wrong structure, or an operator used wrongly.

use crate::advice::Refusal;
use crate::json::{Document, NodeKind, Span};
use crate::lint::subject::ENVELOPE;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::pattern::{PatternError, PatternErrorKind as Kind};
use crate::template::{Format, Outcome, Place, carriers};

pub(super) static RULE: Rule = Rule {
    code: "invalid-pattern",
    severity: Severity::Error,
    about: "the service refuses the pattern: not JSON, wrong structure, or an operator used wrongly",
    why: "The messages are the service's. The service reports only the first mistake; here the \
          others are reported too. Values and operators go in a list, each operator in its own \
          object.",
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
    let found = subject.found;
    let start = found.text.place(Span::new(0, found.text.len())).span.start;
    if found.format == Format::Pattern && found.place.span.start < start {
        let span = Span::new(found.place.span.start, start);
        let place = Place {
            span,
            ..found.place
        };
        let message = "the file starts with a byte order mark, which JSON does not allow";
        let draft = Draft::at_place(place, message).help("save it as UTF-8 without one");
        out.add(draft);
    }
    let refusals: Vec<_> = subject
        .refusals
        .iter()
        .filter(|refusal| {
            !matches!(
                refusal.kind,
                Kind::TooLong | Kind::TooComplex | Kind::TooManyAlternatives
            ) && !super::or_misspelt::is_the_reason(subject, refusal)
        })
        .collect();
    let first = refusal(subject).map(PatternError::span);
    for refusal in &refusals {
        let mut draft = Draft::at(refusal.span, &*refusal.reason).path(path(subject, refusal));
        if let Some(advice) = &refusal.advice {
            draft = draft.help(&*advice.help);
        }
        if refusals.len() > 1 && first == Some(refusal.span) {
            draft = draft.note("the service reports this mistake, in these words, and no other");
        }
        out.add(match idea(subject, refusal) {
            Some((span, new, safety)) => draft.idea(span, new, safety),
            None => draft,
        });
    }
}

/// Why the pattern is refused, where it is.
pub(super) fn refusal<'s>(subject: &'s Subject<'_>) -> Option<&'s PatternError> {
    match &subject.settled.outcome {
        Outcome::Refused(error) => Some(error),
        Outcome::Pattern(_) | Outcome::Unclear => None,
    }
}

/// The path of the field at which a mistake stands.
fn path(subject: &Subject<'_>, refusal: &Refusal) -> String {
    let mut path = String::new();
    let cleaned;
    let document = match &subject.document {
        Some(document) => document,
        // A comma too many does not change where everything else stands.
        None => match Document::parse(crate::advice::cleaned(subject.settled.text.as_str())) {
            Ok(document) => {
                cleaned = document;
                &cleaned
            }
            Err(_) => return path,
        },
    };
    let at = refusal.span.start;
    let mut object = 0;
    while let Some(child) = document.children(object).find(|child| {
        let node = document.node(*child);
        let start = if node.key.is_empty() {
            node.span
        } else {
            node.key
        }
        .start;
        start <= at && at < node.span.end
    }) {
        if let Some(key) = document.key(child).filter(|key| *key != "$or") {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&key);
        }
        let is_or = document.key(child).as_deref() == Some("$or");
        let is_branch = document.node(child).key.is_empty();
        match document.node(child).kind {
            NodeKind::Object => object = child,
            NodeKind::Array if is_or && !is_branch => object = child,
            _ => break,
        }
    }
    path
}

/// What can be written instead. A value of the envelope is a string, so it is certain what belongs
/// there; elsewhere it is a guess.
fn idea(subject: &Subject<'_>, refusal: &Refusal) -> Option<(Span, String, Safety)> {
    if refusal.kind == Kind::Syntax
        && let Some((span, text)) = mended(subject.settled.text.as_str())
    {
        return Some((span, text, Safety::Safe));
    }
    let advice = refusal.advice.as_ref()?;
    let new = advice.instead.clone()?;
    if refusal.kind == Kind::Syntax {
        return Some((advice.covers, new, Safety::Safe));
    }
    let document = subject.document.as_ref()?;
    let (id, node) = (0_u32..)
        .zip(document.nodes())
        .find(|(_, node)| node.span == advice.covers)?;
    let is_string = node.kind == NodeKind::String;
    if !is_string || new != format!("[{}]", document.text().get(node.span.start..node.span.end)?) {
        return Some((advice.covers, new, Safety::Unsafe));
    }
    let key = crate::json::unquote(node.key.of(document.text()));
    let of_envelope = ENVELOPE.contains(&&*key) && key != "detail";
    let safety = match subject.has_envelope() && document.parent(id) == 0 && of_envelope {
        true => Safety::Safe,
        false => Safety::Unsafe,
    };
    Some((advice.covers, new, safety))
}

/// A text that is JSON but for comments, commas, quotes and blanks that JSON does not have: the part
/// that has all of these, and what belongs there.
fn mended(text: &str) -> Option<(Span, String)> {
    let quirks = carriers::blemishes(text);
    let span = Span::new(quirks.first()?.span.start, quirks.last()?.span.end);
    let (mut new, mut from) = (String::new(), span.start);
    for quirk in &quirks {
        new.push_str(text.get(from..quirk.span.start)?);
        new.push_str(&quirk.instead);
        from = quirk.span.end;
    }
    let whole = format!("{}{new}{}", text.get(..span.start)?, text.get(span.end..)?);
    Document::parse(whole).is_ok().then_some((span, new))
}

/// The whole text with that in its place.
pub(in crate::lint) fn mended_whole(text: &str) -> Option<String> {
    let (span, new) = mended(text)?;
    Some(format!(
        "{}{new}{}",
        text.get(..span.start)?,
        text.get(span.end..)?
    ))
}
