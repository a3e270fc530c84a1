// Edge runtimes: they compile modules when they are deployed, and import them.
import { initSync } from "#check";
import module from "#check.wasm";
import tables from "#tables.wasm";
import { take } from "./tables.js";

initSync({ module });
take(tables);

export * from "./judge.js";
