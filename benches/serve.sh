#!/usr/bin/env bash
# How many requests `serve` answers in a second, on one core, over connections that stay open: the
# server on the first core, `wrk` on the second. SECONDS_EACH sets how long each takes (default 5). The
# server's processor time for a request is printed too: it says something also where others use the
# machine.
set -euo pipefail
cd "$(dirname "$0")/.."

for command in wrk taskset jq; do
    command -v "$command" >/dev/null || { echo "skipped: there is no $command here" >&2; exit 0; }
done
cargo build --profile dist --quiet
program=$(realpath "${CARGO_TARGET_DIR:-target}/dist/pattern-test")
room=$(mktemp -d)
taskset -c 0 "$program" serve --listen 127.0.0.1:0 >"$room/told" &
server=$!
trap 'kill $server; rm -rf "$room"' EXIT
until address=$(sed -n 's/^listening on //p' "$room/told") && [[ -n $address ]]; do sleep 0.1; done

# Nanoseconds that the server has run.
processor_time() {
    cut -d' ' -f1 "/proc/$server/schedstat"
}

measure() {
    jq -n --rawfile pattern "$1" --rawfile event "$2" '{EventPattern: $pattern, Event: $event}' >"$room/body"
    cat >"$room/request.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-amz-json-1.1"
wrk.headers["X-Amz-Target"] = "AWSEvents.TestEventPattern"
local file = io.open("$room/body")
wrk.body = file:read("*a")
file:close()
LUA
    echo "$1 on $2, a body of $(stat -c %s "$room/body") bytes:"
    local before after
    before=$(processor_time)
    taskset -c 1 wrk -t1 -c16 -d"${SECONDS_EACH:-5}s" -s "$room/request.lua" "$address/" >"$room/result"
    after=$(processor_time)
    grep -E 'Requests/sec|Non-2xx' "$room/result"
    awk -v spent=$((after - before)) '/ requests in / { printf "Processor time:  %.1f us a request\n", spent / $1 / 1000 }' \
        "$room/result"
}
measure patterns/ec2-instance-stopped-or-terminated.json fixtures/ec2/instance-running.json
measure patterns/ecs-run-test-failed.json fixtures/ecs/run-test-fails.json
