# Finds or fetches what builds for wasm32-unknown-unknown. To be sourced, in bash, from the project's
# root; `wasm_toolchain FOLDER` then exports what cargo needs and puts into the array `wasm_arguments`
# what belongs behind `cargo build`.
#
# That is rustup's toolchain, where the target is installed; nothing is added to it. Else Debian's packages
# `rustc-web` and `rust-web-src`, which are unpacked into the folder and touch nothing else. With
# WASM_TOOLCHAIN=debian rustup is not asked.

wasm_target=wasm32-unknown-unknown

wasm_toolchain() { # FOLDER
    if [[ ${WASM_TOOLCHAIN:-rustup} == rustup ]] && _wasm_of_rustup; then
        wasm_arguments=(--target "$wasm_target")
        return
    fi
    local debian=$1/debian
    [[ -x $debian/rustc ]] || _wasm_of_debian "$debian" || return 1
    export RUSTC=$debian/rustc
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$debian/wasm-ld
    # The packages have the sources of the target's library, not the library.
    export RUSTC_BOOTSTRAP=1
    wasm_arguments=(--target "$wasm_target" -Zbuild-std=std,panic_abort)
}

_wasm_of_rustup() {
    local library
    library=$(rustc --print sysroot)/lib/rustlib/$wasm_target/lib
    compgen -G "$library/libstd-*.rlib" >/dev/null
}

_wasm_of_debian() { # FOLDER
    local part=$1.part
    local libraries=usr/lib/$(uname -m)-linux-gnu
    command -v apt-get >/dev/null || return 1
    rm -rf "$1" "$part"
    apt-cache show rustc-web >/dev/null 2>&1 || apt-get update >/dev/null 2>&1 || return 1
    _wasm_unpack "$part" rustc-web rust-web-src || return 1
    local llvm
    llvm=$(LD_LIBRARY_PATH=$part/$libraries "$part/usr/bin/rustc" -vV) || return 1
    llvm=$(sed -n 's/^LLVM version: \([0-9]*\).*/\1/p' <<<"$llvm")
    _wasm_unpack "$part" "lld-$llvm" || return 1
    # Each is started with the libraries that came with it.
    local name
    for name in rustc "wasm-ld-$llvm"; do
        printf '#!/bin/sh\nLD_LIBRARY_PATH="%s" exec "%s" "$@"\n' \
            "$1/$libraries" "$1/usr/bin/$name" >"$part/${name%-"$llvm"}"
        chmod +x "$part/${name%-"$llvm"}"
    done
    mv "$part" "$1"
}

# Unpacks packages, with those they need that are not installed here.
_wasm_unpack() { # FOLDER PACKAGE...
    local folder=$1 packages package
    shift
    packages=$(apt-get install --simulate --no-install-recommends "$@" 2>/dev/null) || return 1
    packages=$(awk '$1 == "Inst" {print $2}' <<<"$packages")
    mkdir -p "$folder/packages"
    # shellcheck disable=SC2086
    [[ -z $packages ]] ||
        (cd "$folder/packages" && apt-get download $packages >/dev/null 2>&1) || return 1
    for package in "$folder/packages"/*.deb; do
        dpkg -x "$package" "$folder" || return 1
    done
    rm -r "$folder/packages"
}
