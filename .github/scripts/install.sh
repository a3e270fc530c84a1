#!/usr/bin/env bash
# Puts the command on the path of the job: the package of version $VERSION from PyPI, which has nothing to compile.
# Where there is no package for this platform or no Python, it is built of this checkout by cargo.
set -euo pipefail

version=${VERSION:?the version to install}
home=${RUNNER_TEMP:-/tmp}/pattern-test
source=${GITHUB_ACTION_PATH:-$(dirname "$0")/../..}

by_pip() {
    local python
    python=$(command -v python3 || command -v python) || return 1
    "$python" -m venv "$home" || return 1
    bin=$home/bin
    [[ -d $bin ]] || bin=$home/Scripts
    # A wheel or nothing: to compile is what the rest of this is for.
    "$bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "pattern-test==$version"
}

by_cargo() {
    command -v cargo >/dev/null || { echo "::error::pattern-test: there is neither a package nor cargo"; return 1; }
    cargo install --locked --path "$source" --root "$home"
    bin=$home/bin
}

if ! by_pip; then
    echo "::notice::pattern-test $version has no package for this platform: it is built by cargo, which takes minutes"
    by_cargo
fi
echo "$bin" >>"${GITHUB_PATH:-/dev/stdout}"
"$bin/pattern-test" --version
