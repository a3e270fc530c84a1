#!/usr/bin/env bash
# Drives the playground in a headless Chromium, as the program serves it, and as a site below some path.
# `run.sh --screenshots FOLDER` makes the pictures of the documentation instead.
#
# Needs Chromium, Node.js and the packages of playground/. Where one of them cannot be had the test is
# skipped, with a message, unless BROWSER_REQUIRED=1.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
    echo "SKIPPED playground test: $1" >&2
    [[ ${BROWSER_REQUIRED:-0} == 1 ]] && exit 1
    exit 0
}

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[[ -n $CHROMIUM ]] || skip "there is no Chromium"
command -v npm >/dev/null || skip "there is no Node.js with npm"
[[ -d playground/node_modules ]] || npm ci --prefix playground --no-audit --no-fund --silent \
    || skip "the packages could not be installed"
export CHROMIUM
cargo build --quiet
exec node playground/test/playground.mjs "${CARGO_TARGET_DIR:-target}/debug/pattern-test" "$@"
