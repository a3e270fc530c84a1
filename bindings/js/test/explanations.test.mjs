// The explanation of every mistake in tests/it/mistakes is the program's.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { explainMarkdown, explainText } from "../dist/check.js";
import { parse } from "../dist/index.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const program = process.env.PATTERN_TEST_BINARY ?? path.join(root, "target/debug/pattern-test");
const folder = mkdtempSync(path.join(tmpdir(), "pattern-test-"));
after(() => rmSync(folder, { recursive: true }));

const mistakes = path.join(root, "tests/it/mistakes");
const files = readdirSync(mistakes).filter((name) => name.endsWith(".json"));

/** The text of a member as it stands in the file: numbers count to the letter. */
function member(text, name) {
  const parsed = JSON.parse(text);
  const value = parsed[name];
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
}

test("there are mistakes", () => assert.ok(files.length >= 40));

for (const file of files) {
  test(`the explanation of ${file} is the program's`, () => {
    const text = readFileSync(path.join(mistakes, file), "utf8");
    const [pattern, event] = [member(text, "pattern"), member(text, "event")];
    const names = { patternName: path.join(folder, "rule.json"), eventName: path.join(folder, "event.json") };
    writeFileSync(names.patternName, pattern);
    writeFileSync(names.eventName, event);
    for (const strict of [false, true]) {
      const mode = strict ? "--strict" : "--flattened";
      const asked = ["explain", "-p", names.patternName, names.eventName, mode];
      // Without fixtures, which would count as other events.
      const run = (format) => spawnSync(program, [...asked, "--format", format], { cwd: folder, encoding: "utf8" });
      const json = run("json");
      assert.ok(json.status < 2, json.stderr);
      const compiled = parse(pattern);
      const ours = compiled.explain(event, { strict, ...names });
      assert.deepEqual(ours, JSON.parse(json.stdout).explanations[0]);
      assert.equal(explainMarkdown(pattern, event, { strict, ...names }), run("markdown").stdout);
      assert.equal(explainText(pattern, event, { strict, ...names }), run("human").stdout);
    }
  });
}

test("the program is there", () => assert.match(execFileSync(program, ["--version"], { encoding: "utf8" }), /^pattern-test /));
