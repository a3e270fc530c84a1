#!/usr/bin/env bash
# Fails unless all packages, the action, the hooks and the tag that is released have one version:
# versions.sh [tag NAME].
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
failed=0
expect() {
    if [[ $2 != "$version" ]]; then
        echo "$1 has version '$2', and Cargo.toml '$version'" >&2
        failed=1
    fi
}

expect bindings/python/Cargo.toml "$(sed -n 's/^version = "\(.*\)"/\1/p' bindings/python/Cargo.toml | head -1)"
expect pyproject.toml "$(sed -n 's/.*"pattern-test==\(.*\)".*/\1/p' pyproject.toml)"
expect action.yml "$(sed -n '/^  version:/,/default:/s/.*default: "\(.*\)"/\1/p' action.yml)"
for package in bindings/js/package.json bindings/js/npm/*/package.json editors/vscode/package.json; do
    [[ -f $package ]] || continue
    expect "$package" "$(sed -n 's/^  "version": "\(.*\)",/\1/p' "$package")"
done
# What is released names this address everywhere.
address=$(sed -n 's/^repository = "\(.*\)"/\1/p' Cargo.toml)
if [[ -n ${GITHUB_REPOSITORY:-} && $address != "https://github.com/$GITHUB_REPOSITORY" ]]; then
    echo "Cargo.toml has the address '$address', and this is https://github.com/$GITHUB_REPOSITORY" >&2
    failed=1
fi
[[ ${1:-} == tag ]] && expect "the tag" "${2#v}"
[[ $failed == 0 ]] && echo "version $version everywhere"
exit "$failed"
