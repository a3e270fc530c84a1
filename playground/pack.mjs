// Packs a site for the program: pack.mjs FOLDER FILE. See src/serve/playground.rs. Needs `zstd`.
//
// The tables that stand beside FILE are in the program anyway, so that they are only named.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [folder, file] = process.argv.slice(2);
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  .sort();
const files = names.map((name) => ({ path: `/${name.replaceAll(path.sep, "/")}`, content: readFileSync(path.join(folder, name)) }));
const beside = path.dirname(file);
const tables = readdirSync(beside).filter((name) => name.endsWith(".txt.z"))
  .map((name) => ({ name: name.replace(".txt.z", ""), content: readFileSync(path.join(beside, name)) }));
const tableOf = (content) => tables.find((table) => table.content.equals(content))?.name;
const list = files.map(({ path, content }) => {
  const table = tableOf(content);
  return table === undefined ? { path, length: content.length } : { path, table };
});
const packed = files.filter(({ content }) => tableOf(content) === undefined);
const site = Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...packed.map(({ content }) => content)]);
const pack = execFileSync("zstd", ["--ultra", "-22", "--long=25", "-c"], { input: site, maxBuffer: 1 << 26 });
writeFileSync(file, pack);
console.log(`${file}: ${pack.length} bytes for ${site.length} of ${list.length} files`);
