import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { details, problem, shadowed } from "../src/program/advice.js";
import { candidates, type Places } from "../src/program/candidates.js";
import { find } from "../src/program/find.js";
import { inspect } from "../src/program/inspect.js";
import { folder } from "./fakes.js";

const NEW = '#!/bin/sh\n[ "$1" = --version ] && echo "pattern-test 9.9.9"\nexit 0\n';
const OLD = '#!/bin/sh\n[ "$1" = --version ] && echo "pattern-test 0.0.1" && exit 0\nexit 2\n';

function places(root: string, more: Partial<Places> = {}): Places {
  return {
    setting: "",
    folders: [path.join(root, "w")],
    trusted: true,
    interpreters: async () => [path.join(root, "conda/bin/python")],
    extension: path.join(root, "extension"),
    environment: { PATH: `relative:${path.join(root, "on-path")}`, HOME: path.join(root, "home") },
    platform: "linux",
    architecture: "x64",
    ...more,
  };
}

async function files(root: string, more: Partial<Places> = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const { file, origin } of candidates(places(root, more))) {
    found.push(`${origin} ${path.relative(root, file)}`);
  }
  return found;
}

const everywhere = {
  "w/node_modules/@pattern-test/linux-x64/bin/pattern-test": NEW,
  "w/node_modules/.bin/pattern-test": NEW,
  "w/.venv/bin/pattern-test": NEW,
  "conda/bin/pattern-test": NEW,
  "on-path/pattern-test": NEW,
  "extension/bin/pattern-test": NEW,
};

test("the most particular place comes first", async (context) => {
  assert.deepEqual(await files(folder(context, everywhere)), [
    "npm w/node_modules/@pattern-test/linux-x64/bin/pattern-test",
    "npm w/node_modules/.bin/pattern-test",
    "python w/.venv/bin/pattern-test",
    "python conda/bin/pattern-test",
    "path on-path/pattern-test",
    "bundled extension/bin/pattern-test",
  ]);
});

test("nothing of a workspace that is not trusted is started, nor is its interpreter asked for", async (context) => {
  const root = folder(context, everywhere);
  const interpreters = async () => assert.fail("asked for");
  assert.deepEqual(await files(root, { trusted: false, interpreters }), [
    "path on-path/pattern-test",
    "bundled extension/bin/pattern-test",
  ]);
});

test("the Python extension is waited for only if node_modules has no program that serves", async (context) => {
  const root = folder(context, everywhere);
  const search = await find(candidates(places(root, { interpreters: async () => assert.fail("asked for") })), inspect);
  assert.equal(search.found?.origin, "npm");
});

test("node_modules above the folder count, as they do for Node.js", async (context) => {
  const root = folder(context, { "w/node_modules/.bin/pattern-test": NEW, "w/services/orders/package.json": "{}" });
  assert.deepEqual(await files(root, { folders: [path.join(root, "w/services/orders")] }), [
    "npm w/node_modules/.bin/pattern-test",
  ]);
});

test("the platform's package is found where pnpm keeps it", async (context) => {
  const store = "w/node_modules/.pnpm/pattern-test@9.9.9/node_modules";
  const root = folder(context, {
    [`${store}/pattern-test/package.json`]: "{}",
    [`${store}/@pattern-test/linux-x64/bin/pattern-test`]: NEW,
  });
  symlinkSync(path.join(root, store, "pattern-test"), path.join(root, "w/node_modules/pattern-test"));
  assert.deepEqual(await files(root), [`npm ${store}/@pattern-test/linux-x64/bin/pattern-test`]);
});

test("on Windows only programs are looked for, not the scripts that start them", async (context) => {
  const root = folder(context, {
    "w/node_modules/@pattern-test/win32-x64/bin/pattern-test.exe": "",
    "w/node_modules/.bin/pattern-test": NEW,
    "w/.venv/Scripts/pattern-test.exe": "",
  });
  assert.deepEqual(await files(root, { platform: "win32", environment: {} }), [
    "npm w/node_modules/@pattern-test/win32-x64/bin/pattern-test.exe",
    "python w/.venv/Scripts/pattern-test.exe",
  ]);
});

