// Browsers: the larger module and the tables are fetched from beside this file, both at once.
import init from "#check";
import { take } from "./tables.js";

const tables = fetch(new URL("./tables.wasm", import.meta.url)).then((answer) => answer.arrayBuffer());
await init({ module_or_path: new URL("./check_bg.wasm", import.meta.url) });
take(await WebAssembly.compile(await tables));

export * from "./judge.js";
