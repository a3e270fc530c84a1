// Node.js: the module is read from the disk, at once; the larger one when it is asked for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { initSync } from "#core";
import type * as Judge from "./judge.js";

initSync({ module: readFileSync(join(__dirname, "core_bg.wasm")) });

export { explain, matches, parse, Pattern } from "./core.js";
export { EventError, InputError, PatternError, UndecidedError } from "./errors.js";

// Left to Node.js: bundled, it would be loaded together with this.
declare const __dirname: string;
declare const require: (name: string) => typeof Judge;
const judge = () => require("./check.cjs");

export const check = async (...args: Parameters<typeof Judge.check>) => judge().check(...args);
export const patterns = async (...args: Parameters<typeof Judge.patterns>) => judge().patterns(...args);
export const compare = async (...args: Parameters<typeof Judge.compare>) => judge().compare(...args);
export const generate = async (...args: Parameters<typeof Judge.generate>) => judge().generate(...args);
export const explainText = async (...args: Parameters<typeof Judge.explainText>) => judge().explainText(...args);
export const explainMarkdown = async (...args: Parameters<typeof Judge.explainMarkdown>) => judge().explainMarkdown(...args);
