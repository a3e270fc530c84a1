#!/usr/bin/env bash
# Tries what build.sh made, as far as this machine runs it: try.sh NAME.
set -euo pipefail
cd "$(dirname "$0")/../.."
name=${1:?which platform?}

program=out/pattern-test-$name/pattern-test
[[ -x $program ]] || program=$program.exe
"$program" --version
"$program" match -p '{"source": ["a"]}' '{"source": "a"}'
python -m venv out/try
bin=out/try/bin
[[ -d $bin ]] || bin=out/try/Scripts
if "$bin/python" -m pip install --no-index --find-links out/wheel pattern-test; then
    "$bin/pattern-test" --version
    "$bin/python" -c 'from pattern_test import Pattern; assert Pattern({"a": [1]}).matches({"a": 1})'
elif [[ $name == darwin-x64 ]]; then
    # This Python is of the other processor.
    echo "the wheel was not tried"
else
    exit 1
fi
