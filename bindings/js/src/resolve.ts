// From whatever a test holds to a pattern.
import { existsSync, readFileSync } from "node:fs";
import type { FoundPattern } from "../types/index.js";
import type { ResolveOptions } from "../types/matchers.js";
import type * as Core from "./core.js";
import { InputError } from "./errors.js";
import type * as Judge from "./judge.js";

declare const require: {
  (name: "./index.cjs"): typeof Core;
  (name: "./check.cjs"): typeof Judge;
};
// The same modules as everybody's, so that a pattern is an instance of the same class.
const core = require("./index.cjs");

/** A pattern that was found, with a name for messages. */
export interface Resolved {
  pattern: Core.Pattern;
  name: string | undefined;
}

/** A CDK template: `Template.fromStack(stack)`. */
interface CdkTemplate {
  toJSON(): Record<string, unknown>;
  findResources: unknown;
}

/** What sees events as a bus delivers them. */
const BUS = new Set(["pattern", "rule", "archive"]);

/** The pattern of a template, a file or CDK's `Template`, by its id. */
export function pattern(source: unknown, options: ResolveOptions = {}): Core.Pattern {
  return resolve(source, options).pattern;
}

export function resolve(source: unknown, options: ResolveOptions): Resolved {
  if (source instanceof core.Pattern) return { pattern: source, name: undefined };
  if (typeof source === "string") {
    if (source.trimStart().startsWith("{")) return { pattern: core.parse(source), name: undefined };
    return ofFile(source, options);
  }
  if (isCdk(source)) {
    return ofText(JSON.stringify(source.toJSON(), undefined, 2), "template.json", undefined, options);
  }
  if (typeof source === "object" && source !== null && !Array.isArray(source)) {
    if ("Resources" in source) return ofText(JSON.stringify(source, undefined, 2), "template.json", undefined, options);
    return { pattern: core.parse(source), name: undefined };
  }
  throw new TypeError(
    "expected a pattern: an object, JSON text, the name of a file such as `template.yaml#LogicalId`, or a CDK Template",
  );
}

function isCdk(source: unknown): source is CdkTemplate {
  return (
    typeof source === "object" && source !== null &&
    "findResources" in source && "toJSON" in source && typeof source.toJSON === "function"
  );
}

function ofFile(name: string, options: ResolveOptions): Resolved {
  const hash = existsSync(name) ? -1 : name.lastIndexOf("#");
  const [file, id] = hash < 0 ? [name, undefined] : [name.slice(0, hash), name.slice(hash + 1)];
  if (!existsSync(file)) throw new InputError(`cannot find \`${file}\``);
  const text = readFileSync(file, "utf8");
  return ofText(text, file, id, options);
}

function ofText(text: string, filename: string, named: string | undefined, options: ResolveOptions): Resolved {
  const { vars = {} } = options;
  const judge = require("./check.cjs");
  const found = judge.patterns(text, { filename, vars });
  const id = named ?? options.id;
  const one = choose(found.patterns, id, filename, found.open);
  if (!BUS.has(one.usedBy)) {
    throw new InputError(
      `${label(filename, one)} is not a pattern of an event bus (${one.usedBy}): it follows other rules and sees records; ` +
        "use `pattern-test match`, which knows them",
    );
  }
  if (one.unknowns.length > 0) {
    const names = one.unknowns.map((name) => `\`${name}\``).join(", ");
    const example = one.unknowns.map((name) => `${JSON.stringify(name)}: "…"`).join(", ");
    throw new InputError(
      `${label(filename, one)} leaves ${names} open; give the values: { vars: { ${example} } }`,
    );
  }
  return { pattern: core.parse(one.text), name: label(filename, one) };
}

const label = (filename: string, found: FoundPattern) => (found.id === "" ? filename : `${filename}#${found.id}`);

function choose(all: FoundPattern[], id: string | undefined, filename: string, open: string[]): FoundPattern {
  const list = all.map((found) => `\`${found.id}\``).join(", ");
  if (id === undefined) {
    const [one, ...others] = all;
    if (one !== undefined && others.length === 0) return one;
    const what = all.length === 0 ? "no pattern that is known before deployment" : `${all.length} patterns: ${list}`;
    throw new InputError(`${filename} has ${what}; name one: { id: "…" } or \`${filename}#Id\``);
  }
  // The CDK appends eight digits to the ids that a program gives.
  const hashed = new RegExp(`^${id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[0-9A-F]{8}$`);
  const ways: ((found: FoundPattern) => boolean)[] = [
    (found) => found.id === id,
    (found) => found.aliases.includes(id),
    (found) => found.id.startsWith(`${id}.`),
    (found) => hashed.test(found.id),
  ];
  for (const way of ways) {
    const some = all.filter(way);
    const [one] = some;
    if (one === undefined) continue;
    if (some.length === 1) return one;
    const names = some.map((found) => `\`${found.id}\``).join(", ");
    throw new InputError(`\`${id}\` means several patterns of ${filename}: ${names}`);
  }
  if (open.includes(id)) {
    throw new InputError(`nothing is known of \`${id}\` in ${filename} before deployment; give { vars }`);
  }
  throw new InputError(`no pattern called \`${id}\` in ${filename}; it has ${list || "none"}`);
}
