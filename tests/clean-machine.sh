#!/usr/bin/env bash
# What somebody meets who has only the toolchain: a fresh clone, the README's two commands, an
# installation of its own, and every example of the README with what was installed.
set -euo pipefail
cd "$(dirname "$0")/.."

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
git clone --quiet . "$room/pattern-test"
cd "$room/pattern-test"
unset CARGO_TARGET_DIR

echo "--- cargo run -- match"
# Exit code 0: at least one pattern matches one of the events.
cargo run --quiet -- match | tail -n 1
echo "--- cargo test"
cargo test --quiet
echo "--- cargo install"
cargo install --quiet --path . --root "$room/root"
ls -l "$room/root/bin"
echo "--- the README's examples, with what was installed"
PATTERN_TEST_BIN=$room/root/bin/pattern-test cargo test --quiet --test it -- readme
