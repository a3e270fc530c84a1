#!/usr/bin/env bash
# The extension for VS Code: lint, types, unit tests, and the package with what is in it. Needs Node.js with npm, and the
# npm registry; else it is skipped, with a message, unless VSCODE_REQUIRED=1. VSIX names a folder to leave the package in.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
    echo "SKIPPED extension for VS Code: $1" >&2
    [[ ${VSCODE_REQUIRED:-0} == 1 ]] && exit 1
    exit 0
}

command -v npm >/dev/null || skip "there is no Node.js with npm"
command -v python3 >/dev/null || skip "there is no Python"
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
out=${VSIX:-$target/vsix}
cargo build --quiet
cd editors/vscode
# The packages bring their programs along; what they would run after they are installed only fetches more.
[[ -d node_modules ]] || npm ci --ignore-scripts --no-audit --no-fund --silent \
    || skip "the packages could not be installed"
npm run --silent lint
npm run --silent types
PATTERN_TEST_BINARY=$target/debug/pattern-test npm test --silent

# Once without the program, once with it, as for a platform.
rm -rf "$out"
npm run --silent package -- --out "$out" >/dev/null
npm run --silent package -- --out "$out" --target linux-x64 --program "$target/debug/pattern-test" >/dev/null
python3 - "$out" <<'PYTHON'
import pathlib
import sys
import zipfile

ALWAYS = {
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/THIRD-PARTY.txt",
    "extension/dist/client.js",
    "extension/dist/extension.js",
    "extension/icon.png",
    "extension/package.json",
    "extension/readme.md",
    "extension/schemas/suite.json",
}
# What the editor loads in every window, and what is downloaded.
LARGEST = {"extension/dist/extension.js": 8 << 10, "package": 300 << 10}

out = pathlib.Path(sys.argv[1])
packages = sorted(out.glob("*.vsix"))
assert [file.name.startswith("pattern-test-linux-x64-") for file in packages] == [False, True], packages
for file in packages:
    with zipfile.ZipFile(file) as package:
        names = set(package.namelist())
        program = {"extension/bin/pattern-test"} if "linux-x64" in file.name else set()
        assert names == ALWAYS | program, names ^ (ALWAYS | program)
        for name in program:
            assert package.getinfo(name).external_attr >> 16 & 0o111, "the program cannot be started"
        readme = package.read("extension/readme.md").decode()
        assert "# pattern-test" in readme and "picture" not in readme, "the page of the extension"
        sizes = {name: package.getinfo(name).file_size for name in names}
        sizes["package"] = sum(package.getinfo(name).compress_size for name in names - program)
        for name, largest in LARGEST.items():
            assert sizes[name] <= largest, f"{name} has {sizes[name]} bytes, more than {largest}"
        print(f"{file.name}: {len(names)} files, {sizes['package']} bytes without the program")
PYTHON
