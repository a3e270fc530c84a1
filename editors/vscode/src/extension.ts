// What is loaded first, and is small: it waits for a document that may have event patterns. The rest, with the client, is
// loaded when there is one.
import * as vscode from "vscode";
import type * as client from "./client.js";
import { mayHavePatterns } from "./sniff.js";

const AT_CURSOR = ["explainHere", "pinHere", "unpinHere", "nearMissesHere", "runSuiteHere"];
const MARKERS = ["**/pattern-test.toml", "**/*.suite.{yaml,yml,json,jsonl}"];

let session: client.Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("pattern-test", { log: true });
  const get = async () => {
    if (session === undefined) {
      const { Session } = await import("./client.js");
      session ??= new Session(context, log);
    }
    return session;
  };
  const start = async () => (await get()).start();

  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("pattern-test.showOutput", () => log.show()),
    vscode.commands.registerCommand("pattern-test.restart", async () => (await get()).restart()),
    ...AT_CURSOR.map((name) => `pattern-test.${name}`).map((name) =>
      vscode.commands.registerCommand(name, async () => (await get()).run(name)),
    ),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isPromising(document) && session === undefined) void start();
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (isPromising(document) && session === undefined) void start();
      mark(vscode.window.activeTextEditor);
    }),
    vscode.window.onDidChangeActiveTextEditor(mark),
  );
  mark(vscode.window.activeTextEditor);
  if (vscode.workspace.textDocuments.some(isPromising)) void start();
  else void startIfMarked(start);
}

export async function deactivate(): Promise<void> {
  await session?.dispose();
}

function isPromising(document: vscode.TextDocument): boolean {
  if (!["file", "untitled"].includes(document.uri.scheme)) return false;
  // A document without a name has the ending that its language has.
  const path = document.isUntitled
    ? `untitled.${document.languageId === "terraform" ? "tf" : "json"}`
    : document.fileName;
  return mayHavePatterns(path, document.getText());
}

/** Whether the menu of the editor has what is for patterns. */
function mark(editor: vscode.TextEditor | undefined): void {
  const has = editor !== undefined && isPromising(editor.document);
  void vscode.commands.executeCommand("setContext", "pattern-test.fileHasPatterns", has);
}

/** Starts the server if the project uses pattern-test, whatever is open. */
async function startIfMarked(start: () => Promise<void>): Promise<void> {
  for (const marker of MARKERS) {
    if ((await vscode.workspace.findFiles(marker, "**/node_modules/**", 1)).length > 0) return start();
  }
}
