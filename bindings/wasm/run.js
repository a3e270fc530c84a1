// Asks the WebAssembly build everything that the conformance data answers: run.js GLUE DATA.
"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");

const library = require(path.resolve(process.argv[2]));
const data = path.resolve(process.argv[3]);

const cases = (name, expected) => {
  const text = fs.readFileSync(path.join(data, `${name}.jsonl`), "utf8");
  const lines = text.trimEnd().split("\n");
  assert.strictEqual(lines.length, expected, `${name}.jsonl is not whole`);
  return lines.map((line) => JSON.parse(line));
};

const all = (name, expected, check) => {
  cases(name, expected).forEach((one, index) => {
    try {
      check(one);
    } catch (error) {
      throw new Error(`${name}.jsonl, line ${index + 1}: ${error.message ?? error}`);
    }
  });
  console.log(`${name}: ${expected} of ${expected} as expected`);
};

all("verdicts", 5974, ({ pattern, event, flattened, strict }) => {
  const said = Array.from(library.verdicts(pattern, event), (yes) => (yes ? "match" : "no-match"));
  assert.deepStrictEqual(said, [flattened, strict]);
});
all("errors", 2500, ({ pattern, error }) => {
  assert.strictEqual(library.refusal(pattern), error);
});
all("complexity", 399, ({ pattern, complexity }) => {
  assert.strictEqual(library.complexity(pattern), complexity);
});

// What else there is, once each: no clock, no thread and no file system is missed.
const pattern = '{"source": ["aws.ec2"], "detail": {"state": ["1"]}}';
const explanation = JSON.parse(library.explain(pattern, '{"source": "aws.ec2", "detail": {"state": 1}}'));
assert.strictEqual(explanation.flattened, false);
assert.strictEqual(explanation.alternatives[0].conditions[1].hints[0].code, "number-as-string");
const template = `Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: [aws.ec2], detailType: [EC2 Instance State-change Notification]}
`;
assert.ok(library.check("template.yaml", template).includes("envelope-name"));
const suite = `pattern: {source: [a]}
cases:
  - {event: {source: a}, expect: match}
  - {event: {source: b}, expect: match}
  - {event: {source: c}, expect: no-match}
`;
assert.strictEqual(library.passed("a.suite.yaml", suite), 2);
assert.strictEqual(library.relation('{"a": [1, 2]}', '{"a": [2]}'), "narrower");
console.log("explanations, findings, suites and comparisons: there");
