// The server, asked as the extension asks it, without an editor.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  ExecuteCommandRequest,
  InitializeRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { OF_SERVER } from "../src/commands/index.js";
import type { Server } from "../src/port.js";
import { explain, nearMisses, type PatternAt, pinEvent, runSuite, showFixtures } from "../src/protocol.js";

const PROJECT = "../../tests/editor/project";

interface Session {
  server: Server;
  commands: string[];
  /** The first place of a text in a file. */
  at(name: string, text: string): PatternAt;
}

async function session(context: TestContext): Promise<Session> {
  const program = process.env.PATTERN_TEST_BINARY;
  assert.ok(program, "PATTERN_TEST_BINARY has to name the program");
  const root = mkdtempSync(path.join(tmpdir(), "pattern-test-"));
  cpSync(PROJECT, root, { recursive: true });
  const child = spawn(program, ["lsp"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  context.after(async () => {
    await connection.sendRequest("shutdown");
    await connection.sendNotification("exit");
    connection.dispose();
    rmSync(root, { recursive: true, force: true });
  });
  connection.listen();
  const uri = (name: string) => pathToFileURL(path.join(root, name)).href;
  const { capabilities } = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: uri(""), name: "project" }],
    capabilities: {},
  });
  await connection.sendNotification("initialized", {});
  for (const name of ["template.yaml", "stopped.json", "main.tf"]) {
    const text = readFileSync(path.join(root, name), "utf8");
    const textDocument = { uri: uri(name), languageId: path.extname(name).slice(1), version: 1, text };
    await connection.sendNotification("textDocument/didOpen", { textDocument });
  }
  return {
    commands: capabilities.executeCommandProvider?.commands ?? [],
    server: {
      execute: (command, argument) =>
        connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] }),
    },
    at(name, text) {
      const lines = readFileSync(path.join(root, name), "utf8").split("\n");
      const line = lines.findIndex((one) => one.includes(text));
      return { uri: uri(name), position: { line, character: lines[line]?.indexOf(text) ?? 0 } };
    },
  };
}

/** Asks until there is an answer with something in it: the server reads a project while it already answers. */
async function loaded<T>(ask: () => Promise<T[]>): Promise<T[]> {
  for (let times = 0; times < 100; times += 1) {
    const answer = await ask();
    if (answer.length > 0) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return [];
}

test("every command of the server has what runs it in the editor", async (context) => {
  const { commands } = await session(context);
  assert.deepEqual([...commands].sort(), Object.keys(OF_SERVER).sort());
});

test("the fixtures of a pattern, without a code lens", async (context) => {
  const { server, at } = await session(context);
  for (const place of [at("template.yaml", "stopCode"), at("stopped.json", "state"), at("main.tf", "state")]) {
    const fixtures = await loaded(() => showFixtures(server, place));
    assert.deepEqual(fixtures.map(({ path }) => path.split("/").at(-1)).sort(), [
      "instance-stopped.json",
      "run-test-fails.json",
      "run-test-passes.json",
    ]);
  }
});

test("a page that explains", async (context) => {
  const { server, at } = await session(context);
  const { uri, position: pattern } = at("stopped.json", "state");
  const { title, text } = await explain(server, { uri, pattern, event: "fixtures/instance-stopped.json" });
  assert.match(text, /^<!DOCTYPE html>/);
  assert.notEqual(title, "");
});

test("near misses, the cases of a file, and a pinned event", async (context) => {
  const { server, at } = await session(context);
  const place = at("main.tf", "state");
  for (const { text } of await nearMisses(server, place)) JSON.parse(text);
  const { passed, failed } = await runSuite(server, at("stopped.suite.yaml", "pattern").uri);
  assert.deepEqual([passed, failed], [1, 1]);
  await pinEvent(server, place, "fixtures/instance-stopped.json");
  await pinEvent(server, place, null);
});
