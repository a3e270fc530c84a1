// Browsers: the module is fetched from beside this file, before anything is exported.
import init from "#core";
import type * as Judge from "./judge.js";

await init({ module_or_path: new URL("./core_bg.wasm", import.meta.url) });

export { explain, matches, parse, Pattern } from "./core.js";
export { EventError, InputError, PatternError, UndecidedError } from "./errors.js";

const judge = (): Promise<typeof Judge> => import("./check.browser.js");

export const check = async (...args: Parameters<typeof Judge.check>) => (await judge()).check(...args);
export const patterns = async (...args: Parameters<typeof Judge.patterns>) => (await judge()).patterns(...args);
export const compare = async (...args: Parameters<typeof Judge.compare>) => (await judge()).compare(...args);
export const generate = async (...args: Parameters<typeof Judge.generate>) => (await judge()).generate(...args);
export const explainText = async (...args: Parameters<typeof Judge.explainText>) => (await judge()).explainText(...args);
export const explainMarkdown = async (...args: Parameters<typeof Judge.explainMarkdown>) => (await judge()).explainMarkdown(...args);
