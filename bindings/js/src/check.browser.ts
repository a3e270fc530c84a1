// Browsers: the larger module is fetched from beside this file.
import init from "#check";

await init({ module_or_path: new URL("./check_bg.wasm", import.meta.url) });

export * from "./judge.js";
