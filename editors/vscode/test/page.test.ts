import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { page } from "../src/page.js";
import { folder } from "./fakes.js";

const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

/** A page of the program, made of a pattern that would run a script if it were not escaped. */
function explained(context: Parameters<typeof folder>[0]): string {
  const program = process.env.PATTERN_TEST_BINARY;
  assert.ok(program, "PATTERN_TEST_BINARY has to name the program");
  const root = folder(context, {
    "pattern.json": '{"source": ["<script>alert(1)</script>"]}',
    "event.json": '{"source": "</style><script>alert(1)</script>"}',
  });
  const page = path.join(root, "page.html");
  const files = ["-p", path.join(root, "pattern.json"), path.join(root, "event.json")];
  const { status, stderr } = spawnSync(program, ["explain", ...files, "--format", "html", "-o", page]);
  assert.ok(status === 0 || status === 1, String(stderr));
  return readFileSync(page, "utf8");
}

test("the program's page takes the colours of the editor, and its policy follows", (context) => {
  const html = explained(context);
  for (const [theme, media] of [
    ["dark", "all"],
    ["light", "not all"],
  ] as const) {
    const shown = page(html, theme);
    const style = /<style>([\s\S]*?)<\/style>/.exec(shown)?.[1] ?? "";
    assert.ok(style.includes(`@media ${media}`), theme);
    assert.ok(style.includes(`color-scheme: ${theme}`), theme);
    assert.ok(!style.includes("prefers-color-scheme"), theme);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(shown)?.[1] ?? "";
    assert.ok(policy.includes(`style-src '${hash(style)}'`), "the style sheet would not be applied");
    assert.ok(policy.startsWith("default-src 'none';"));
    const scripts = [...shown.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    assert.equal(scripts.length, 1, "one script, the page's own");
    assert.ok(policy.includes(`script-src '${hash(scripts[0]?.[1] ?? "")}'`), "the script would not run");
    assert.equal(shown.split("<body>")[1], html.split("<body>")[1], "nothing else is changed");
  }
});

test("a page without a policy gets one that runs nothing", () => {
  const shown = page(
    "<!DOCTYPE html><html><head><title>x</title></head><body><script>x()</script></body></html>",
    "dark",
  );
  assert.match(shown, /<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src /);
  assert.ok(!/content="[^"]*script-src/.test(shown));
  assert.ok(page("<p>text</p>", "dark").startsWith("<meta http-equiv="));
});

test("a page whose policy is of another kind stays as it is", () => {
  const html = `<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-1'"></head><style>(prefers-color-scheme: dark)</style>`;
  assert.equal(page(html, "dark"), html);
});
