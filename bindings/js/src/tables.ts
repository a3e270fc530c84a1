// What is known of AWS comes in a file of its own: a module without code, which is what every runtime can load,
// with a section for each table.
import { give } from "#check";

/** The names of the tables. Put in when this is built. */
declare const TABLES: string[];

export function take(module: WebAssembly.Module): void {
  for (const name of TABLES) {
    const [packed] = WebAssembly.Module.customSections(module, name);
    if (packed === undefined || !give(name, new Uint8Array(packed))) throw new Error(`no table \`${name}\``);
  }
}
