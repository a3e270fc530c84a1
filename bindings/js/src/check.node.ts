// Node.js: the larger module is read from the disk, at once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync } from "#check";

declare const __dirname: string;

initSync({ module: readFileSync(join(__dirname, "check_bg.wasm")) });

export * from "./judge.js";
