// An editor and a server that say what they were asked.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Cursor, Editor, Item, Level, Page, Server } from "../src/port.js";

/** What a person does with a list: takes an entry, or the button of one, or nothing. */
export type Pick = { label: string; button?: true } | undefined;

export class FakeEditor implements Editor {
  readonly said: { level: Level; message: string; actions: string[] }[] = [];
  readonly lists: { title: string; rows: string[] }[] = [];
  readonly pages: Page[] = [];
  again: (() => Promise<Page>) | undefined;
  readonly texts: { language: string; text: string }[] = [];
  readonly reports: { title: string; text: string }[] = [];
  at: Cursor | undefined = { uri: "file:///w/template.yaml", position: { line: 3, character: 7 } };
  picks: Pick[] = [];
  file: string | undefined;
  action: string | undefined;

  cursor(): Cursor | undefined {
    return this.at;
  }

  async pick<T>(title: string, _: string, items: readonly Item<T>[]): Promise<T | undefined> {
    this.lists.push({ title, rows: items.map(({ label, description }) => [label, description ?? ""].join(" | ")) });
    const pick = this.picks.shift();
    if (pick === undefined) return undefined;
    const item = items.find(({ label }) => label === pick.label);
    assert.ok(item, `no entry ${pick.label}`);
    if (pick.button === undefined) return item.value;
    assert.ok(item.button, `no button at ${pick.label}`);
    return item.button.value;
  }

  async chooseFile(): Promise<string | undefined> {
    return this.file;
  }

  async say<A extends string>(level: Level, message: string, ...actions: A[]): Promise<A | undefined> {
    this.said.push({ level, message, actions });
    return actions.find((one) => one === this.action);
  }

  async openText(language: string, text: string): Promise<void> {
    this.texts.push({ language, text });
  }

  async showMarkdown(title: string, text: string): Promise<void> {
    this.reports.push({ title, text });
  }

  showPage(page: Page, again?: () => Promise<Page>): void {
    this.pages.push(page);
    this.again = again;
  }

  shortPath(path: string): string {
    return path.replace(/^(file:\/\/)?\/w\//, "");
  }
}

export class FakeServer implements Server {
  readonly asked: [string, unknown][] = [];

  constructor(readonly answers: Record<string, unknown>) {}

  async execute(command: string, argument: object): Promise<unknown> {
    this.asked.push([command, argument]);
    if (!(command in this.answers)) throw new Error(`unexpected command ${command}`);
    return this.answers[command];
  }
}

/** A folder with files, which is removed after the test. Those that begin with `#!` can be started. */
export function folder(context: TestContext, files: Record<string, string>): string {
  const root = mkdtempSync(path.join(tmpdir(), "pattern-test-"));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (text.startsWith("#!")) chmodSync(file, 0o755);
  }
  return root;
}
