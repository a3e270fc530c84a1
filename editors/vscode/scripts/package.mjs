// Packs the extension: package.mjs [--out FOLDER] [--target PLATFORM --program FILE]. With a program it is for that platform,
// by VS Code's name of it, and brings the program along; without, it looks for one that is installed.
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { bundle, home } from "./build.mjs";

const RULE = `\n${"-".repeat(80)}\n\n`;

const { values } = parseArgs({
  options: { out: { type: "string", default: home }, target: { type: "string" }, program: { type: "string" } },
});
if ((values.target === undefined) !== (values.program === undefined)) {
  console.error("error: --target and --program belong together");
  process.exit(2);
}

const root = path.resolve(home, "../..");
for (const folder of ["bin", "schemas"]) rmSync(path.join(home, folder), { recursive: true, force: true });
mkdirSync(path.join(home, "schemas"));
// The schemas that are contributed; they are kept in docs/ alone.
const { contributes } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
for (const { url } of [...contributes.jsonValidation, ...contributes.yamlValidation]) {
  copyFileSync(path.join(root, "docs", url), path.join(home, url));
}
const licences = ["LICENSE-MIT", "LICENSE-APACHE"].map((name) => readFileSync(path.join(root, name), "utf8"));
writeFileSync(path.join(home, "LICENSE.txt"), ["MIT or Apache-2.0, at your choice.\n", ...licences].join(RULE));
if (values.program !== undefined) {
  const name = values.target.startsWith("win32") ? "pattern-test.exe" : "pattern-test";
  mkdirSync(path.join(home, "bin"));
  copyFileSync(values.program, path.join(home, "bin", name));
  chmodSync(path.join(home, "bin", name), 0o755);
}
const texts = notices(await bundle());
// The program has tables of others in it.
if (values.program !== undefined) texts.push(readFileSync(path.join(root, "NOTICE"), "utf8"));
writeFileSync(path.join(home, "THIRD-PARTY.txt"), texts.join(RULE));
// The page of an installed extension shows no pictures that come with it.
const readme = readFileSync(path.join(home, "README.md"), "utf8");
writeFileSync(path.join(home, "PAGE.md"), readme.replace(/<!-- picture -->[\s\S]*<!-- end of picture -->\n\n/, ""));
mkdirSync(values.out, { recursive: true });
await createVSIX({
  cwd: home,
  packagePath: path.resolve(values.out),
  target: values.target,
  dependencies: false,
  readmePath: "PAGE.md",
  allowMissingRepository: true,
  allowUnusedFilesPattern: true,
  rewriteRelativeLinks: false,
});

/** The licences of the packages whose files are in the bundle. */
function notices(files) {
  const folders = files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  const texts = [...new Set(folders)].filter(Boolean).map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(home, folder, "package.json"), "utf8"));
    const file = readdirSync(path.join(home, folder)).find((one) => /^licen[cs]e/i.test(one));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(home, folder, file), "utf8").trim()}\n`;
  });
  return texts.sort();
}
