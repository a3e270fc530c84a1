import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as sync from "../dist/check.js";
import {
  EventError, InputError, PatternError, UndecidedError,
  check, compare, explain, generate, matches, parse, patterns,
} from "../dist/index.js";

test("objects and texts are the same", () => {
  const [pattern, event] = [{ source: ["shop"] }, { source: "shop" }];
  assert.equal(matches(pattern, event), true);
  assert.equal(matches(JSON.stringify(pattern), JSON.stringify(event)), true);
  assert.equal(parse(parse(pattern)).matches({ source: "till" }), false);
});

test("the modes", () => {
  const pattern = { c: { name: ["app"], exitCode: [1] } };
  const event = { c: [{ name: "app", exitCode: 0 }, { name: "db", exitCode: 1 }] };
  assert.equal(matches(pattern, event), true);
  assert.equal(matches(pattern, event, { strict: true }), false);
  assert.equal(explain(pattern, event).disagreement.direction, "flattened-only");
});

test("a refusal has the service's words and place", () => {
  assert.throws(
    () => parse('{\n  "source": "shop"}'),
    (error) => {
      assert.ok(error instanceof PatternError && error instanceof Error);
      assert.equal(error.name, "PatternError");
      assert.equal(error.reason, '"source" must be an object or an array');
      assert.deepEqual([error.line, error.column], [2, 14]);
      assert.match(error.serviceText, /^Event pattern is not valid\. Reason: /);
      assert.match(error.help, /\["shop"\]/);
      assert.match(error.message, /help: /);
      return true;
    },
  );
});

test("an event that is none has its place", () => {
  assert.throws(
    () => matches({ a: [1] }, '{\n"a": }'),
    (error) => error instanceof EventError && error.line === 2 && error.column === 6,
  );
  assert.throws(() => matches({ a: [1] }, "[]"), EventError);
  for (const wrong of [undefined, null, 1, true, () => 1]) {
    assert.throws(() => matches({ a: [1] }, wrong), TypeError);
    assert.throws(() => parse(wrong), TypeError);
  }
});

test("a search that is given up is no verdict", () => {
  // Duplicate keys: one path through many arrays.
  const arrays = Array.from({ length: 24 }, (_, i) => `"a":[{"x":${i % 2}},{"y":${i % 3}}]`);
  const event = `{${arrays.join(",")}}`;
  const pattern = { a: { x: [7, 1], y: [9, 2], z: [{ exists: false }] } };
  try {
    assert.equal(typeof matches(pattern, event, { strict: true }), "boolean");
  } catch (error) {
    assert.ok(error instanceof UndecidedError);
  }
});

test("findings are those of the program's document", async () => {
  const template = "Resources:\n  Rule:\n    Type: AWS::Events::Rule\n    Properties:\n" +
    "      EventPattern: {source: [aws.ec2], detailType: [EC2 Instance State-change Notification]}\n";
  const report = await check(template, { filename: "template.yaml" });
  const finding = report.findings.find(({ code }) => code === "envelope-name");
  assert.equal(finding.id, "Rule");
  assert.equal(finding.line, 5);
  assert.equal(finding.file, "template.yaml");
  assert.equal(report.patterns, 1);
  assert.deepEqual(sync.check(template, { filename: "template.yaml" }), report);
  await assert.rejects(check("nothing of the kind", { filename: "notes.yaml" }), InputError);
});

test("events tell what fields there are", async () => {
  const pattern = '{"source": ["shop"], "detail-type": ["Paid"], "detail": {"totl": [1]}}';
  const event = { source: "shop", "detail-type": "Paid", detail: { total: 1 } };
  const { findings } = await check(pattern, { events: [event] });
  assert.ok(findings.length > (await check(pattern)).findings.length);
});

test("patterns of a template, with what it leaves open", async () => {
  const template = readFileSync(new URL("../../../tests/templates/every-form.yaml", import.meta.url), "utf8");
  const found = await patterns(template, { filename: "template.yaml" });
  assert.ok(found.patterns.length > 3);
  const open = found.patterns.find(({ unknowns }) => unknowns.length > 0);
  assert.ok(open);
  const vars = Object.fromEntries(found.patterns.flatMap(({ unknowns }) => unknowns).map((name) => [name, "x"]));
  const settled = await patterns(template, { filename: "template.yaml", vars });
  assert.deepEqual(settled.patterns.find(({ id }) => id === open.id).unknowns, []);
});

test("comparisons and generated events", async () => {
  const found = await compare({ a: [1, 2] }, { a: [2] });
  assert.equal(found.relation, "narrower");
  assert.equal(found.only_old.exists, "yes");
  assert.equal(found.only_new.exists, "no");
  assert.equal(matches({ a: [1, 2] }, found.only_old.event), true);
  const pattern = parse({ detail: { code: [{ numeric: [">=", 400] }] } });
  const misses = await generate(pattern, { kind: "near-miss", count: 3 });
  assert.ok(misses.length > 0 && misses.every(({ matches, event }) => !matches && !pattern.matches(event)));
  await assert.rejects(generate(pattern, { kind: "other" }), InputError);
});

test("a pattern is freed, and many are made", () => {
  for (let index = 0; index < 5000; index += 1) parse({ a: [index] });
});

test("what is deep, long or odd is refused in words", () => {
  const deep = "[".repeat(5000) + "]".repeat(5000);
  assert.throws(() => matches({ a: [1] }, `{"a":${deep}}`), EventError);
  assert.throws(() => parse(`{"a":["${"x".repeat(5000)}"]}`), PatternError);
  assert.throws(() => parse(""), PatternError);
  assert.equal(matches({ a: ["\ud83d\ude00"] }, { a: "😀" }), true);
});
