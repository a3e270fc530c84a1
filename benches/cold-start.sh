#!/usr/bin/env bash
# How long the whole program takes, from the start of the process to its end, for one pattern and
# one event; beside `aws --version`, the least that the AWS CLI can be asked to do.
#
# Prints medians in milliseconds and their ratio. Uses hyperfine where it is installed, else a loop
# of its own. RUNS sets the number of runs (default 50; the AWS CLI gets a tenth).
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-50}
[[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "RUNS must be a whole number above 0" >&2; exit 2; }

cargo build --profile dist --quiet
target=${CARGO_TARGET_DIR:-target}
ours=("$target/dist/pattern-test" match -q -p patterns/ecs-run-test-failed.json
    fixtures/ecs/run-test-fails.json)
theirs=(aws --version)

if ! "${ours[@]}"; then
    echo "the command does not match, so there is nothing to measure: ${ours[*]}" >&2
    exit 2
fi

# The median of `runs` runs of a command, in milliseconds.
median() {
    local count=$1
    shift
    if command -v hyperfine >/dev/null; then
        local report
        report=$(mktemp)
        hyperfine --shell=none --warmup 3 --runs "$count" --style none \
            --export-csv "$report" "$(printf '%q ' "$@")" >/dev/null
        awk -F, '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == "median") behind = NF - i }
            NR == 2 { printf "%.2f\n", $(NF - behind) * 1000 }
        ' "$report"
        rm -f "$report"
    else
        local start end
        "$@" >/dev/null
        for ((run = 0; run < count; run++)); do
            start=$(date +%s%N)
            "$@" >/dev/null
            end=$(date +%s%N)
            echo $((end - start))
        done | sort -n | awk '
            { time[NR] = $1 }
            END {
                middle = int((NR + 1) / 2)
                both = time[middle] + time[NR % 2 ? middle : middle + 1]
                printf "%.2f\n", both / 2 / 1e6
            }'
    fi
}

if command -v hyperfine >/dev/null; then
    echo "measured with $(hyperfine --version)"
else
    echo "skipped: hyperfine is not installed; measured with a loop, which includes starting date"
fi

ours_median=$(median "$runs" "${ours[@]}")
echo "pattern-test match   $ours_median ms   (median of $runs runs)"

if command -v aws >/dev/null && "${theirs[@]}" >/dev/null 2>&1; then
    few=$(((runs + 9) / 10))
    theirs_median=$(median "$few" "${theirs[@]}")
    echo "aws --version        $theirs_median ms   (median of $few runs)"
    awk -v a="$theirs_median" -v b="$ours_median" \
        'BEGIN { if (b > 0) printf "ratio                %.0f to 1\n", a / b }'
else
    echo "skipped: aws is not installed, so there is nothing to compare with"
fi
