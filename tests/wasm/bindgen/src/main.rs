//! Makes the glue between a WebAssembly build and Node.js: `bindgen FILE.wasm FOLDER`.
//!
//! The same as the command `wasm-bindgen --target nodejs`, in the version that the lock file pairs
//! with the library's, and a fraction of it to build.

use anyhow::Context as _;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let wasm = words.next().context("which file?")?;
    let folder = words.next().context("into which folder?")?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(wasm)
        .nodejs(true)?
        .typescript(false)
        .generate(folder)
}
