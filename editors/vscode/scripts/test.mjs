// Runs the unit tests: test.mjs [ARGUMENTS OF node --test]. They are bundled first, since Node.js reads no TypeScript.
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { home } from "./build.mjs";

const names = readdirSync(path.join(home, "test")).filter((name) => name.endsWith(".test.ts"));
const out = path.join(home, "dist/test");
rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: home,
  entryPoints: names.map((name) => `test/${name}`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
});
const files = names.map((name) => path.join(out, name.replace(/\.ts$/, ".mjs")));
const options = ["--enable-source-maps", "--test", ...process.argv.slice(2), ...files];
process.exitCode = spawnSync(process.execPath, options, { cwd: home, stdio: "inherit" }).status ?? 1;
