#!/usr/bin/env bash
# Packs the package for npm and those with the program for each platform: npm.sh ARCHIVES FOLDER. The package has to
# be built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
archives=$(realpath "${1:?where are the programs?}")
out=$(realpath -m "${2:?into which folder?}")
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

count=0
for package in bindings/js/npm/*/package.json; do
    folder=$(dirname "$package")
    name=$(basename "$folder")
    if [[ -f $archives/pattern-test-$name.zip ]]; then
        python3 -m zipfile -e "$archives/pattern-test-$name.zip" "$work"
    else
        tar -C "$work" -xzf "$archives/pattern-test-$name.tar.gz"
    fi
    mkdir -p "$folder/bin"
    for program in "$work/pattern-test-$name"/pattern-test{,.exe}; do
        [[ -f $program ]] && install -m 755 "$program" "$folder/bin/"
    done
    npm pack --silent --pack-destination "$out" "./$folder"
    count=$((count + 1))
done
[[ $count -gt 0 ]] || { echo "there is no package of a platform" >&2; exit 1; }
cp LICENSE-APACHE LICENSE-MIT bindings/js/
npm pack --silent --pack-destination "$out" ./bindings/js
rm bindings/js/LICENSE-APACHE bindings/js/LICENSE-MIT
