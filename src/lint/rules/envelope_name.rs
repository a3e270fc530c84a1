//! A misspelt field of the envelope.

use crate::json::{Document, Span};
use crate::lint::subject::ENVELOPE;
use crate::lint::{Check, Draft, Example, Out, Rule, Safety, Severity, Subject};
use crate::spelling::{self, plain};

pub(super) static RULE: Rule = Rule {
    code: "envelope-name",
    severity: Severity::Warning,
    about: "a misspelt field of the envelope",
    why: "Events have `version`, `id`, `detail-type`, `source`, `account`, `time`, `region`, \
          `resources` and `detail` at the top, spelled like this. A condition on another name is \
          accepted, and never met.",
    fires: &[
        Example::Pattern(r##"{"detailType": ["x"]}"##),
        Example::Pattern(r##"{"Source": ["my.app"]}"##),
        Example::Pattern(r##"{"source": ["my.app"], "details": {"a": ["1"]}}"##),
        Example::Pattern(r##"{"source": ["my.app"], "detail_type": ["x"]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail-type": ["x"]}"##),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"detailType": ["x"]}}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  P:
    Type: AWS::Pipes::Pipe
    Properties:
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"detailType": ["x"]}'"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(document) = subject.document.as_ref().filter(|_| subject.has_envelope()) else {
        return;
    };
    for (key, name) in top_level(document) {
        if !subject.known(key) {
            continue;
        }
        if let Some(right) = meant(&name) {
            let message = format!("events have no field `{name}`");
            let draft = Draft::at(key, message).path(name);
            let draft = draft.help(format!("the field is called `{right}`"));
            // The same letters leave no doubt.
            let safety = match plain(&name_of(subject, key)) == plain(right) {
                true => Safety::Safe,
                false => Safety::Unsafe,
            };
            out.add(match document.member(0, right) {
                None => draft.idea(key, format!("\"{right}\""), safety),
                Some(_) => draft,
            });
        }
    }
}

/// The fields that a pattern asks for at the top, with those in the branches of an `$or` there.
pub(super) fn top_level(document: &Document<'_>) -> Vec<(Span, String)> {
    let mut fields = Vec::new();
    let mut objects = vec![0];
    while let Some(object) = objects.pop() {
        for id in document.children(object) {
            match document.key(id).as_deref() {
                Some("$or") => objects.extend(document.children(id)),
                Some(name) => fields.push((document.node(id).key, name.to_owned())),
                None => {}
            }
        }
    }
    fields
}

fn name_of(subject: &Subject<'_>, key: Span) -> String {
    crate::json::unquote(subject.source(key)).into_owned()
}

/// The field of the envelope that a name means without being it.
pub(in crate::lint) fn meant(name: &str) -> Option<&'static str> {
    // A path with dots is another way to write the object: it says nothing about the name.
    let name = name.split('.').next().unwrap_or(name);
    if ENVELOPE.contains(&name) {
        return None;
    }
    let name = plain(name);
    match &*name {
        "details" => return Some("detail"),
        "eventsource" => return Some("source"),
        "accountid" | "awsaccount" => return Some("account"),
        "awsregion" => return Some("region"),
        "eventtype" | "type" => return Some("detail-type"),
        "resource" => return Some("resources"),
        _ => {}
    }
    // One letter may differ, two in a long name.
    spelling::nearest(&name, ENVELOPE, plain, |field| match field.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    })
}
