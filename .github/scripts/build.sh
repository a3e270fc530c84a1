#!/usr/bin/env bash
# Builds what is handed out for one platform: build.sh NAME PROGRAM-TARGET WHEEL-TARGET USES-ZIG. Leaves an archive in
# out/program and a wheel in out/wheel.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=${1:?which platform?} program=${2:?which target?} wheel=${3:?which target?} zig=${4:-false}

build=(cargo build)
wheels=()
if [[ $zig == true ]]; then
    build=(cargo zigbuild)
    # The oldest glibc that Rust's standard library takes.
    wheels=(--zig --compatibility manylinux2014)
fi
mkdir -p out/program out/wheel
"${build[@]}" --profile dist --locked --target "$program"
python -m maturin build --profile dist --locked --target "$wheel" "${wheels[@]}" \
    --manifest-path bindings/python/Cargo.toml --out out/wheel

built=${CARGO_TARGET_DIR:-target}/$program/dist
ending=
[[ $program == *windows* ]] && ending=.exe
folder=pattern-test-$name
rm -rf "out/$folder"
mkdir -p "out/$folder"
cp "$built/pattern-test$ending" README.md LICENSE-APACHE LICENSE-MIT NOTICE "out/$folder"
if [[ -n $ending ]]; then
    python -c 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", "out", sys.argv[2])' "out/program/$folder" "$folder"
else
    tar -C out -czf "out/program/$folder.tar.gz" "$folder"
fi
