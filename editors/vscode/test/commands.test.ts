import assert from "node:assert/strict";
import { test } from "node:test";
import { AT_CURSOR, OF_SERVER } from "../src/commands/index.js";
import { COMMANDS } from "../src/protocol.js";
import { FakeEditor, FakeServer } from "./fakes.js";

const at = { uri: "file:///w/template.yaml", position: { line: 3, character: 7 } };
const fixtures = [
  { path: "/w/fixtures/fails.json", matches: true },
  { path: "/w/fixtures/passes.json", matches: false },
];
const answers = {
  [COMMANDS.showFixtures]: { fixtures },
  [COMMANDS.explain]: { title: "match: fails.json", text: "<!DOCTYPE html>page" },
  [COMMANDS.pinEvent]: null,
  [COMMANDS.runSuite]: { passed: 5, failed: 0, text: "# report" },
  [COMMANDS.nearMisses]: {
    events: [
      { name: "wrong exit code", text: "{}", matches: false },
      { name: "the event itself", text: '{"a":1}', matches: true },
    ],
  },
};

async function here(command: string, more: Partial<FakeEditor> = {}, answered: Record<string, unknown> = answers) {
  const editor = Object.assign(new FakeEditor(), more);
  const server = new FakeServer(answered);
  await AT_CURSOR[command]?.(editor, server, at);
  return { editor, server };
}

async function asked(command: string, argument: unknown, more: Partial<FakeEditor> = {}) {
  const editor = Object.assign(new FakeEditor(), more);
  const server = new FakeServer(answers);
  await OF_SERVER[command]?.(editor, server, argument);
  return { editor, server };
}

test("a pattern is explained against the fixture that is chosen", async () => {
  const { editor, server } = await here("pattern-test.explainHere", { picks: [{ label: "fixtures/fails.json" }] });
  assert.deepEqual(editor.lists, [
    {
      title: "Matches 1 of 2 Fixtures",
      rows: ["fixtures/fails.json | match", "fixtures/passes.json | no match", "Choose a File… | "],
    },
  ]);
  assert.deepEqual(server.asked, [
    [COMMANDS.showFixtures, at],
    [COMMANDS.explain, { uri: at.uri, pattern: at.position, event: "/w/fixtures/fails.json", format: "html" }],
  ]);
  assert.deepEqual(editor.pages, [{ title: "match: fails.json", html: "<!DOCTYPE html>page" }]);
});

test("a fixture that matches only by mixing elements is marked", async () => {
  const mixed = { fixtures: [{ path: "/w/hub.json", matches: true, onlyFlattened: true }] };
  const { editor } = await here("pattern-test.explainHere", {}, { ...answers, [COMMANDS.showFixtures]: mixed });
  assert.equal(editor.lists[0]?.rows[0], "hub.json | only flattened");
});

test("whoever closes the list has nothing done", async () => {
  const { editor, server } = await here("pattern-test.explainHere");
  assert.equal(server.asked.length, 1);
  assert.deepEqual(editor.pages, []);
});

test("any file can be explained against, also where there are no fixtures", async () => {
  const none = { ...answers, [COMMANDS.showFixtures]: { fixtures: [] } };
  const more = { picks: [{ label: "Choose a File…" }], file: "file:///w/event.json" };
  const { editor, server } = await here("pattern-test.explainHere", more, none);
  assert.equal(editor.lists[0]?.title, "No Fixtures");
  const { uri, position: pattern } = at;
  assert.deepEqual(server.asked[1]?.[1], { uri, pattern, event: "file:///w/event.json", format: "html" });
  const closed = await here("pattern-test.explainHere", { picks: [{ label: "Choose a File…" }] }, none);
  assert.equal(closed.server.asked.length, 1);
});

test("the button of a fixture pins it", async () => {
  const { server } = await here("pattern-test.explainHere", {
    picks: [{ label: "fixtures/passes.json", button: true }],
  });
  assert.deepEqual(server.asked[1], [COMMANDS.pinEvent, { ...at, event: "/w/fixtures/passes.json" }]);
});

test("an event is pinned and taken off", async () => {
  const pinned = await here("pattern-test.pinHere", { picks: [{ label: "fixtures/fails.json" }] });
  assert.deepEqual(pinned.server.asked[1], [COMMANDS.pinEvent, { ...at, event: "/w/fixtures/fails.json" }]);
  const unpinned = await here("pattern-test.unpinHere");
  assert.deepEqual(unpinned.server.asked, [[COMMANDS.pinEvent, { ...at, event: null }]]);
});

