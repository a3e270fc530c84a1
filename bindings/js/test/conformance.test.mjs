// All that the conformance data answers, through the package as it is built, in both module systems.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as esm from "../dist/index.js";

const cjs = createRequire(import.meta.url)("../dist/index.cjs");

function cases(name, expected) {
  const text = readFileSync(new URL(`../../../tests/conformance/${name}.jsonl`, import.meta.url), "utf8");
  const lines = text.trimEnd().split("\n");
  assert.equal(lines.length, expected, `${name}.jsonl is not whole`);
  return lines.map((line, index) => ({ ...JSON.parse(line), where: `${name}.jsonl, line ${index + 1}` }));
}

const word = (yes) => (yes ? "match" : "no-match");

test("verdicts", () => {
  for (const { pattern, event, flattened, strict, where } of cases("verdicts", 5974)) {
    const compiled = esm.parse(pattern);
    const said = [compiled.matches(event), compiled.matches(event, { strict: true })].map(word);
    assert.deepEqual(said, [flattened, strict], where);
  }
});

test("refusals", () => {
  for (const { pattern, error, where } of cases("errors", 2500)) {
    const refused = assert.throws.bind(assert, () => esm.parse(pattern));
    refused(
      (thrown) => {
        assert.ok(thrown instanceof esm.PatternError, where);
        // The data has the reason, with the place where the service says one.
        const whole = thrown.serviceText.replace(/^Event pattern is not valid\. Reason: /, "");
        assert.equal(whole, error, where);
        assert.ok(error.startsWith(thrown.reason), where);
        return true;
      },
      where,
    );
  }
});

test("both module systems have the same classes", () => {
  assert.equal(cjs.Pattern, esm.Pattern);
  assert.equal(cjs.PatternError, esm.PatternError);
  assert.deepEqual(Object.keys(cjs).sort(), Object.keys(esm).sort());
});
