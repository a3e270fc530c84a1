// package.json says the same as the code.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { AT_CURSOR, OF_SERVER } from "../src/commands/index.js";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { contributes } = manifest;
const commands: string[] = contributes.commands.map(({ command }: { command: string }) => command);
const extension = readFileSync("src/extension.ts", "utf8");

test("every command that is contributed is registered, and the other way round", () => {
  const registered = [...extension.matchAll(/registerCommand\("([^"]+)"/g)].map(([, name]) => name ?? "");
  const names = /AT_CURSOR = (\[[^\]]*\])/.exec(extension)?.[1] ?? "[]";
  const atCursor = (JSON.parse(names) as string[]).map((name) => `pattern-test.${name}`);
  assert.deepEqual([...registered, ...atCursor].sort(), [...commands].sort());
  assert.deepEqual(atCursor.sort(), Object.keys(AT_CURSOR).sort());
});

test("no command has the name of one that the client registers for the server", () => {
  assert.deepEqual(
    commands.filter((name) => name in OF_SERVER),
    [],
  );
});

test("menus have commands that there are", () => {
  const menus = Object.values(contributes.menus as Record<string, { command?: string }[]>).flat();
  for (const { command } of menus) assert.ok(command === undefined || commands.includes(command), command);
});

test("what needs the server is in the palette only while it runs", () => {
  const palette: { command: string; when: string }[] = contributes.menus.commandPalette;
  assert.deepEqual(palette.map(({ command }) => command).sort(), Object.keys(AT_CURSOR).sort());
  for (const { when } of palette) assert.equal(when, "pattern-test.running");
});

test("the schemas that are contributed are those of the project, for the names that suites have", () => {
  for (const { fileMatch, url } of [...contributes.jsonValidation, ...contributes.yamlValidation]) {
    assert.ok(existsSync(path.join("../../docs", url)), url);
    for (const glob of [fileMatch].flat()) assert.match(glob, /^\*\.suite\.(json|yaml|yml)$/);
  }
});

test("a workspace cannot choose the program before it is trusted", () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, "limited");
  assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ["pattern-test.path"]);
});

test("the version is that of the program", () => {
  const version = /^version = "(.*)"/m.exec(readFileSync("../../Cargo.toml", "utf8"))?.[1];
  assert.equal(manifest.version, version);
});
