// A validation plugin for the CDK.
import { readFileSync } from "node:fs";
import type { PolicyValidationPluginReport, PolicyViolation } from "aws-cdk-lib";
import type { EventPatternValidatorOptions } from "../types/cdk.js";
import type { Finding, FoundPattern } from "../types/index.js";
import type * as Judge from "./judge.js";

declare const require: {
  (name: "./check.cjs"): typeof Judge;
  (name: "aws-cdk-lib/package.json" | "../package.json"): { version: string };
};

const RANKS = { error: 3, warning: 2, note: 1, never: 4 } as const;

export class EventPatternValidator {
  readonly name = "pattern-test";
  readonly version: string = require("../package.json").version;
  #options: EventPatternValidatorOptions;

  constructor(options: EventPatternValidatorOptions = {}) {
    this.#options = options;
  }

  validate(context: { readonly templatePaths: readonly string[] }): PolicyValidationPluginReport {
    const all = context.templatePaths.flatMap((path) => this.#violations(path));
    const violations = merged(all);
    const least = RANKS[this.#options.failOn ?? "warning"];
    const success = !violations.some((violation) => RANKS[violation.severity as Finding["severity"]] >= least);
    return { success, violations, pluginVersion: this.version };
  }

  #violations(path: string): PolicyViolation[] {
    const judge = require("./check.cjs");
    const text = readFileSync(path, "utf8");
    const events = this.#options.events ?? [];
    let found: FoundPattern[];
    let findings: Finding[];
    try {
      // The name of the file and not its folder: what the CDK writes is what is judged here.
      found = judge.patterns(text, { filename: "template.json" }).patterns;
      findings = judge.check(text, { filename: "template.json", events }).findings;
    } catch (error) {
      // Most templates have no patterns.
      if (error instanceof Error && error.name === "InputError") return [];
      throw error;
    }
    const ignored = new Set(this.#options.ignore ?? []);
    const ours = findings.filter((finding) => !ignored.has(finding.code) && !isToldByCdk(finding, found));
    return ours.map((finding) => violation(finding, path));
  }
}

/** Since 2.262 the CDK itself refuses rules whose pattern the service would refuse. */
function isToldByCdk(finding: Finding, found: readonly FoundPattern[]): boolean {
  if (finding.code !== "invalid-pattern") return false;
  // Its validation can be switched off.
  if (process.env["CDK_VALIDATION"] === "false") return false;
  const isRule = found.some((one) => one.id === finding.id && one.usedBy === "rule");
  return isRule && atLeast(require("aws-cdk-lib/package.json").version, 2, 262);
}

function atLeast(version: string, major: number, minor: number): boolean {
  const [hasMajor = 0, hasMinor = 0] = version.split(".").map(Number);
  return hasMajor > major || (hasMajor === major && hasMinor >= minor);
}

function violation(finding: Finding, templatePath: string): PolicyViolation {
  const place = `${finding.line}:${finding.column}`;
  const note = finding.note === null ? "" : `; ${finding.note}`;
  return {
    ruleName: finding.code,
    description: `${finding.message}${note}`,
    severity: finding.severity,
    ...(finding.help === null ? {} : { fix: finding.help }),
    violatingResources: [
      {
        // What a resource has several of has its path behind the logical id.
        resourceLogicalId: finding.id.split(".")[0] ?? finding.id,
        templatePath,
        locations: [finding.path === "" ? place : `${finding.path} (${place})`],
      },
    ],
  };
}

/** One violation for all resources that have the same one. */
function merged(all: readonly PolicyViolation[]): PolicyViolation[] {
  const byKey = new Map<string, PolicyViolation>();
  for (const one of all) {
    const key = JSON.stringify([one.ruleName, one.description, one.fix]);
    const before = byKey.get(key);
    const resources = [...(before?.violatingResources ?? []), ...one.violatingResources];
    byKey.set(key, { ...one, violatingResources: resources });
  }
  return [...byKey.values()];
}
