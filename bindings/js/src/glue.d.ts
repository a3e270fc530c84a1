// What wasm-bindgen makes, as far as it is used.
declare module "#core" {
  export class Asked {
    constructor(strict: boolean, pattern?: string, event?: string);
    free(): void;
  }
  export class Compiled {
    constructor(text: string);
    warnings(): string;
    matches(event: string, strict: boolean): boolean;
    explain(event: string, asked: Asked): string;
  }
  export function initSync(given: { module: Uint8Array | WebAssembly.Module }): unknown;
  export default function init(given: { module_or_path: URL }): Promise<unknown>;
}
declare module "#check" {
  export class Asked {
    constructor(strict: boolean, pattern?: string, event?: string);
    free(): void;
  }
  export function explain_text(pattern: string, event: string, asked: Asked, width: number, colour: boolean): string;
  export function explain_markdown(pattern: string, event: string, asked: Asked): string;
  export function give(name: string, packed: Uint8Array): boolean;
  export function check(text: string, name: string, vars: string, events: string[]): string;
  export function patterns(text: string, name: string, vars: string): string;
  export function compare(older: string, newer: string, strict: boolean, singleValues: boolean): string;
  export function generate(
    pattern: string, kind: string, count: number, seed: number, strict: boolean, envelope: boolean,
  ): string;
  export function initSync(given: { module: Uint8Array | WebAssembly.Module }): unknown;
  export default function init(given: { module_or_path: URL }): Promise<unknown>;
}
declare module "#core.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "#tables.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "#check.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
