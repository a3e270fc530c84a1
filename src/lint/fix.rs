//! Mending what can be mended without changing anything else.

use super::Finding;
use crate::template::FileId;
use std::fmt::Write as _;

/// The text with the fixes of all findings in it, where there are any; of two that overlap the
/// first.
pub fn mended(text: &str, findings: &[Finding]) -> Option<String> {
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
    let mut taken: Vec<(usize, usize, &str)> = Vec::new();
    for fix in fixes {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .filter(|(place, _)| place.file == FileId::TEMPLATE)
            .map(|(place, new)| (place.span.start, place.span.end, new.as_str()))
            .collect();
        let clear = edits
            .iter()
            .all(|(start, end, _)| taken.iter().all(|(from, to, _)| end < from || to < start));
        if edits.len() == fix.edits.len() && clear {
            taken.extend(edits);
        }
    }
    taken.sort_unstable();
    if taken.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut from = 0;
    for (start, end, new) in taken {
        out.push_str(text.get(from..start)?);
        out.push_str(new);
        from = end;
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

/// What changed, as `diff -u` shows it. Fixes never add or remove a line.
pub fn diff(name: &str, before: &str, after: &str) -> String {
    const CONTEXT: usize = 3;
    let old: Vec<_> = before.split_inclusive('\n').collect();
    let new: Vec<_> = after.split_inclusive('\n').collect();
    let changed: Vec<usize> = old
        .iter()
        .zip(&new)
        .enumerate()
        .filter_map(|(index, (old, new))| (old != new).then_some(index))
        .collect();
    let mut out = String::new();
    if changed.is_empty() {
        return out;
    }
    // Writing to a String cannot fail.
    let _ = writeln!(out, "--- a/{name}\n+++ b/{name}");
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for index in changed {
        let (from, to) = (
            index.saturating_sub(CONTEXT),
            (index + CONTEXT + 1).min(old.len()),
        );
        match groups.last_mut() {
            Some(last) if from <= last.1 => last.1 = to,
            _ => groups.push((from, to)),
        }
    }
    for (from, to) in groups {
        let _ = writeln!(out, "@@ -{0},{1} +{0},{1} @@", from + 1, to - from);
        let pairs = old.iter().zip(&new).take(to).skip(from);
        // Lines that change together stand together, the old ones first.
        let mut added = String::new();
        for (old, new) in pairs {
            if old == new {
                out.push_str(&std::mem::take(&mut added));
                line(&mut out, ' ', old);
            } else {
                line(&mut out, '-', old);
                line(&mut added, '+', new);
            }
        }
        out.push_str(&added);
    }
    out
}

fn line(out: &mut String, sign: char, line: &str) {
    out.push(sign);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_what_changed() {
        let before: String = (1..=20).map(|n| format!("line {n}\n")).collect();
        let after = before
            .replace("line 3\n", "LINE 3\n")
            .replace("line 17\n", "LINE 17\n");
        insta::assert_snapshot!(diff("a.json", &before, &after), @r"
        --- a/a.json
        +++ b/a.json
        @@ -1,6 +1,6 @@
         line 1
         line 2
        -line 3
        +LINE 3
         line 4
         line 5
         line 6
        @@ -14,7 +14,7 @@
         line 14
         line 15
         line 16
        -line 17
        +LINE 17
         line 18
         line 19
         line 20
        ");
        assert_eq!(diff("a", "x", "x"), "");
        assert_eq!(
            diff("a", "x", "y"),
            "--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n"
        );
    }
}
