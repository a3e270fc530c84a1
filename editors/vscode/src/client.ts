// Finds the program, starts it as a language server, and runs the commands.
import * as vscode from "vscode";
import { ExecuteCommandRequest, LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";
import { AT_CURSOR, OF_SERVER } from "./commands/index.js";
import { VsCodeEditor } from "./editor.js";
import type { Server } from "./port.js";
import { details, origin, problem, shadowed } from "./program/advice.js";
import { candidates } from "./program/candidates.js";
import { type Found, find, type Search } from "./program/find.js";
import { inspect } from "./program/inspect.js";
import * as python from "./python.js";
import { ENDINGS } from "./sniff.js";

const SELECTOR = [
  { scheme: "file", pattern: `**/*.{${ENDINGS.join(",")}}` },
  { scheme: "file", pattern: "**/*.suite.jsonl" },
  { scheme: "file", pattern: "**/pattern-test.toml" },
  ...["json", "jsonc", "terraform", "yaml"].map((language) => ({ scheme: "untitled", language })),
];

export class Session implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #editor: VsCodeEditor;
  readonly #status: vscode.LanguageStatusItem;
  readonly #extension: string;
  #client: LanguageClient | undefined;
  #found: Found | undefined;
  #warned = new Set<string>();
  /** What is under way; one start or stop after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#extension = context.extensionPath;
    this.#editor = new VsCodeEditor(context);
    this.#status = vscode.languages.createLanguageStatusItem("pattern-test", SELECTOR);
    this.#status.name = "pattern-test";
    context.subscriptions.push(
      this,
      this.#status,
      vscode.workspace.onDidChangeConfiguration((event) => {
        const changed = ["path", "fixtures"].some((name) => event.affectsConfiguration(`pattern-test.${name}`));
        if (changed) void this.restart();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.restart()),
    );
    void python.onChange(() => void this.#followPython()).then((one) => one && context.subscriptions.push(one));
  }

  get running(): boolean {
    return this.#client !== undefined;
  }

  start(): Promise<void> {
    return this.#after(() => this.#start());
  }

  restart(): Promise<void> {
    return this.#after(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  dispose(): Promise<void> {
    return this.#after(() => this.#stop());
  }

  /** Runs a command of the palette for the pattern at the cursor. */
  async run(command: string): Promise<void> {
    if (this.#client === undefined) await this.start();
    const cursor = this.#editor.cursor();
    if (cursor === undefined || this.#client === undefined) return;
    await this.#guarded(() => AT_CURSOR[command]?.(this.#editor, this.#server, cursor));
  }

  async #start(): Promise<void> {
    if (this.#client !== undefined) return;
    this.#say("looking for the program", { busy: true });
    const search = await this.#search();
    this.#report(search);
    this.#found = search.found;
    if (search.found === undefined) return;
    const { file, version } = search.found;
    this.#log.info(`starting ${file} (pattern-test ${version}, from ${origin(search.found)})`);
    const client = this.#make(file);
    client.onDidChangeState(({ newState }) => {
      const running = newState === State.Running;
      void vscode.commands.executeCommand("setContext", "pattern-test.running", running);
      if (running) this.#say(version, { detail: file });
      else if (newState === State.Stopped) this.#say("stopped", { severity: vscode.LanguageStatusSeverity.Warning });
    });
    try {
      this.#client = client;
      await client.start();
    } catch (thrown) {
      this.#client = undefined;
      this.#say("cannot be started", { severity: vscode.LanguageStatusSeverity.Error });
      this.#log.error(`${file} cannot be started as a language server: ${message(thrown)}`);
      void this.#offer("error", `${file} cannot be started as a language server.`);
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    // A server that crashed or hangs cannot be asked to stop; its process is ended all the same.
    await client?.dispose().catch((thrown: unknown) => this.#log.warn(`stopping the server: ${message(thrown)}`));
  }

  #make(command: string): LanguageClient {
    const folder = vscode.workspace.workspaceFolders?.[0];
    const fixtures = vscode.workspace.getConfiguration("pattern-test", folder?.uri).get<string[]>("fixtures", []);
    const options = folder?.uri.scheme === "file" ? { cwd: folder.uri.fsPath } : {};
    // Without a transport that is named it is standard input and output, and no flag is added.
    const executable = { command, args: ["lsp"], options };
    return new LanguageClient("pattern-test", "pattern-test", executable, {
      documentSelector: SELECTOR,
      initializationOptions: fixtures.length > 0 ? { fixtures } : {},
      outputChannel: this.#log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        executeCommand: (name, args, next) => {
          const run = OF_SERVER[name];
          if (run === undefined) return next(name, args);
          return this.#guarded(() => run(this.#editor, this.#server, args[0]));
        },
      },
    });
  }

  readonly #server: Server = {
    execute: async (command, argument) => {
      if (this.#client === undefined) throw new Error("the server is not running");
      return this.#client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] });
    },
  };

  #search(): Promise<Search> {
    const folders = this.#folders();
    const found = candidates({
      setting: vscode.workspace.getConfiguration("pattern-test").get<string>("path", "").trim(),
      folders,
      trusted: vscode.workspace.isTrusted,
      interpreters: () => python.interpreters().catch(() => []),
      extension: this.#extension,
      environment: process.env,
      platform: process.platform,
      architecture: process.arch,
    });
    return find(found, inspect);
  }

  #report(search: Search): void {
    for (const line of details(search, this.#folders(), vscode.workspace.isTrusted)) this.#log.warn(line);
    if (search.found === undefined) {
      this.#say("not found", { severity: vscode.LanguageStatusSeverity.Error });
      void this.#offer("error", problem(search), "Set Path");
      return;
    }
    const warning = shadowed(search);
    if (warning !== undefined) void this.#offer("warning", warning);
  }

  /** Says something once. */
  async #offer(level: "warning" | "error", text: string, ...more: "Set Path"[]): Promise<void> {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    const chosen = await this.#editor.say(level, text, "Show Details", ...more);
    if (chosen === "Show Details") this.#log.show();
    if (chosen === "Set Path") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "pattern-test.path");
    }
  }

  /** Another interpreter matters only if another program comes of it. */
  async #followPython(): Promise<void> {
    const { found } = await this.#search();
    if (found?.file !== this.#found?.file) await this.restart();
  }

  async #guarded(run: () => Promise<void> | undefined): Promise<void> {
    try {
      await run();
    } catch (thrown) {
      this.#log.error(message(thrown));
      void vscode.window.showErrorMessage(`pattern-test: ${message(thrown)}`);
    }
  }

  #say(text: string, how: { busy?: boolean; detail?: string; severity?: vscode.LanguageStatusSeverity }): void {
    this.#status.text = `pattern-test ${text}`;
    this.#status.detail = how.detail ?? "";
    this.#status.busy = how.busy ?? false;
    this.#status.severity = how.severity ?? vscode.LanguageStatusSeverity.Information;
    this.#status.command =
      how.severity === undefined
        ? { title: "Show Output", command: "pattern-test.showOutput" }
        : { title: "Restart", command: "pattern-test.restart" };
  }

  #folders(): string[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    return folders.filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath);
  }

  #after<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run, run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function message(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
