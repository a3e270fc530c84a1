//! Values that no definition lists: what the shells offer for them.

use crate::lint::RULES;

/// The options that take codes of rules; the last is alone, the others take several.
const OF_RULES: [&str; 6] = ["select", "ignore", "allow", "deny", "warn", "explain"];

/// The commands whose patterns may be parts of a template.
const OF_PATTERNS: [&str; 8] = [
    "check", "compare", "explain", "generate", "match", "overlap", "scan", "simplify",
];

fn codes() -> String {
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    codes.join(" ")
}

/// A function before the one that was made, which answers where that knows only of files.
pub(super) fn in_bash(script: &str) -> String {
    let options: Vec<_> = OF_RULES.iter().map(|name| format!("--{name}")).collect();
    let commands = OF_PATTERNS.join("|");
    let more = format!(
        r#"
# Names of others may hold anything. `compgen -W` would run what is in them.
_pattern__test_offer() {{
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        if [[ -n "$word" && "$word" == "$1"* ]]; then
            printf -v word '%q' "$word"
            COMPREPLY+=("$word")
        fi
    done
}}
_pattern__test_values() {{
    local cur="$2" prev="$3" command="${{COMP_WORDS[1]}}" before=""
    case "$command $prev" in
        {rules})
            [[ "$cur" == *,* ]] && before="${{cur%,*}},"
            COMPREPLY=( $(compgen -P "$before" -W "{codes}" -- "${{cur##*,}}") )
            return 0
            ;;
        "compare --git")
            _pattern__test_offer "$cur" <<<"HEAD
$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"
            return 0
            ;;
    esac
    case "$command" in
        {commands})
            if [[ "$cur" == *'#'* ]]; then
                _pattern__test_offer "$cur" <<<"$(pattern-test completions --patterns-of "${{cur%%#*}}" 2>/dev/null)"
                return 0
            fi
            ;;
    esac
    _pattern__test "$@"
}}
"#,
        rules = options
            .iter()
            .map(|option| format!("\"check {option}\""))
            .collect::<Vec<_>>()
            .join("|"),
        codes = codes(),
    );
    let at = script
        .rfind("\nif [[ \"${BASH_VERSINFO")
        .unwrap_or(script.len());
    let (functions, registered) = script.split_at(at);
    let registered = registered.replace("-F _pattern__test ", "-F _pattern__test_values ");
    format!("{functions}{more}{registered}")
}

/// The same script with actions of its own in place of the one that offers files.
pub(super) fn in_zsh(script: &str) -> String {
    let mut of_check = false;
    let lines: Vec<_> = script
        .lines()
        .map(|line| {
            let text = line.trim();
            if text.starts_with('(') && text.ends_with(')') && !text.contains(' ') {
                of_check = text == "(check)";
            }
            let is = |name: &str| {
                line.starts_with(&format!("'*--{name}=["))
                    || line.starts_with(&format!("'--{name}=["))
            };
            if of_check && OF_RULES.iter().any(|name| is(name)) {
                line.replace(":_default'", ":_pattern-test_rules'")
            } else if line.starts_with("'--git=[") {
                line.replace(":_default'", ":_pattern-test_revisions'")
            } else if line.contains("]:PATTERN:") || line.starts_with("'*::patterns") {
                line.replace(":_default'", ":_pattern-test_patterns'")
                    .replace(":_files'", ":_pattern-test_patterns'")
            } else {
                line.to_owned()
            }
        })
        .collect();
    let more = format!(
        r##"_pattern-test_rules() {{
    local -a codes; codes=({codes})
    _values -s , 'rule' $codes
}}
_pattern-test_revisions() {{
    local -a revisions
    revisions=(HEAD ${{(f)"$(git for-each-ref --format='%(refname:short)' 2>/dev/null)"}})
    compadd -a revisions
}}
_pattern-test_patterns() {{
    if [[ "$PREFIX" == *'#'* ]]; then
        local -a patterns
        patterns=(${{(f)"$(pattern-test completions --patterns-of "${{PREFIX%%\#*}}" 2>/dev/null)"}})
        compadd -a patterns
    else
        _files
    fi
}}

"##,
        codes = codes(),
    );
    let script = lines.join("\n") + "\n";
    let at = script
        .rfind("if [ \"$funcstack[1]\"")
        .unwrap_or(script.len());
    let (functions, registered) = script.split_at(at);
    format!("{functions}{more}{registered}")
}

/// Lines behind those that were made: fish puts all together.
pub(super) fn in_fish(script: &str) -> String {
    let mut out = script.to_owned();
    let condition = |command: &str| format!("__fish_pattern_test_using_subcommand {command}");
    for name in OF_RULES {
        out.push_str(&format!(
            "complete -c pattern-test -n \"{}\" -l {name} -x -a \"{}\"\n",
            condition("check"),
            codes()
        ));
    }
    out.push_str(&format!(
        "complete -c pattern-test -n \"{}\" -l git -x -a \"HEAD (git for-each-ref --format='%(refname:short)' 2>/dev/null)\"\n",
        condition("compare")
    ));
    out.push_str(
        "function __fish_pattern_test_patterns\n    \
             set -l word (commandline -ct)\n    \
             string match -q '*#*' -- $word; and pattern-test completions --patterns-of (string replace -r '#.*' '' -- $word) 2>/dev/null\n\
         end\n",
    );
    for command in OF_PATTERNS {
        let condition = condition(command);
        out.push_str(&format!(
            "complete -c pattern-test -n \"{condition}\" -s p -l pattern -r -a \"(__fish_pattern_test_patterns)\"\n\
             complete -c pattern-test -n \"{condition}\" -a \"(__fish_pattern_test_patterns)\"\n"
        ));
    }
    out
}
