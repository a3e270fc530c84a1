#!/usr/bin/env bash
# The Python package as its users get it: a wheel, installed where there is no Rust, with its tests, its
# types and what the documents say of it.
#
# All that is needed comes from PyPI by name, into virtual environments below the target directory. Where
# that cannot be had this is skipped with a message; PYTHON_REQUIRED=1 makes that a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

skip() {
    if [[ ${PYTHON_REQUIRED:-0} == 1 ]]; then
        echo "the Python package is required here: $1" >&2
        exit 1
    fi
    echo "SKIPPED Python: $1"
    exit 0
}

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")/python
mkdir -p "$target"
command -v python3 >/dev/null || skip "python3 is not installed"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || skip "Python 3.10 is needed"

environment() {
    local name=$1
    shift
    [[ -x $target/$name/bin/python ]] || python3 -m venv "$target/$name" || skip "no virtual environment can be made"
    "$target/$name/bin/python" -m pip install --quiet --disable-pip-version-check "$@" ||
        skip "PyPI does not answer"
}

environment build 'maturin==1.16.0'
rm -rf "$target/wheels"
# The machine's own wheel; the release workflow makes those for everybody.
CARGO_TARGET_DIR=$target/build "$target/build/bin/maturin" build --quiet --release --locked \
    --manifest-path bindings/python/Cargo.toml --compatibility linux --out "$target/wheels"
CARGO_TARGET_DIR=$target/build cargo clippy --quiet --release --locked \
    --manifest-path bindings/python/Cargo.toml -- -D warnings
cargo fmt --check --manifest-path bindings/python/Cargo.toml

rm -rf "$target/venv"
environment venv 'boto3==1.43.11' 'moto[events]==5.2.5' 'mypy==2.4.1' 'pyarrow==26.0.1' \
    'polars==2.1.0' 'pyright[nodejs]==1.1.414' 'pytest==9.2.0' 'pytest-xdist==3.8.0'
"$target/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps "$target"/wheels/*.whl

# Nothing of Rust on the way from here on, nor the sources of the package.
bin=$target/venv/bin
path=$bin:/usr/bin:/bin
cd "$root/bindings/python/tests"
PATH=$path PYTHONDONTWRITEBYTECODE=1 "$bin/python" -m pytest -q -p no:cacheprovider .
cd "$root/bindings/python"
PATH=$path "$bin/python" -m mypy --no-error-summary --cache-dir "$target/mypy" python/pattern_test tests/typed.py
PATH=$path "$bin/python" -m pyright --warnings --pythonpath "$bin/python" python/pattern_test tests/typed.py
# What the documents say.
cd "$root"
PATH=$path "$bin/python" tests/python/documents.py docs/python.md bindings/python/README.md
# As many events as it takes to see whether memory grows.
PATH=$path "$bin/python" tests/python/throughput.py --events 300000
# The project's own suites by pytest.
PATH=$path "$bin/python" -m pytest -q -p no:cacheprovider patterns
