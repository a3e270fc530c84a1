#!/usr/bin/env bash
# Builds the site into playground/dist, deployable as it stands, and packs it for the program:
# data/playground.pack. `build.sh FOLDER` takes what `bindings/wasm/build.sh FOLDER` made; without it that
# is run first.
set -euo pipefail
cd "$(dirname "$0")/.."
wasm=$(realpath -m "${1:-target/js}")
[[ -n ${1:-} ]] || bindings/wasm/build.sh "$wasm"
cd playground
[[ -d node_modules ]] || npm ci --no-audit --no-fund
WASM_JS=$wasm npm run --silent build
node pack.mjs dist ../data/playground.pack
