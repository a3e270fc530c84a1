#!/usr/bin/env bash
# The recipes of docs/clusters.md in the engines themselves, after tests/python/run.sh has made its environment.
# Arguments go to clusters.py. What PyPI does not have is skipped with a message; PYTHON_REQUIRED=1 makes that a
# failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")/python
bin=$target/venv/bin
[[ -x $bin/pattern-test ]] || { echo "run tests/python/run.sh first" >&2; exit 1; }
required=()
[[ ${PYTHON_REQUIRED:-0} == 1 ]] && required=(--required)
"$bin/python" -m pip install --quiet --disable-pip-version-check 'daft==0.7.26' 'datafusion==55.0.0' \
    'duckdb==2.0.1' 'pandas<3' 'polars==2.1.0' 'pyspark==4.3.0' 'ray==2.60.0' ||
    echo "some of the engines cannot be installed"
PATH=$bin:$PATH "$bin/python" tests/python/clusters.py "${required[@]}" "$@"
