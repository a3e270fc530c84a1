// The port, as VS Code fills it.
import * as vscode from "vscode";
import { page, type Theme } from "./page.js";
import type { Cursor, Editor, Item, Level, Page } from "./port.js";

const STALE = " (before the last change)";
const REPORT = "pattern-test-report";

interface Panel {
  view: vscode.WebviewPanel;
  html: string;
  again: (() => Promise<Page>) | undefined;
}

export class VsCodeEditor implements Editor {
  readonly #reports = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #panel: Panel | undefined;

  constructor(context: vscode.ExtensionContext) {
    context.subscriptions.push(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(REPORT, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#reports.get(uri.toString()) ?? "",
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#reports.delete(uri.toString())),
      vscode.workspace.onDidSaveTextDocument(() => void this.#refresh()),
      vscode.window.onDidChangeActiveColorTheme(() => this.#draw()),
      { dispose: () => this.#panel?.view.dispose() },
    );
  }

  cursor(): Cursor | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return undefined;
    const { line, character } = editor.selection.active;
    return { uri: editor.document.uri.toString(), position: { line, character } };
  }

  pick<T>(title: string, placeholder: string, items: readonly Item<T>[]): Promise<T | undefined> {
    return new Promise((resolve) => {
      const shown = items.map((item) => ({
        label: item.icon === undefined ? item.label : `$(${item.icon}) ${item.label}`,
        ...(item.description === undefined ? {} : { description: item.description }),
        ...(item.detail === undefined ? {} : { detail: item.detail }),
        ...(item.button === undefined
          ? {}
          : { buttons: [{ iconPath: new vscode.ThemeIcon(item.button.icon), tooltip: item.button.tooltip }] }),
        item,
      }));
      const quickPick = vscode.window.createQuickPick<(typeof shown)[number]>();
      quickPick.title = title;
      quickPick.placeholder = placeholder;
      quickPick.matchOnDescription = true;
      quickPick.items = shown;
      let picked: T | undefined;
      const done = (value: T | undefined) => {
        picked = value;
        quickPick.hide();
      };
      quickPick.onDidAccept(() => done(quickPick.selectedItems[0]?.item.value));
      quickPick.onDidTriggerItemButton(({ item }) => done(item.item.button?.value));
      quickPick.onDidHide(() => {
        quickPick.dispose();
        resolve(picked);
      });
      quickPick.show();
    });
  }

  async chooseFile(title: string): Promise<string | undefined> {
    const defaultUri = vscode.workspace.workspaceFolders?.[0]?.uri;
    const options = { openLabel: title, ...(defaultUri === undefined ? {} : { defaultUri }) };
    return (await vscode.window.showOpenDialog(options))?.[0]?.toString();
  }

  async say<A extends string>(level: Level, message: string, ...actions: A[]): Promise<A | undefined> {
    switch (level) {
      case "info":
        return vscode.window.showInformationMessage<A>(message, ...actions);
      case "warning":
        return vscode.window.showWarningMessage<A>(message, ...actions);
      case "error":
        return vscode.window.showErrorMessage<A>(message, ...actions);
    }
  }

  async openText(language: string, content: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument({ language, content });
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
  }

  async showMarkdown(title: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: REPORT, path: `/${title.replaceAll("/", "∕")}.md` });
    this.#reports.set(uri.toString(), text);
    this.#changed.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  }

  showPage(page: Page, again?: () => Promise<Page>): void {
    const panel = this.#panel ?? this.#open(page.title);
    panel.again = again;
    this.#show(page);
    panel.view.reveal(undefined, true);
  }

  shortPath(path: string): string {
    const uri = /^[a-z][a-z0-9+.-]+:/i.test(path) ? vscode.Uri.parse(path) : vscode.Uri.file(path);
    const isAbsolute = uri.scheme !== "file" || /^([\\/]|[a-z]:)/i.test(path) || path.startsWith("file:");
    return isAbsolute ? vscode.workspace.asRelativePath(uri) : path;
  }

  #open(title: string): Panel {
    const options = { enableScripts: true, enableFindWidget: true, localResourceRoots: [] };
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const view = vscode.window.createWebviewPanel("pattern-test.explanation", title, where, options);
    view.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel = { view, html: "", again: undefined };
    return this.#panel;
  }

  #show({ title, html }: Page): void {
    if (this.#panel === undefined) return;
    this.#panel.view.title = title;
    if (this.#panel.html === html) return;
    this.#panel.html = html;
    this.#draw();
  }

  /** A pattern that is broken for now leaves the last page as it is, and its title says that it is not the present one. */
  async #refresh(): Promise<void> {
    const { view, again } = this.#panel ?? {};
    if (view === undefined || again === undefined) return;
    const page = await again().catch(() => undefined);
    if (again !== this.#panel?.again) return;
    if (page !== undefined) this.#show(page);
    else if (!view.title.endsWith(STALE)) view.title += STALE;
  }

  #draw(): void {
    if (this.#panel !== undefined) this.#panel.view.webview.html = page(this.#panel.html, theme());
  }
}

function theme(): Theme {
  const { Dark, HighContrast } = vscode.ColorThemeKind;
  return [Dark, HighContrast].includes(vscode.window.activeColorTheme.kind) ? "dark" : "light";
}
