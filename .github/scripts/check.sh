#!/usr/bin/env bash
# Checks the patterns at $PATHS, or in the working directory; $ARGUMENTS are further ones. Annotations and the job's
# summary come from the program itself, unless $ANNOTATIONS is false.
set -euo pipefail

# With $ANNOTATIONS the program is not to know where it runs.
[[ ${ANNOTATIONS:-true} != false ]] || unset GITHUB_ACTIONS
read -ra arguments <<<"${ARGUMENTS:-}"
if [[ ${PATHS:-} == *$'\n'* ]]; then
    # One a line, so that a path can have spaces.
    IFS=$'\n'
fi
# A path may be a glob.
# shellcheck disable=SC2206
paths=(${PATHS:-})
exec pattern-test check ${arguments[@]+"${arguments[@]}"} ${paths[@]+"${paths[@]}"}
