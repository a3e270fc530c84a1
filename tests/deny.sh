#!/usr/bin/env bash
# Licences, bans and sources of everything that is built in, by cargo-deny and deny.toml. Where it is not
# installed it is skipped, or built once below target/ if DENY_REQUIRED is set.
set -euo pipefail
cd "$(dirname "$0")/.."

tools="${CARGO_TARGET_DIR:-$PWD/target}/tools"
PATH="$PATH:$tools/bin"
if ! command -v cargo-deny > /dev/null; then
    if [ -z "${DENY_REQUIRED:-}" ]; then
        echo "cargo-deny is not installed: skipped"
        exit 0
    fi
    cargo install --quiet --locked --root "$tools" cargo-deny
fi
cargo fetch --quiet
cargo deny --offline check bans licenses sources
