//! Which part of a document is a pattern, or is to become one: where the reader found it, or where the
//! words of the template say so.

use crate::json::Span;
use crate::lsp::analysis::Kind;
use crate::lsp::sketch::Style;
use crate::lsp::state::Open;
use crate::template::Form;

/// A part of a document that is a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) span: Span,
    pub(super) style: Style,
    /// Whether the pattern sees events with their envelope.
    pub(super) sees_envelopes: bool,
}

/// The keys that a pattern stands behind, and whether it sees the envelope of events.
const KEYS: [(&str, bool); 12] = [
    ("EventPattern", true),
    ("eventPattern", true),
    ("event_pattern", true),
    ("Pattern", true),
    ("pattern", true),
    ("eventBridge", true),
    ("FilterPattern", false),
    ("filter_pattern", false),
    ("FilterPolicy", false),
    ("filterPolicy", false),
    ("filter_policy", false),
    ("filterPatterns", false),
];

/// The pattern that a cursor stands in.
pub(super) fn at(open: &Open, cursor: usize) -> Option<Region> {
    let text: &str = open.lines.text();
    let analysis = open.analysis();
    let view = analysis.view();
    if let Some(view) = view
        && let Some((_, found)) = view.at(cursor)
        && let Some(span) = view.span(found.place)
        && (found.form == Form::Object || span.of(text).contains('{'))
    {
        let style = style_of(open, span, found.form);
        // The value of a mapping ends with its last line; what is typed below it belongs to it, too.
        let end = match style {
            Style::YamlBlock => below(text, span),
            _ => span.end,
        };
        return Some(Region {
            span: Span::new(span.start, end.max(cursor)),
            style,
            sees_envelopes: found.used_by.sees_envelopes(),
        });
    }
    if let Kind::Patterns(patterns) = &analysis.kind
        && patterns.extraction.is_pattern()
    {
        return Some(Region {
            span: Span::new(0, text.len()),
            style: Style::Json,
            sees_envelopes: true,
        });
    }
    by_words(open, cursor)
}

fn is_hcl(open: &Open) -> bool {
    let extension = open.path.extension().and_then(|e| e.to_str());
    matches!(extension, Some("tf" | "tofu" | "hcl"))
}

fn style_of(open: &Open, span: Span, form: Form) -> Style {
    let text: &str = open.lines.text();
    let body = span.of(text);
    let is_json_file = text.trim_start().starts_with('{');
    if is_hcl(open) {
        let open_bracket = body
            .find('{')
            .map_or("", |at| body.get(at + 1..).unwrap_or(""));
        return match open_bracket.trim_start().starts_with("\\\"") {
            true => Style::Escaped,
            // In a heredoc every key has quotes and a colon.
            false if body.contains("<<") => Style::Json,
            false => Style::Hcl,
        };
    }
    match (is_json_file, form) {
        (true, Form::Text) if body.contains("\\\"") => Style::Escaped,
        (true, _) | (false, Form::Text) => Style::Json,
        (false, Form::Object) if body.trim_start().starts_with('{') => Style::YamlFlow,
        (false, Form::Object) => Style::YamlBlock,
    }
}

/// Where the lines end that a mapping goes over, those included that only its indentation gives to it.
fn below(text: &str, span: Span) -> usize {
    let start = text
        .get(..span.start)
        .and_then(|t| t.rfind('\n'))
        .map_or(0, |at| at + 1);
    let column = span.start - start;
    let mut end = span.end;
    let rest = text.get(span.end..).unwrap_or("");
    for line in rest.split_inclusive('\n') {
        let body = line.trim_end();
        let indent = body.len() - body.trim_start().len();
        if !body.is_empty() && indent < column && end > span.end {
            break;
        }
        end += line.len();
    }
    end
}

