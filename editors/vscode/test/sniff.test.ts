import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { ENDINGS, mayHavePatterns } from "../src/sniff.js";

const root = path.resolve("../..");
const read = (file: string): [string, string] => [file, readFileSync(path.join(root, file), "utf8")];

test("the endings are those of the program", () => {
  const [, text] = read("src/template/mod.rs");
  const list = /pub const EXTENSIONS: .* = \[([^\]]*)\]/.exec(text)?.[1] ?? "";
  assert.deepEqual(
    [...list.matchAll(/"(\w+)"/g)].map(([, ending]) => ending),
    ENDINGS,
  );
});

test("every template and every pattern of the project is noticed", () => {
  const folders = ["tests/templates", "fixtures/templates", "patterns"];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && ENDINGS.includes(path.extname(entry.name).slice(1)))
      .map(({ name }) => `${folder}/${name}`),
  );
  assert.ok(files.length > 10, "the folders are where they are thought to be");
  assert.deepEqual(
    files.filter((file) => !mayHavePatterns(...read(file))),
    [],
  );
});

test("the project's own files are noticed by their names", () => {
  assert.ok(mayHavePatterns("/w/pattern-test.toml", ""));
  assert.ok(mayHavePatterns("C:\\w\\pattern-test.toml", ""));
  assert.ok(mayHavePatterns("/w/orders.suite.yml", ""));
  assert.ok(!mayHavePatterns("/w/other.toml", "event_pattern"));
});

test("what has nothing to do with patterns starts nothing", () => {
  assert.ok(!mayHavePatterns("package.json", '{"name": "x", "source": "src/index.ts", "scripts": {"test": "y"}}'));
  assert.ok(!mayHavePatterns("tsconfig.json", '{"compilerOptions": {"strict": true}}'));
  assert.ok(!mayHavePatterns("compose.yaml", "services:\n  web:\n    image: nginx\n"));
  assert.ok(!mayHavePatterns("main.tf", 'resource "aws_s3_bucket" "b" {\n  bucket = "x"\n}\n'));
  assert.ok(!mayHavePatterns("main.ts", "const eventPattern = {}"));
});
