//! What a fix changes, as a patch.

use std::fmt::Write as _;

/// What changed, as a patch that `git apply` takes. Fixes never add or remove a line.
///
/// The text is that of the files, byte for byte.
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
    let (old_name, new_name) = (spelled("a/", name), spelled("b/", name));
    // Behind a name with blanks a tab says where it ends.
    let end = if name.contains(' ') { "\t" } else { "" };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "diff --git {old_name} {new_name}");
    let _ = writeln!(out, "--- {old_name}{end}\n+++ {new_name}{end}");
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

/// A name as git writes it: in quotes where it has characters that a patch cannot hold.
fn spelled(side: &str, name: &str) -> String {
    let special = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if !name.chars().any(special) {
        return format!("{side}{name}");
    }
    let mut out = format!("\"{side}");
    for c in name.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\\{byte:03o}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
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
        diff --git a/a.json b/a.json
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
            "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn names_are_written_as_git_does() {
        assert_eq!(spelled("a/", "größe.json"), "a/größe.json");
        assert_eq!(spelled("a/", "x\t\"y"), "\"a/x\\011\\\"y\"");
        let patch = diff("my rules.json", "x\n", "y\n");
        assert!(patch.contains("--- a/my rules.json\t\n"), "{patch}");
    }
}
