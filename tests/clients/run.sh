#!/usr/bin/env bash
# `pattern-test serve` as the AWS CLI and boto3 find it, against `pattern-test test-event-pattern`.
#
# Both come from PyPI into a virtual environment below the target directory. Without Python, or where
# the packages cannot be had, this is skipped with a message; CLIENTS_REQUIRED=1 makes that a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The last release of the AWS CLI that this package had before errors got a new layout (2.34), which
# is the one that `test-event-pattern` prints.
bundle='aws-cdk.asset-awscli-v2==2.0.163'
version=2.33.26
boto='boto3==1.43.11'

skip() {
    if [[ ${CLIENTS_REQUIRED:-0} == 1 ]]; then
        echo "real clients are required here: $1" >&2
        exit 1
    fi
    echo "SKIPPED real clients: $1"
    exit 0
}

target=${CARGO_TARGET_DIR:-target}
here=$target/clients
command -v python3 >/dev/null || skip "python3 is not installed"
mkdir -p "$here"
if [[ ! -x $here/venv/bin/python ]]; then
    python3 -m venv "$here/venv" || skip "python3 cannot make a virtual environment"
fi
python=$here/venv/bin/python
"$python" -m pip install --quiet --disable-pip-version-check "$boto" \
    || skip "$boto cannot be installed"
aws=$here/awscli/v2/$version/dist/aws
if [[ ! -x $aws ]]; then
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --dest "$here" "$bundle" \
        || skip "$bundle cannot be had"
    "$python" tests/clients/unpack.py "$here"/aws_cdk_asset_awscli_v2-*.whl "$here"
    rm "$here"/aws_cdk_asset_awscli_v2-*.whl
fi

cargo build --quiet
"$python" tests/clients/clients.py "$target/debug/pattern-test" "$aws"
