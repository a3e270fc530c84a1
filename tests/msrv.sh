#!/usr/bin/env bash
# The program and the library with the oldest toolchain that Cargo.toml promises. Where that is
# not installed this is skipped, and says so; nothing is downloaded. MSRV_REQUIRED=1 makes that an error.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
skip() {
    echo "Rust $version is not installed: skipped (rustup toolchain install --profile minimal $version)" >&2
    [[ ${MSRV_REQUIRED:-} == 1 ]] && exit 1
    exit 0
}
command -v rustup >/dev/null || skip
toolchain=$(rustup toolchain list | grep -m1 -o "^$version[.0-9]*" || true)
[[ -n $toolchain ]] || skip
export CARGO_TARGET_DIR=target/msrv
cargo "+$toolchain" check --locked --quiet
cargo "+$toolchain" check --locked --quiet --lib --no-default-features
echo "Rust $version builds the program and the library"
