#!/usr/bin/env bash
# How long `check` takes on a tree of 10,000 files: 4,000 patterns, 2,000 templates with patterns,
# and 4,000 files of other kinds, as a repository has them.
#
# Prints the median of RUNS runs (default 5) in milliseconds. FILES sets the number of files.
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-5}
files=${FILES:-10000}
for number in "$runs" "$files"; do
    [[ $number =~ ^[1-9][0-9]*$ ]] || { echo "RUNS and FILES must be whole numbers above 0" >&2; exit 2; }
done

cargo build --profile dist --quiet
program=$(realpath "${CARGO_TARGET_DIR:-target}/dist/pattern-test")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
awk -v tree="$tree" -v files="$files" '
    function place(name) { return tree "/" int(n / 100) "/" name }
    function pattern() {
        return "{\"source\": [\"my.app" n "\"], \"detail-type\": [\"order placed\"],\n" \
            "  \"detail\": {\"total\": [{\"numeric\": [\">\", " n "]}], \"state\": [\"open\", {\"prefix\": \"wait\"}]}}\n"
    }
    BEGIN {
        for (n = 0; n < files; n++) if (n % 100 == 0) system("mkdir -p " tree "/" int(n / 100) "/patterns")
        for (n = 0; n < files; n++) {
            kind = n % 10
            if (kind < 4) file = place("patterns/p" n ".json")
            else if (kind == 4) file = place("t" n ".yaml")
            else if (kind == 5) file = place("m" n ".tf")
            else file = place("other" n (kind == 6 ? ".json" : kind == 7 ? ".yaml" : kind == 8 ? ".tf" : ".py"))
            if (kind < 4) text = pattern()
            else if (kind == 4) {
                text = "Resources:\n"
                for (i = 0; i < 5; i++) text = text "  R" i ":\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n        source: [my.app]\n        detail: {state: [open]}\n"
            } else if (kind == 5) text = "resource \"aws_cloudwatch_event_rule\" \"r\" {\n  event_pattern = jsonencode({ source = [\"my.app\"], detail = { state = [\"open\"] } })\n}\n"
            else { text = ""; for (i = 0; i < 100; i++) text = text "# line " i " of something else\n" }
            printf "%s", text > file
            close(file)
        }
    }'
echo "$(find "$tree" -type f | wc -l) files, $(nproc) cores"
cd "$tree"
"$program" check --format concise . | tail -1
for ((run = 0; run < runs; run++)); do
    start=$(date +%s%N)
    "$program" check --format concise . >/dev/null
    end=$(date +%s%N)
    echo $(((end - start) / 1000000))
done | sort -n | awk '{ time[NR] = $1 } END { print time[int((NR + 1) / 2)] " ms (median of " NR " runs)" }'