test("an environment may be named by its folder", async (context) => {
  const root = folder(context, { "conda/bin/pattern-test": NEW });
  const interpreters = async () => [path.join(root, "conda")];
  assert.deepEqual(await files(root, { interpreters }), ["python conda/bin/pattern-test"]);
});

test("a folder of that name is no program", async (context) => {
  const root = folder(context, {});
  mkdirSync(path.join(root, "on-path/pattern-test"), { recursive: true });
  assert.deepEqual(await files(root), []);
});

test("a setting is the only candidate, wherever it points", async (context) => {
  const root = folder(context, everywhere);
  const setting = (setting: string) => files(root, { setting });
  assert.deepEqual(await setting("tools/pattern-test"), ["setting w/tools/pattern-test"]);
  assert.deepEqual(await setting("~/bin/pattern-test"), ["setting home/bin/pattern-test"]);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is how settings are written
  assert.deepEqual(await setting("${workspaceFolder}/../on-path/pattern-test"), ["setting on-path/pattern-test"]);
  for await (const { file } of candidates(places(root, { setting: "pattern-test" })))
    assert.equal(file, "pattern-test");
});

test("a program says what it is", async (context) => {
  const root = folder(context, {
    new: NEW,
    old: OLD,
    foreign: '#!/bin/sh\necho "some other tool 1.0"\n',
    failing: "#!/bin/sh\necho pattern-test 1.0.0\nexit 3\n",
    text: "not a program",
    crash: "#!/bin/sh\nkill -SEGV $$\n",
  });
  const of = (name: string) => inspect(path.join(root, name));
  assert.deepEqual(await of("new"), { kind: "server", version: "9.9.9" });
  assert.deepEqual(await of("old"), { kind: "too-old", version: "0.0.1" });
  assert.deepEqual(await of("foreign"), { kind: "foreign", said: "some other tool 1.0" });
  assert.equal((await of("failing")).kind, "foreign");
  assert.deepEqual(await of("text"), { kind: "broken", why: "not executable" });
  assert.deepEqual(await of("crash"), { kind: "broken", why: "ended by SIGSEGV" });
  assert.deepEqual(await of("missing"), { kind: "broken", why: "no such file, or nothing that can start it" });
});

test("a program that is too old is passed over, and that is said", async (context) => {
  const root = folder(context, { "w/node_modules/.bin/pattern-test": OLD, "on-path/pattern-test": NEW });
  const search = await find(candidates(places(root)), inspect);
  assert.deepEqual(search.found, {
    file: path.join(root, "on-path/pattern-test"),
    origin: "path",
    version: "9.9.9",
  });
  const old = path.join(root, "w/node_modules/.bin/pattern-test");
  assert.equal(
    shadowed(search),
    `${old} is pattern-test 0.0.1, which has no language server yet. Using pattern-test 9.9.9 from PATH instead.`,
  );
  assert.deepEqual(details(search, [], true), [
    `${old} (from node_modules) is pattern-test 0.0.1, which has no language server yet; to update: npm install --save-dev pattern-test@latest`,
  ]);
});

test("the program of a setting is not replaced by another", async (context) => {
  const root = folder(context, { old: OLD, "on-path/pattern-test": NEW });
  const setting = path.join(root, "old");
  const search = await find(candidates(places(root, { setting })), inspect);
  assert.equal(search.found, undefined);
  assert.equal(problem(search), `${setting} is pattern-test 0.0.1, which has no language server yet.`);
  assert.deepEqual(details(search, [], true), [
    `${setting} (from the setting \`pattern-test.path\`) is pattern-test 0.0.1, which has no language server yet; to update: update it, or clear the setting`,
  ]);
});

test("where there is none, it is said how to get one", () => {
  const search = { found: undefined, rejected: [] };
  assert.equal(problem(search), "The program `pattern-test` was not found. Install it, or set `pattern-test.path`.");
  const lines = details(search, ["/w"], true);
  assert.match(lines[0] ?? "", /^searched node_modules and the Python environment below \/w, PATH and the extension$/);
  assert.ok(lines.some((line) => line.includes("npm install --save-dev pattern-test")));
  assert.match(details(search, ["/w"], false)[0] ?? "", /not started until the workspace is trusted$/);
});
