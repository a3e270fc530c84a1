// Edge runtimes: they compile modules when they are deployed, and import them.
import { initSync } from "#check";
import module from "#check.wasm";

initSync({ module });

export * from "./judge.js";
