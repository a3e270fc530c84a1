#!/usr/bin/env bash
# Packs the package and the one for this platform into a folder: pack.sh PROGRAM FOLDER. The package has to
# be built: build.mjs.
set -euo pipefail
program=$(realpath "${1:?which program?}")
out=$(realpath -m "${2:?into which folder?}")
cd "$(dirname "$0")/.."
mkdir -p "$out" npm/linux-x64/bin
install -m 755 "$program" npm/linux-x64/bin/pattern-test
cp ../../LICENSE-* .
npm pack --silent --pack-destination "$out" .
npm pack --silent --pack-destination "$out" ./npm/linux-x64
rm -f LICENSE-*
