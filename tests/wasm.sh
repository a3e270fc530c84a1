#!/usr/bin/env bash
# The library with `explain` and `check` as WebAssembly, asked in Node.js everything that the conformance
# data answers.
#
# Needs Node.js and a standard library for wasm32-unknown-unknown, see wasm/toolchain.sh. Where one of
# them cannot be had this is skipped, with a message; WASM_REQUIRED=1 makes that a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "SKIPPED WebAssembly: $1" >&2
    [[ ${WASM_REQUIRED:-0} == 1 ]] && exit 1
    exit 0
}

command -v node >/dev/null || skip "there is no Node.js"
folder=$(realpath -m "${CARGO_TARGET_DIR:-target}")/wasm
mkdir -p "$folder"
export CARGO_TARGET_DIR=$folder/build
manifest=bindings/wasm/Cargo.toml

# The glue is made by a program of this machine.
cargo build --quiet --manifest-path "$manifest" --package bindgen
bindgen=$CARGO_TARGET_DIR/debug/bindgen

# shellcheck source=bindings/wasm/toolchain.sh
source bindings/wasm/toolchain.sh
wasm_toolchain "$folder" || skip "there is no standard library for wasm32-unknown-unknown"
cargo build --quiet --manifest-path "$manifest" --package wasm-harness "${wasm_arguments[@]}"
"$bindgen" nodejs "$CARGO_TARGET_DIR/$wasm_target/debug/wasm_harness.wasm" "$folder/node"
node bindings/wasm/run.js "$folder/node/wasm_harness.js" tests/conformance
