#!/usr/bin/env bash
# Builds what JavaScript loads: FOLDER/core and FOLDER/check, each with the module and its glue.
# `build.sh FOLDER [--debug]`; without optimising it takes a fraction of the time.
set -euo pipefail
out=$(realpath -m "${1:?which folder?}")
profile=release arguments=(--release)
[[ ${2:-} == --debug ]] && profile=debug arguments=()
cd "$(dirname "$0")/../.."

folder=$(realpath -m "${CARGO_TARGET_DIR:-target}")/wasm
export CARGO_TARGET_DIR=$folder/build
manifest=bindings/wasm/Cargo.toml
mkdir -p "$folder"

# The glue is made by a program of this machine.
cargo build --quiet --manifest-path "$manifest" --package bindgen
bindgen=$CARGO_TARGET_DIR/debug/bindgen

# shellcheck source=bindings/wasm/toolchain.sh
source bindings/wasm/toolchain.sh
wasm_toolchain "$folder" || {
    echo "error: there is no standard library for wasm32-unknown-unknown" >&2
    exit 1
}
if [[ ${RUSTC_BOOTSTRAP:-} == 1 ]]; then
    # Nobody sees the text of a panic there, and it makes up a good part of the module.
    wasm_arguments+=(-Zbuild-std-features=optimize_for_size)
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"
fi
for module in core check; do
    features=()
    [[ $module == check ]] && features=(--features check)
    # Of this kind alone: with what Rust links to in the same file, more stays than is called.
    cargo rustc --quiet --manifest-path "$manifest" --package pattern-test-wasm --lib --crate-type cdylib \
        "${arguments[@]}" "${features[@]}" "${wasm_arguments[@]}"
    built=$CARGO_TARGET_DIR/$wasm_target/$profile
    # The name of the file is the name of the module.
    cp "$built/pattern_test_wasm.wasm" "$built/$module.wasm"
    rm -rf "${out:?}/$module"
    "$bindgen" web "$built/$module.wasm" "$out/$module"
    [[ $profile == debug ]] || "$bindgen" order "$out/$module/${module}_bg.wasm"
done
