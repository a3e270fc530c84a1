//! An address that matches every spelling of it.

use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;
use crate::pattern::value::MatcherKind;

pub(super) static RULE: Rule = Rule {
    code: "address-by-value",
    severity: Severity::Note,
    about: "an address that matches every spelling of it",
    why: "A plain string that is an IP address is compared as an address: `10.0.0.1` also accepts \
          `010.0.0.1`, `::1` also `0:0:0:0:0:0:0:1`.",
    fires: &[
        Example::Pattern(r##"{"detail": {"ip": ["10.0.0.1"]}}"##),
        Example::Pattern(r##"{"detail": {"ip": ["::1"]}}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"detail": {"ip": ["10.0.0.1/32"]}}"##),
        Example::Pattern(r##"{"detail": {"ip": [{"cidr": "10.0.0.0/8"}]}}"##),
        Example::Pattern(r##"{"detail": {"version": ["1.2.3"]}}"##),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    for matcher in subject.matchers(condition) {
        if let MatcherKind::Address(_) = matcher.kind {
            let source = subject.source(matcher.span);
            let message =
                format!("{source} is compared as an address: every spelling of it matches");
            out.add(Draft::at(matcher.span, message).path(&*condition.path));
        }
    }
}
