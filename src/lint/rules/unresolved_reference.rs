//! A reference that nothing resolves.

use crate::json::{NodeKind, Span};
use crate::lint::{Check, Draft, Example, Out, Rule, Severity, Subject};
use crate::template::Format;

pub(super) static RULE: Rule = Rule {
    code: "unresolved-reference",
    severity: Severity::Warning,
    about: "a reference to a parameter or resource that nothing resolves",
    why: "`${AWS::AccountId}` is replaced only below `Fn::Sub`, and `!Ref` only in the template \
          itself, not inside a string or JSON text. Elsewhere the rule waits for an event with \
          exactly this text.",
    fires: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [my.app]
        account: ["${AWS::AccountId}"]"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: '{"source": ["my.app"], "detail": {"topic": ["!Ref Topic"]}}'"##,
        ),
    ],
    silent: &[
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"source": ["my.app"], "account": ["${AWS::AccountId}"], "detail": {"x": ["${!AWS::Region}"]}}'"##,
        ),
        Example::Template(
            ".yaml",
            r##"Resources:
  R:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [my.app]
        detail: {template: ["${customer.name}"]}"##,
        ),
        Example::Pattern(r##"{"source": ["my.app"], "detail": {"template": ["${AWS::Region}"]}}"##),
    ],
    look: Check::Any(look),
};

/// How the short forms of functions begin.
const TAGS: [&str; 7] = [
    "!Ref ",
    "!Sub ",
    "!GetAtt ",
    "!Join ",
    "!Select ",
    "!ImportValue ",
    "!FindInMap ",
];

fn look(subject: &Subject<'_>, out: &mut Out<'_>) {
    let cloudformation = matches!(
        subject.found.format,
        Format::CloudFormation | Format::Sam | Format::Serverless
    );
    let Some(document) = subject.document.as_ref().filter(|_| cloudformation) else {
        return;
    };
    for (id, node) in (0_u32..).zip(document.nodes()) {
        let strings = [
            (node.kind == NodeKind::String).then_some(node.span),
            (!node.key.is_empty()).then_some(node.key),
        ];
        for span in strings.into_iter().flatten() {
            if !subject.known(span) {
                continue;
            }
            let text = crate::json::unquote(subject.source(span)).into_owned();
            if TAGS.iter().any(|tag| text.starts_with(tag)) {
                let message = format!("{text:?} is matched as this exact text");
                let help = match text.split_once(' ') {
                    Some(("!Ref", name)) => {
                        format!(
                            "put the pattern below Fn::Sub and write ${{{}}}",
                            name.trim()
                        )
                    }
                    Some(("!GetAtt", name)) => {
                        format!(
                            "put the pattern below Fn::Sub and write ${{{}}}",
                            name.trim()
                        )
                    }
                    _ => {
                        "functions work only in the template itself, not inside strings".to_owned()
                    }
                };
                out.add(Draft::at(span, message).help(help));
            } else if let Some(name) = reference(subject, &text, span) {
                let message = format!("nothing replaces `${{{name}}}` here");
                let help = match document.key(id) {
                    Some(_) if span == node.key => "it has to be below Fn::Sub".to_owned(),
                    _ => format!("put it below Fn::Sub: !Sub {text:?}"),
                };
                out.add(Draft::at(span, message).help(help));
            }
        }
    }
}

/// The first name in a string that `Fn::Sub` would replace, and that stands there by mistake.
fn reference(subject: &Subject<'_>, text: &str, span: Span) -> Option<String> {
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let behind = rest.get(start + 2..)?;
        let end = behind.find('}')?;
        let name = behind.get(..end)?.trim();
        let first = name.split('.').next().unwrap_or(name);
        if name.starts_with("AWS::") || subject.found.declared.contains(first) {
            // Below Fn::Sub `${!x}` is how these letters are written.
            let source = subject.source(span);
            let at = source.find(&format!("${{{name}}}"))?;
            let inner = Span::new(span.start + at, span.start + at + name.len() + 3);
            return subject
                .settled
                .text
                .exact_place(inner)
                .is_some()
                .then(|| name.to_owned());
        }
        rest = behind.get(end + 1..)?;
    }
    None
}
