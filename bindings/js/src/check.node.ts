// Node.js: the larger module and the tables are read from the disk, at once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync } from "#check";
import { take } from "./tables.js";

declare const __dirname: string;

initSync({ module: readFileSync(join(__dirname, "check_bg.wasm")) });
take(new WebAssembly.Module(readFileSync(join(__dirname, "tables.wasm"))));

export * from "./judge.js";
