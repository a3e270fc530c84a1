#!/usr/bin/env bash
# The language server under load: how long an edit in a template of 10,000 lines takes until its
# diagnostics are there, how long completion, hover and lenses take in it, how long a project of
# 10,000 files keeps the first diagnostics waiting, and how much memory all that takes.
#
# Prints medians and the worst of RUNS edits (default 20), in milliseconds, and the peak of resident
# memory. LINES and FILES set the sizes; PROFILE names the profile of cargo (default dist).
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${PROFILE:-dist}
cargo build --profile "$profile" --quiet
folder=$profile
[[ $profile == dev ]] && folder=debug
exec python3 benches/lsp.py "$(realpath "${CARGO_TARGET_DIR:-target}/$folder/pattern-test")"
