//! A top-level field that events do not have.

use super::envelope_name::{meant, top_level};
use crate::lint::subject::ENVELOPE;
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};

pub(super) static RULE: Rule = Rule {
    code: "unknown-field",
    severity: Severity::Warning,
    about: "a top-level field that events do not have",
    why: "What an application sends is below `detail`. At the top there is only the envelope, so a \
          condition on anything else is never met, but for `{\"exists\": false}`, which always is.",
    fires: &[
        Example::Pattern(r##"{"source": ["my.app"], "orderId": ["1"]}"##),
        Example::Pattern(r##"{"state": ["stopped"]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"orderId": ["1"]}}"##),
        Example::Pattern(r##"{"replay-name": [{"exists": false}], "source": ["my.app"]}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  P:
    Type: AWS::Pipes::Pipe
    Properties:
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": {"id": ["1"]}}'"##,
        ),
    ],
    look: Check::Any(look),
};

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let Some(document) = subject.document.as_ref().filter(|_| subject.has_envelope()) else {
        return;
    };
    if subject.settled.pattern().is_none() {
        return;
    }
    for (key, name) in top_level(document) {
        let first = name.split('.').next().unwrap_or(&name);
        if ENVELOPE.contains(&first)
            || meant(&name).is_some()
            || !subject.known(key)
            // Told by `operator-as-field`.
            || crate::advice::instead_of_dollar(first).is_some()
        {
            continue;
        }
        let draft =
            Draft::at(key, format!("events have no field `{name}` at the top")).path(&*name);
        out.add(draft.help(format!(
            "what an application or a service sends is below `detail`: detail.{name}"
        )));
    }
}