test("a code lens brings its fixtures along, and is asked for no second time", async () => {
  const { server, editor } = await asked(
    COMMANDS.showFixtures,
    { ...at, fixtures },
    { picks: [{ label: "fixtures/fails.json" }] },
  );
  assert.deepEqual(
    server.asked.map(([command]) => command),
    [COMMANDS.explain],
  );
  assert.equal(editor.pages.length, 1);
});

test("what is explained by its name is explained anew after a change, what is explained by its place is not", async () => {
  const picks = () => [{ label: "fixtures/fails.json" }];
  const named = await asked(
    COMMANDS.showFixtures,
    { ...at, fixtures, pattern: "template.yaml#Failed" },
    { picks: picks() },
  );
  const question = {
    uri: at.uri,
    pattern: "template.yaml#Failed",
    event: "/w/fixtures/fails.json",
    format: "html",
  };
  assert.deepEqual(named.server.asked, [[COMMANDS.explain, question]]);
  assert.deepEqual(await named.editor.again?.(), named.editor.pages[0]);
  assert.deepEqual(named.server.asked[1], named.server.asked[0]);
  const placed = await here("pattern-test.explainHere", { picks: picks() });
  assert.equal(placed.editor.again, undefined);
});

test("a code action that names the event is answered with the page at once", async () => {
  const argument = { uri: at.uri, pattern: "template.yaml#Failed", event: "/w/fixtures/fails.json" };
  const { server, editor } = await asked(COMMANDS.explain, argument);
  assert.deepEqual(server.asked, [[COMMANDS.explain, { ...argument, format: "html" }]]);
  assert.deepEqual(editor.lists, []);
  assert.equal(editor.pages.length, 1);
});

test("what the server hands out without a place is about the cursor", async () => {
  const { server } = await asked(COMMANDS.nearMisses, undefined);
  assert.deepEqual(server.asked, [[COMMANDS.nearMisses, at]]);
  const nowhere = await asked(COMMANDS.nearMisses, undefined, { at: undefined });
  assert.deepEqual(nowhere.server.asked, []);
});

test("the cases of a suite are counted, and the report is shown to whoever asks", async () => {
  const quiet = await here("pattern-test.runSuiteHere");
  assert.deepEqual(quiet.server.asked, [[COMMANDS.runSuite, { uri: at.uri }]]);
  assert.deepEqual(quiet.editor.said, [
    { level: "info", message: "template.yaml: 5 cases passed", actions: ["Show Report"] },
  ]);
  assert.deepEqual(quiet.editor.reports, []);
  const failing = { ...answers, [COMMANDS.runSuite]: { passed: 0, failed: 1, text: "# report" } };
  const loud = await here("pattern-test.runSuiteHere", { action: "Show Report" }, failing);
  assert.equal(loud.editor.said[0]?.level, "error");
  assert.equal(loud.editor.said[0]?.message, "template.yaml: 1 of 1 case failed");
  assert.deepEqual(loud.editor.reports, [{ title: "Suite: template.yaml", text: "# report" }]);
});

test("a run over nothing is no success", async () => {
  const none = { ...answers, [COMMANDS.runSuite]: { passed: 0, failed: 0, text: "" } };
  const { editor } = await here("pattern-test.runSuiteHere", {}, none);
  assert.deepEqual(editor.said, [{ level: "warning", message: "No cases found for template.yaml.", actions: [] }]);
});

test("a near miss is opened as JSON", async () => {
  const { editor } = await here("pattern-test.nearMissesHere", { picks: [{ label: "wrong exit code" }] });
  assert.deepEqual(editor.lists[0]?.rows, ["wrong exit code | no match", "the event itself | match"]);
  assert.deepEqual(editor.texts, [{ language: "json", text: "{}" }]);
});

test("an answer of another kind is an error that names the command", async () => {
  for (const [command, wrong] of [
    [COMMANDS.showFixtures, { fixtures: [{ path: 1 }] }],
    [COMMANDS.showFixtures, null],
  ] as const) {
    const run = here("pattern-test.explainHere", {}, { ...answers, [command]: wrong });
    await assert.rejects(run, { name: "UnexpectedAnswer", message: new RegExp(`\`${command}\``) });
  }
  const picks = () => [{ label: "fixtures/fails.json" }];
  const page = here("pattern-test.explainHere", { picks: picks() }, { ...answers, [COMMANDS.explain]: { title: "x" } });
  await assert.rejects(page, { name: "UnexpectedAnswer" });
  const suite = here("pattern-test.runSuiteHere", {}, { ...answers, [COMMANDS.runSuite]: { passed: "5" } });
  await assert.rejects(suite, { name: "UnexpectedAnswer" });
});
