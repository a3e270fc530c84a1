// What wasm-bindgen makes of bindings/wasm, as far as it is used.
declare module "#wasm" {
  export class Picks {
    constructor(pattern: number, event: number, strict: boolean);
    free(): void;
  }
  export function give(name: string, packed: Uint8Array): boolean;
  export function live(pattern: string, event: string, picks: Picks): string;
  export function live_markdown(pattern: string, event: string, picks: Picks): string | undefined;
  export function live_findings(pattern: string): string;
  export function live_chips(pattern: string, pick: number, strict: boolean): string;
  export default function init(given: { module_or_path: URL }): Promise<unknown>;
}
declare module "#wasm.wasm?url" {
  const url: string;
  export default url;
}
