#!/usr/bin/env bash
# Compares the patterns with those of the base of the pull request, or of $BASE: in the job's summary, and as a comment
# of the pull request. $COMPARE is true, or auto: only in a pull request. $ARGUMENTS are further ones.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
read -ra arguments <<<"${ARGUMENTS:-}"
head=${PULL_HEAD:-}
base=${BASE:-}

if [[ -z $base && -z $head ]]; then
    [[ ${COMPARE:-auto} != auto ]] || exit 0
    echo "::error title=pattern-test::nothing to compare with: this is no pull request, and \`base\` is not set"
    exit 2
fi
if [[ -z $base ]]; then
    # What is checked out in a pull request is a merge, of the base and the head: it has all that the base has. The
    # commit names its parents even where the clone has none of them.
    parents=$(git cat-file -p HEAD | sed -n 's/^parent //p')
    if [[ $parents == *$'\n'"$head" ]]; then
        base=${parents%%$'\n'*}
    else
        base=${PULL_BASE:?the base of the pull request}
        is_head=true
    fi
fi
if ! git cat-file -e "$base^{commit}" 2>/dev/null; then
    git fetch --quiet --no-tags --depth=1 origin "${base#origin/}" || {
        echo "::error title=pattern-test::cannot fetch $base to compare with; \`fetch-depth: 0\` of actions/checkout brings it"
        exit 2
    }
    # A branch is known by what was fetched of it.
    git cat-file -e "$base^{commit}" 2>/dev/null || base=$(git rev-parse FETCH_HEAD)
fi
if [[ ${is_head:-false} == true ]]; then
    # The head alone does not have what has come to the base since.
    base=$(git merge-base "$base" HEAD) || {
        base=$PULL_BASE
        echo "::notice title=pattern-test::compared with the base as it is now; \`fetch-depth: 0\` of actions/checkout compares with where the branch began"
    }
fi
# Long enough to be the only one, and short enough to read.
[[ ! $base =~ ^[0-9a-f]{40}$ ]] || base=${base:0:12}

report=${RUNNER_TEMP:-/tmp}/pattern-test-compare.md
code=0
pattern-test compare --git "$base" --format markdown ${arguments[@]+"${arguments[@]}"} >"$report" || code=$?
cat "$report"
if [[ -s $report ]]; then
    { echo "### What changes"; echo; cat "$report"; echo; } >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
    changed=$(sed -n '1s/^\*\*\([0-9]*\) of .*/\1/p' "$report")
    echo "changed=$changed" >>"${GITHUB_OUTPUT:-/dev/null}"
    if [[ ${COMMENT:-true} != false && -n ${PULL_NUMBER:-} ]]; then
        if python=$(command -v python3 || command -v python); then
            "$python" "$here/comment.py" "$report" "$changed"
        else
            echo "::warning title=pattern-test::no Python on this runner, so there is no comment; the comparison is in the job's summary"
        fi
    fi
fi

# Differences fail the job only where that is asked for.
case " ${arguments[*]-} " in
*" --exit-code "* | *" --allow"*) exit "$code" ;;
esac
[[ $code == 0 ]] || echo "::warning title=pattern-test::the comparison is not complete"
