#!/usr/bin/env bash
# What `verify` writes for other programs, as others read it: JUnit against the schema of Jenkins' xUnit
# plugin, TAP through the parser tap.py.
#
# The schema comes with the sources of pytest, the validator xmlschema and the parser from PyPI. Without
# Python, or where they cannot be had, this is skipped with a message; FORMATS_REQUIRED=1 makes that a
# failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

pytest='pytest==9.2.0'
schema='junit-10.xsd'

skip() {
    if [[ ${FORMATS_REQUIRED:-0} == 1 ]]; then
        echo "readers of formats are required here: $1" >&2
        exit 1
    fi
    echo "SKIPPED readers of formats: $1"
    exit 0
}

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
here=$target/formats
command -v python3 >/dev/null || skip "python3 is not installed"
mkdir -p "$here"
if [[ ! -x $here/venv/bin/python ]]; then
    python3 -m venv "$here/venv" || skip "python3 cannot make a virtual environment"
fi
python=$here/venv/bin/python
"$python" -m pip install --quiet --disable-pip-version-check \
    'xmlschema==4.3.2' 'tap.py==3.2.1' 'PyYAML==6.0.3' 'more-itertools==11.2.1' ||
    skip "xmlschema and tap.py cannot be installed"
if [[ ! -f $here/$schema ]]; then
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
        --dest "$here" "$pytest" || skip "$pytest cannot be had"
    tar -xzf "$here"/pytest-*.tar.gz -C "$here" --strip-components=3 --wildcards "*/$schema" ||
        skip "$pytest has no $schema"
fi

cargo build --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$PWD
cd "$work"
mkdir patterns fixtures
cat >patterns/app.json <<'END'
{
  "source": ["aws.ecs"],
  "detail": {
    "containers": {
      "name": ["app"],
      "exitCode": [{"anything-but": 0}]
    }
  }
}
END
cat >fixtures/app-fails.json <<'END'
{
  "source": "aws.ecs",
  "detail": {
    "containers": [
      {"name": "app", "exitCode": 1},
      {"name": "db", "exitCode": 0}
    ]
  }
}
END
cat >patterns/app.suite.yaml <<'END'
pattern: app.json
cases:
  - name: 'fails & "quoted" <tag> 100% # not a comment, a:b \ ]]>'
    event: ../fixtures/app-fails.json
    expect: match
  - name: the database fails
    why: its exit code is nobody's business
    event-from: ../fixtures/app-fails.json
    set: {/detail/containers/0/exitCode: 0, /detail/containers/1/exitCode: 1}
    expect: no-match
  - name: "control \e[31m\u202e"
    event-from: ../fixtures/app-fails.json
    set: {/detail/containers/0/exitCode: "\e]0;x\a"}
    expect: match
    because:
      - {path: source, pointer: /detail}
END
cat >patterns/broken.suite.yaml <<'END'
pattern: app.json
cases:
  - {evnt: x, expect: match}
END
cat >patterns/lines.suite.jsonl <<'END'
{"pattern": {"a": [1]}, "event": "{\"a\": 1", "expect": "match"}
{"pattern": {"a": [1]}, "event": {"a": 1}, "expect": "match"}
END
# One case fails, one is undecided, one suite cannot be used: that is trouble.
for words in '' '--fail-fast'; do
    code=0
    # shellcheck disable=SC2086
    "$target/debug/pattern-test" verify $words --format json -o report.json \
        --report junit=report.xml --report tap=report.tap 2>stderr || code=$?
    if [[ $code != 2 ]]; then
        cat stderr
        echo "exit code $code, expected 2"
        exit 1
    fi
    "$python" "$root/tests/formats/read.py" "$here/$schema" report.json report.xml report.tap
done
# And all green.
cd "$root"
"$target/debug/pattern-test" verify --format json -o "$work/report.json" \
    --report "junit=$work/report.xml" --report "tap=$work/report.tap"
"$python" tests/formats/read.py "$here/$schema" "$work/report.json" "$work/report.xml" "$work/report.tap"
