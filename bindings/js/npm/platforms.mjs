// Names the packages of the platforms in package.json while the package is packed: platforms.mjs add|remove.
// They are no dependencies of the sources: `npm ci` asks the registry for each, also before it is published.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const here = new URL("./", import.meta.url);
const file = new URL("../package.json", here);
const text = readFileSync(file, "utf8");
const line = /  "optionalDependencies": .*\n/;

let changed = text.replace(line, "");
if (process.argv[2] === "add") {
  const packages = readdirSync(here)
    .map((name) => new URL(`${name}/package.json`, here))
    .filter(existsSync)
    .map((platform) => JSON.parse(readFileSync(platform, "utf8")));
  const versions = Object.fromEntries(packages.map(({ name, version }) => [name, version]));
  changed = changed.replace(/  "peerDependencies":/, `  "optionalDependencies": ${JSON.stringify(versions)},\n$&`);
}
writeFileSync(file, changed);
