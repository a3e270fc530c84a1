#!/usr/bin/env bash
# Packs the extension for VS Code, once for each platform with its program and once without: vsix.sh ARCHIVES FOLDER.
set -euo pipefail
cd "$(dirname "$0")/../.."
archives=$(realpath "${1:?where are the programs?}")
out=$(realpath -m "${2:?into which folder?}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd editors/vscode
npm run --silent package -- --out "$out"
count=0
for archive in "$archives"/pattern-test-*; do
    name=$(basename "$archive")
    name=${name#pattern-test-}
    name=${name%.zip}
    name=${name%.tar.gz}
    if [[ $archive == *.zip ]]; then
        python3 -m zipfile -e "$archive" "$work"
    else
        tar -C "$work" -xzf "$archive"
    fi
    for program in "$work/pattern-test-$name"/pattern-test{,.exe}; do
        [[ -f $program ]] || continue
        # The names of the platforms are those of VS Code.
        npm run --silent package -- --out "$out" --target "$name" --program "$program"
        count=$((count + 1))
    done
done
[[ $count -gt 0 ]] || { echo "there is no program of a platform" >&2; exit 1; }
