#!/usr/bin/env bash
# Drives the page of `explain --format html` in a headless Chromium, and makes docs/explain.png
# with `run.sh --screenshot`.
#
# Needs Chromium (Debian's package `chromium`; installed here where apt-get may), Node.js, and
# playwright-core from the npm registry. Where one of them cannot be had the test is skipped, with a
# message, unless BROWSER_REQUIRED=1.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
  echo "SKIPPED browser test: $1" >&2
  [ "${BROWSER_REQUIRED:-0}" = 1 ] && exit 1
  exit 0
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
CHROMIUM="${CHROMIUM:-$(find_chromium || true)}"
if [ -z "$CHROMIUM" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends chromium fonts-dejavu-core; } >/dev/null 2>&1 || true
  CHROMIUM="$(find_chromium || true)"
fi
[ -n "$CHROMIUM" ] || skip "there is no Chromium, and it could not be installed"
command -v node >/dev/null && command -v npm >/dev/null || skip "there is no Node.js with npm"

PLAYWRIGHT_HOME="${PLAYWRIGHT_HOME:-$PWD/target/browser}"
mkdir -p "$PLAYWRIGHT_HOME"
if [ ! -d "$PLAYWRIGHT_HOME/node_modules/playwright-core" ]; then
  npm install --prefix "$PLAYWRIGHT_HOME" --no-audit --no-fund --silent playwright-core@1 \
    || skip "playwright-core could not be installed"
fi
export CHROMIUM PLAYWRIGHT_HOME

pages="$(mktemp -d)"
trap 'rm -rf "$pages"' EXIT
cargo build --quiet
explain() { # PAGE PATTERN EVENT; a verdict of "no" is no trouble here
  target/debug/pattern-test explain -p "$2" "$3" --format html -o "$pages/$1" || [ $? = 1 ]
}
explain story-b.html patterns/ecs-run-test-failed.json fixtures/ecs/run-test-hub-fails.json
if [ "${1:-}" = --screenshot ]; then
  node tests/browser/screenshot.mjs "$pages/story-b.html" docs/explain.png
  echo "docs/explain.png"
  exit
fi
explain story-a.html patterns/ecs-command-not-found-stringified.json \
  fixtures/ecs/batch-command-not-found.json
evil='<script>window.ran=1</script>'
printf '{"<img src=x onerror=window.ran=1>": ["%s"], "a": ["%s"]}' "$evil" "$evil" >"$pages/p.json"
printf '{"<img src=x onerror=window.ran=1>": "%s", "a": "no"}' "$evil" >"$pages/e.json"
explain hostile.html "$pages/p.json" "$pages/e.json"
node tests/browser/explain.mjs "$pages"