/// The value of the nearest key above a cursor that patterns stand behind.
fn by_words(open: &Open, cursor: usize) -> Option<Region> {
    match is_hcl(open) || open.lines.text().trim_start().starts_with('{') {
        true => in_brackets(open, cursor),
        false => in_yaml(open, cursor),
    }
}

/// In JSON and HCL: behind the last such key, as long as its bracket is open.
fn in_brackets(open: &Open, cursor: usize) -> Option<Region> {
    let text: &str = open.lines.text();
    let before = text.get(..cursor)?;
    let (at, key, sees_envelopes) = KEYS
        .iter()
        .filter_map(|(key, sees)| Some((before.rfind(key)?, *key, *sees)))
        .max_by_key(|(at, key, _)| (*at, key.len()))?;
    let start = at + key.len();
    let between = text.get(start..cursor)?;
    let first = between.find('{')?;
    let (mut depth, mut in_string, mut escaped) = (0_i32, false, false);
    for c in between.get(first..)?.chars() {
        match c {
            '\\' if in_string => {
                escaped = !escaped;
                continue;
            }
            '"' if !escaped => in_string = !in_string,
            '\n' => in_string = false,
            '{' | '[' if !in_string => depth += 1,
            '}' | ']' if !in_string => depth -= 1,
            _ => {}
        }
        escaped = false;
        if depth <= 0 && !in_string {
            return None;
        }
    }
    let style = match (between.get(..first)?, is_hcl(open)) {
        (head, _) if between.contains("\\\"") && head.contains('"') => Style::Escaped,
        (head, true) if head.contains("<<") => Style::Json,
        (_, true) => Style::Hcl,
        (_, false) => Style::Json,
    };
    Some(Region {
        span: Span::new(start + first, text.len()),
        style,
        sees_envelopes,
    })
}

/// In YAML: up the lines with less and less indentation.
fn in_yaml(open: &Open, cursor: usize) -> Option<Region> {
    let lines = &open.lines;
    let here = lines.line_of(cursor);
    let mut column = cursor - lines.start_of(here);
    let own = lines.line(here);
    if !own.trim().is_empty() {
        column = own.len() - own.trim_start().len();
    }
    for line in (0..=here).rev() {
        let text = lines.line(line);
        let body = text.trim_start();
        let indent = text.len() - body.len();
        let is_above = line < here && indent < column;
        if body.is_empty() || body.starts_with('#') || !(is_above || line == here) {
            continue;
        }
        let bare = body.trim_start_matches("- ").trim_start();
        let key = KEYS.iter().find_map(|(key, sees)| {
            let rest = bare.trim_start_matches(['"', '\'']).strip_prefix(key)?;
            let rest = rest.trim_start_matches(['"', '\'']).strip_prefix(':')?;
            Some((rest, *sees))
        });
        let Some((rest, sees_envelopes)) = key else {
            column = column.min(indent);
            if indent == 0 && line < here {
                return None;
            }
            continue;
        };
        let behind = lines.start_of(line) + text.len() - rest.len();
        let is_text = rest.trim_start().starts_with(['|', '>', '\'', '"']) || rest.contains("!Sub");
        let is_flow = rest.trim_start().starts_with('{');
        if line == here && !is_flow && !is_text || cursor < behind {
            return None;
        }
        let (start, style) = match (is_text, is_flow) {
            (true, _) => (behind, Style::Json),
            (_, true) => (behind, Style::YamlFlow),
            _ => (lines.start_of(line + 1), Style::YamlBlock),
        };
        // Up to the next line that is no further in than the key.
        let end = (line + 1..lines.count())
            .find(|next| {
                let text = lines.line(*next);
                let body = text.trim_start();
                *next > here && !body.is_empty() && text.len() - body.len() <= indent
            })
            .map_or(lines.text().len(), |next| lines.start_of(next));
        return Some(Region {
            span: Span::new(start.min(cursor), end.max(cursor)),
            style,
            sees_envelopes,
        });
    }
    None
}
