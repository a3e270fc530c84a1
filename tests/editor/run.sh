#!/usr/bin/env bash
# Drives `pattern-test lsp` from Neovim: three mistakes each in YAML, JSON and HCL, a code action, completion, and edits
# while a file is broken. See neovim.lua and cases.lua.
#
# Needs Neovim (Debian's package `neovim`; installed here where apt-get may), or NVIM, which names one. Where it cannot be
# had the test is skipped, with a message, unless EDITOR_REQUIRED=1. From 0.8 on Neovim is set up as docs/editors.md says.
set -euo pipefail
cd "$(dirname "$0")/../.."

skip() {
    echo "SKIPPED Neovim: $1" >&2
    [[ ${EDITOR_REQUIRED:-0} == 1 ]] && exit 1
    exit 0
}

NVIM=${NVIM:-$(command -v nvim || true)}
if [[ -z $NVIM && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends neovim; } \
        >/dev/null 2>&1 || true
    NVIM=$(command -v nvim || true)
fi
[[ -n $NVIM ]] || skip "there is no Neovim, and it could not be installed"

cargo build --quiet
here=$PWD/tests/editor
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/project/." "$work"
sed 's/$/\r/' "$work/stopped.json" >"$work/windows.json"

# The code below `<!-- neovim NAME -->` in the documentation.
snippet() {
    sed -n "/^<!-- neovim $1 -->\$/,/^\`\`\`\$/p" docs/editors.md | sed '/^<!--/d; /^```/d'
}
has() { "$NVIM" --headless --clean -n +"lua print(vim.fn.has('nvim-$1'))" +qall 2>&1 | grep -q 1; }
setup=$here/setup.lua
for version in 0.8 0.11; do
    has "$version" || continue
    setup=$work/.setup.lua
    snippet "$version" >"$setup"
    [[ -s $setup ]] || { echo "docs/editors.md has no setup for Neovim $version" >&2; exit 1; }
done
snippet lens >"$work/.lens.lua"

# Nothing of the person who runs this.
export HOME=$work XDG_CONFIG_HOME=$work/.xdg XDG_STATE_HOME=$work/.xdg XDG_DATA_HOME=$work/.xdg XDG_CACHE_HOME=$work/.xdg
export PATH=$target/debug:$PATH
export CASES=$here/cases.lua LENS=$work/.lens.lua
cd "$work"
SETUP=$setup timeout 300 "$NVIM" --headless --clean -n -S "$here/neovim.lua"
