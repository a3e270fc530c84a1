import { defineConfig } from "vite";
import { fileURLToPath } from "node:url";

const wasm = process.env["WASM_JS"] ?? fileURLToPath(new URL("../target/js", import.meta.url));

export default defineConfig({
  // Works below any path, and from the program.
  base: "./",
  resolve: {
    alias: [
      { find: /^#wasm$/, replacement: `${wasm}/check/check.js` },
      { find: /^#wasm\.wasm/, replacement: `${wasm}/check/check_bg.wasm` },
    ],
  },
  worker: { format: "es" },
  server: { fs: { allow: [".."] } },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
