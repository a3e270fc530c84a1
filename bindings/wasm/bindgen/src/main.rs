//! Makes the glue between a WebAssembly build and JavaScript: `bindgen TARGET FILE.wasm FOLDER`.
//! `nodejs` finds the module by itself, `web` is given it. `bindgen order FILE.wasm` makes a module smaller
//! once it is compressed.
//!
//! The first is the same as the command `wasm-bindgen --target TARGET`, in the version that the lock file
//! pairs with the library's, and a fraction of it to build.

mod order;

use anyhow::{Context as _, bail};

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let target = words.next().context("which target?")?;
    let wasm = words.next().context("which file?")?;
    if target == "order" {
        let ordered = order::ordered(&std::fs::read(&wasm)?)?;
        return Ok(std::fs::write(wasm, ordered)?);
    }
    let folder = words.next().context("into which folder?")?;
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    match &*target {
        "nodejs" => bindgen.nodejs(true)?,
        "web" => bindgen.web(true)?,
        other => bail!("unknown target `{other}`"),
    };
    bindgen
        .input_path(wasm)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}
