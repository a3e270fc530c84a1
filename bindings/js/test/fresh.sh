#!/usr/bin/env bash
# The packages, installed into fresh projects without Rust: the README's example, Vitest and Jest tests that
# pass and fail, a CDK app, and the command. `fresh.sh PROGRAM [FOLDER]`; the package has to be built.
set -euo pipefail
program=$(realpath "${1:?which program?}")
here=$(cd "$(dirname "$0")" && pwd)
work=${2:-$(mktemp -d)}
mkdir -p "$work"
"$here/../npm/pack.sh" "$program" "$work/packed"
cp -r "$here/fresh/." "$work/project"
cd "$work/project"
npm install --no-audit --no-fund --silent \
    "$work"/packed/pattern-test-0.1.0.tgz "$work"/packed/pattern-test-linux-x64-0.1.0.tgz
export NO_COLOR=1 FORCE_COLOR=0
export PATH=$PWD/node_modules/.bin:/usr/bin:/bin:$(dirname "$(command -v node)")

expect() { # STATUS COMMAND...
    local expected=$1 status=0
    shift
    "$@" >out.txt 2>&1 || status=$?
    [[ $status == "$expected" ]] || { cat out.txt; echo "FAILED: $* ended with $status" >&2; exit 1; }
}
says() {
    grep -qF -- "$1" out.txt || { cat out.txt; echo "FAILED: it does not say: $1" >&2; exit 1; }
}
says_not() {
    ! grep -qF -- "$1" out.txt || { cat out.txt; echo "FAILED: it says: $1" >&2; exit 1; }
}

echo "the README's example compiles and runs"
sed -n '/^```ts$/,/^```$/p' node_modules/pattern-test/README.md | sed '/^```$/q' | sed '/^```/d' >example.ts
expect 0 tsc -p .
expect 0 node example.js
says '"source" must be an object or an array'
expect 0 node example.cjs
says 'false'

echo "Vitest passes, and fails with the reason"
expect 0 vitest run passing.vitest.ts
expect 1 vitest run failing.vitest.ts
says 'expected the pattern to match the event'
says 'number-as-string'
says 'the modes differ on this event'
says 'leaves `Stage` open'

echo "Jest passes, and fails with the reason"
expect 0 jest passing
expect 1 jest failing
says 'expected the pattern to match the event'

echo "cdk synth reports what AWS's validator cannot know, and nothing twice"
expect 1 node app.cjs
says 'pattern-test::wrong-type'
says 'E9014'
says_not 'invalid-pattern'

echo "the command"
expect 1 npx --no-install pattern-test match -p '{"source": ["shop"]}' '{"source": "till"}'
expect 2 npx --no-install pattern-test no-such-command
echo "ok, in $work"
