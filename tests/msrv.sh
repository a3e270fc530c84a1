#!/usr/bin/env bash
# The program and the library with the oldest toolchain that Cargo.toml promises. Where that cannot be
# had it is skipped, and says so; MSRV_REQUIRED=1 makes that an error.
set -euo pipefail
cd "$(dirname "$0")/.."

version=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
skip() {
    echo "Rust $version is not here and cannot be had: skipped" >&2
    [[ ${MSRV_REQUIRED:-} == 1 ]] && exit 1
    exit 0
}
command -v rustup >/dev/null || skip
toolchain=$(rustup toolchain list | grep -m1 -o "^$version[.0-9]*" || true)
if [[ -z $toolchain ]]; then
    timeout 300 rustup toolchain install --profile minimal "$version" >/dev/null 2>&1 || skip
    toolchain=$version
fi
export CARGO_TARGET_DIR=target/msrv
cargo "+$toolchain" check --locked --quiet
cargo "+$toolchain" check --locked --quiet --lib --no-default-features
echo "Rust $version builds the program and the library"
