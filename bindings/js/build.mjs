// Builds dist/ of the sources and of what `bindings/wasm/build.sh` made: build.mjs [FOLDER].
import { build } from "esbuild";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const wasm = path.resolve(process.argv[2] ?? path.join(here, "../../target/js"));
const dist = path.join(here, "dist");
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const name of ["core", "check"]) cpSync(path.join(wasm, name, `${name}_bg.wasm`), path.join(dist, `${name}_bg.wasm`));

// A module without code, with a section for each table: see src/tables.ts.
const data = path.join(here, "../../data");
const tables = readdirSync(data).filter((name) => name.endsWith(".txt.z")).sort();
const leb = (number) => (number < 128 ? [number] : [(number % 128) + 128, ...leb(Math.floor(number / 128))]);
const sections = tables.map((file) => {
  const name = Buffer.from(path.basename(file, ".txt.z"));
  const content = Buffer.concat([Buffer.from(leb(name.length)), name, readFileSync(path.join(data, file))]);
  return Buffer.concat([Buffer.from([0, ...leb(content.length)]), content]);
});
writeFileSync(path.join(dist, "tables.wasm"), Buffer.concat([Buffer.from("\0asm\x01\0\0\0"), ...sections]));

const glue = {
  name: "glue",
  setup(build) {
    build.onResolve({ filter: /^#(core|check)$/ }, ({ path: name }) => ({
      path: path.join(wasm, name.slice(1), `${name.slice(1)}.js`),
    }));
    build.onResolve({ filter: /^#(core|check)\.wasm$/ }, ({ path: name }) => ({
      path: `./${name.slice(1).replace(".wasm", "_bg.wasm")}`,
      external: true,
    }));
    build.onResolve({ filter: /^#tables\.wasm$/ }, () => ({ path: "./tables.wasm", external: true }));
    // One class of each error, whichever module throws it.
    build.onResolve({ filter: /^\.\/errors\.js$/ }, () => ({
      path: build.initialOptions.format === "cjs" ? "./errors.cjs" : "./errors.js",
      external: true,
    }));
  },
};
const common = {
  absWorkingDir: here,
  bundle: true,
  outdir: dist,
  target: ["es2022", "node20"],
  plugins: [glue],
  define: { TABLES: JSON.stringify(tables.map((name) => path.basename(name, ".txt.z"))) },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
};

// Node.js: CommonJS, and a module of the same values, so that there is one class of each name.
await build({
  ...common,
  platform: "node",
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  // The module is given to the glue, which would otherwise look for it beside itself.
  define: { ...common.define, "import.meta.url": "undefined" },
  external: ["./index.cjs", "./check.cjs", "../package.json", "aws-cdk-lib", "aws-cdk-lib/package.json", "@jest/globals"],
  entryPoints: {
    index: "src/index.node.ts",
    check: "src/check.node.ts",
    matchers: "src/matchers.ts",
    jest: "src/jest.ts",
    cdk: "src/cdk.ts",
    errors: "src/errors.ts",
  },
});
const names = {
  index: [
    "EventError", "InputError", "Pattern", "PatternError", "UndecidedError",
    "check", "compare", "explain", "explainMarkdown", "explainText", "generate", "matches", "parse", "patterns",
  ],
  check: ["check", "compare", "explainMarkdown", "explainText", "generate", "patterns"],
  matchers: ["pattern", "toMatchEvent", "toMatchEventStrictly"],
  cdk: ["EventPatternValidator"],
  jest: [],
};
for (const [name, exported] of Object.entries(names)) {
  const list = exported.length === 0 ? "" : `export const { ${exported.join(", ")} } = module;\n`;
  writeFileSync(path.join(dist, `${name}.js`), `import module from "./${name}.cjs";\n${list}`);
}
await build({
  ...common,
  platform: "neutral",
  format: "esm",
  // Each is loaded by itself, and what is for Node.js is there already.
  external: ["vitest", "./check.browser.js", "./check.edge.js", "./matchers.js"],
  entryPoints: {
    browser: "src/index.browser.ts",
    "check.browser": "src/check.browser.ts",
    edge: "src/index.edge.ts",
    "check.edge": "src/check.edge.ts",
    vitest: "src/vitest.ts",
    errors: "src/errors.ts",
  },
});

// The same declarations for both module systems.
for (const name of ["index", "check", "matchers", "jest", "cdk"]) {
  const text = readFileSync(path.join(here, "types", `${name}.d.ts`), "utf8");
  writeFileSync(path.join(here, "types", `${name}.d.cts`), text.replaceAll(/"(\.\/\w+)\.js"/g, '"$1.cjs"'));
}
