#!/usr/bin/env bash
# The npm package: types, all that the conformance data answers, the explanations of the program, and fresh
# projects that install it. Needs what tests/wasm.sh needs, and the npm registry; else it is skipped, with a
# message, unless WASM_REQUIRED=1. JS_WASM names a folder where `bindings/wasm/build.sh` was run already.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "SKIPPED npm package: $1" >&2
    [[ ${WASM_REQUIRED:-0} == 1 ]] && exit 1
    exit 0
}

command -v npm >/dev/null || skip "there is no Node.js with npm"
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
wasm=${JS_WASM:-$target/js}
[[ -n ${JS_WASM:-} ]] || bindings/wasm/build.sh "$wasm" || skip "the modules could not be built"
cargo build --quiet
cd bindings/js
[[ -d node_modules ]] || npm ci --no-audit --no-fund --silent || skip "the packages could not be installed"
node build.mjs "$wasm"
# It is loaded over networks, and does not grow unnoticed. Only where the standard library was built along, as for
# what is handed out: that of rustup is made for speed.
if [[ -x $target/wasm/debian/rustc ]]; then
    for limit in core_bg.wasm:182000 check_bg.wasm:660000 tables.wasm:120000; do
        bytes=$(gzip -9c "dist/${limit%:*}" | wc -c)
        echo "${limit%:*}: $bytes bytes compressed"
        ((bytes <= ${limit#*:})) || { echo "error: more than ${limit#*:}" >&2; exit 1; }
    done
fi
npm run --silent types
PATTERN_TEST_BINARY=$target/debug/pattern-test npm test --silent
test/fresh.sh "$target/debug/pattern-test"
