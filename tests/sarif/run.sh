#!/usr/bin/env bash
# Validates what `check --format sarif` writes against the JSON schema of SARIF 2.1.0. The schema comes
# with the crate serde-sarif, the validator is PyPI's jsonschema; where one of them cannot be had this
# is skipped with a message; SARIF_REQUIRED=1 makes that a failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

validator='jsonschema==4.26.0'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
    if [[ ${SARIF_REQUIRED:-0} == 1 ]]; then
        echo "the SARIF schema is required here: $1" >&2
        exit 1
    fi
    echo "SKIPPED SARIF schema: $1"
    exit 0
}

mkdir "$work/crate"
printf '[package]\nname = "schema"\nversion = "0.0.0"\nedition = "2021"\n[lib]\npath = "lib.rs"\n[dependencies]\nserde-sarif = "=0.8.0"\n' >"$work/crate/Cargo.toml"
touch "$work/crate/lib.rs"
cargo vendor --quiet --manifest-path "$work/crate/Cargo.toml" "$work/vendor" >/dev/null 2>&1 ||
    skip "the crate with the schema cannot be had"
schema=$work/vendor/serde-sarif/src/schema.json
[[ -f $schema ]] || skip "the crate has no schema"
python3 -m venv "$work/python" && "$work/python/bin/pip" install --quiet "$validator" ||
    skip "$validator cannot be installed"

cargo build --quiet
program=${CARGO_TARGET_DIR:-target}/debug/pattern-test
# Findings of all severities, in patterns and in a template.
"$program" check patterns fixtures/templates tests/templates --format sarif -o "$work/check.sarif" || [[ $? == 1 ]]
"$work/python/bin/python" - "$schema" "$work/check.sarif" <<'PYTHON'
import json
import sys

import jsonschema

schema, log = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:])
validator = jsonschema.validators.validator_for(schema)
validator.check_schema(schema)
errors = list(validator(schema).iter_errors(log))
for error in errors:
    print(f"{'/'.join(map(str, error.absolute_path))}: {error.message}")
results = log["runs"][0]["results"]
assert {result["level"] for result in results} >= {"warning", "note"}, "too few to tell"
print(f"{len(results)} results, {len(errors)} errors against {schema['$id'] if '$id' in schema else schema['id']}")
sys.exit(1 if errors else 0)
PYTHON
