// Builds dist/: what VS Code loads at once, and the client, which is loaded when it is needed.
import { rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const home = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Returns the files that went in. */
export async function bundle() {
  rmSync(path.join(home, "dist"), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: home,
    entryPoints: ["src/extension.ts", "src/client.ts"],
    outdir: "dist",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", "./client.js"],
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "warning",
    // The client for browsers comes along otherwise, in the format that packages of both kinds prefer.
    conditions: ["node"],
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
