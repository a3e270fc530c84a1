// What the extension asks of the editor, so that everything else runs, and is tested, without one.

/** A place in a document, counted as the protocol does. */
export interface Position {
  line: number;
  character: number;
}

/** The document at hand, and where the cursor is in it. */
export interface Cursor {
  uri: string;
  position: Position;
}

export interface Item<T> {
  /** The editor's name of the icon before the label. */
  icon?: string;
  label: string;
  description?: string;
  detail?: string;
  value: T;
  /** What else can be done with it: its button's icon, what that says, and what is picked by it. */
  button?: { icon: string; tooltip: string; value: T };
}

export interface Page {
  title: string;
  html: string;
}

export type Level = "info" | "warning" | "error";

export interface Editor {
  cursor(): Cursor | undefined;
  /** Lets a person choose; `undefined` if they do not. */
  pick<T>(title: string, placeholder: string, items: readonly Item<T>[]): Promise<T | undefined>;
  /** Lets a person choose a file; its URI. */
  chooseFile(title: string): Promise<string | undefined>;
  /** Says something, and tells which of the actions was chosen. */
  say<A extends string>(level: Level, message: string, ...actions: A[]): Promise<A | undefined>;
  /** Opens a new document beside. */
  openText(language: string, text: string): Promise<void>;
  /** Shows Markdown as it is meant to be read. */
  showMarkdown(title: string, text: string): Promise<void>;
  /** Shows a whole HTML page, and asks for it again when a document is saved. */
  showPage(page: Page, again?: () => Promise<Page>): void;
  /** The path of a file as a person would write it, from the root of the workspace. */
  shortPath(path: string): string;
}

/** The language server. */
export interface Server {
  execute(command: string, argument: object): Promise<unknown>;
}

export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}
