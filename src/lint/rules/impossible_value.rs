//! A value that a field of the envelope cannot have.

use crate::lint::subject::{plain, shown};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::pattern::Condition;

pub(super) static RULE: Rule = Rule {
    code: "impossible-value",
    severity: Severity::Warning,
    about: "a value that a field of the envelope cannot have",
    why: "A region is written like `eu-west-1`, an account has twelve digits, and the sources of \
          AWS begin with `aws.` in lower case: `aws.ec2`, not `ec2.amazonaws.com`, which is the \
          `eventSource` inside of CloudTrail's `detail`.",
    fires: &[
        Example::Pattern(r##"{"region": ["eu_west_1"]}"##),
        Example::Pattern(r##"{"source": ["AWS.EC2"]}"##),
        Example::Pattern(r##"{"source": ["ec2.amazonaws.com"]}"##),
        Example::Pattern(r##"{"account": ["1234"]}"##),
        Example::Pattern(r##"{"source": [" aws.ec2"]}"##),
    ],
    silent: &[
        Example::Pattern(r##"{"region": ["eu-west-1", "us-gov-east-1", "ap-southeast-5"]}"##),
        Example::Pattern(r##"{"source": ["aws.ec2", "my.app", "aws.partner/example.com/x"]}"##),
        Example::Pattern(r##"{"detail": {"eventSource": ["ec2.amazonaws.com"]}}"##),
        Example::Pattern(r##"{"region": [{"prefix": "eu"}]}"##),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: 
        region: [!Ref AWS::Region]"##,
        ),
    ],
    look: Check::Condition(look),
};

fn look(subject: &Subject<'_>, condition: &Condition, out: &mut Out<'_>) {
    if !subject.has_envelope() {
        return;
    }
    let path = &*condition.path;
    for matcher in subject.matchers(condition) {
        let Some(value) = plain(&matcher.kind) else {
            continue;
        };
        let found = match path {
            "region" => region(value),
            "source" => source(value),
            "account" => account(value),
            "detail-type" => white_space(value, "`detail-type`"),
            _ => None,
        };
        // What nothing replaces is told by `unresolved-reference`.
        if let Some((message, help)) = found.filter(|_| !value.contains("${")) {
            let draft = Draft::at(matcher.span, message).path(path);
            out.add(match help {
                Some(help) => draft.help(help),
                None => draft,
            });
        }
    }
}

type Wrong = (String, Option<String>);

fn white_space(value: &str, what: &str) -> Option<Wrong> {
    (value.trim() != value || value.is_empty()).then(|| {
        let message = format!("{what} is never empty and has no white space at its ends");
        (message, Some(format!("write {:?}", value.trim())))
    })
}

fn region(value: &str) -> Option<Wrong> {
    let parts: Vec<_> = value.split('-').collect();
    let direction = |part: &str| {
        matches!(
            part,
            "north"
                | "south"
                | "east"
                | "west"
                | "central"
                | "northeast"
                | "southeast"
                | "northwest"
                | "southwest"
        )
    };
    let number = |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_digit());
    let area =
        |part: &str| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase());
    let fits = match parts.as_slice() {
        [first, inner @ .., where_, last] => {
            area(first) && inner.len() <= 1 && direction(where_) && number(last)
        }
        _ => false,
    };
    // Global events carry this region in some forms, and nothing is lost by asking.
    if fits || value == "aws-global" || value == "global" {
        return None;
    }
    let message = format!("{} is not a region", shown(&format!("{value:?}")));
    Some((
        message,
        Some("regions are written like \"eu-west-1\"".to_owned()),
    ))
}

fn source(value: &str) -> Option<Wrong> {
    if let Some(found) = white_space(value, "`source`") {
        return Some(found);
    }
    let lower = value.to_lowercase();
    if lower.starts_with("aws.") && !value.starts_with("aws.partner/") && value != lower {
        let message = format!("{value:?} is not a source: AWS's are in lower case");
        return Some((message, Some(format!("write {lower:?}"))));
    }
    let service = lower.strip_suffix(".amazonaws.com")?;
    let message = format!("{value:?} is the eventSource of CloudTrail, not a source of events");
    let help = match service.contains('.') {
        true => None,
        false => Some(format!(
            "the source is called \"aws.{service}\" or similar; ask for {value:?} at detail.eventSource"
        )),
    };
    Some((message, help))
}

fn account(value: &str) -> Option<Wrong> {
    let fits = value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit());
    (!fits).then(|| {
        let message = format!(
            "{} is not an account: accounts have twelve digits",
            shown(&format!("{value:?}"))
        );
        let help =
            (value.len() < 12 && !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()))
                .then(|| format!("leading zeros belong to it: \"{value:0>12}\""));
        (message, help)
    })
}
