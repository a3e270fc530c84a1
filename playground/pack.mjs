// Packs a site for the program: pack.mjs FOLDER FILE. See src/serve/playground.rs. Needs `zstd`.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [folder, file] = process.argv.slice(2);
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  .sort();
const files = names.map((name) => ({ path: `/${name.replaceAll(path.sep, "/")}`, content: readFileSync(path.join(folder, name)) }));
const list = files.map(({ path, content }) => ({ path, length: content.length }));
const site = Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...files.map(({ content }) => content)]);
const pack = execFileSync("zstd", ["--ultra", "-22", "--long=25", "-c"], { input: site, maxBuffer: 1 << 26 });
writeFileSync(file, pack);
console.log(`${file}: ${pack.length} bytes for ${site.length} of ${list.length} files`);
