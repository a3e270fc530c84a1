// The commands, by the names that the palette has for them, and those that the server hands out with code lenses and code
// actions. Their names differ, since the client registers the latter by itself.
import type { Cursor, Editor, Server } from "../port.js";
import { COMMANDS, patternAt, pinEvent } from "../protocol.js";
import { explainAsked, explainHere, fixturesOfLens, pinHere, unpinHere } from "./explain.js";
import { nearMissesHere } from "./nearMisses.js";
import { runSuiteHere } from "./suite.js";

type AtCursor = (editor: Editor, server: Server, cursor: Cursor) => Promise<void>;
type WithArgument = (editor: Editor, server: Server, argument: unknown) => Promise<void>;

export const AT_CURSOR: Readonly<Record<string, AtCursor>> = {
  "pattern-test.explainHere": explainHere,
  "pattern-test.pinHere": pinHere,
  "pattern-test.unpinHere": unpinHere,
  "pattern-test.nearMissesHere": nearMissesHere,
  "pattern-test.runSuiteHere": runSuiteHere,
};

export const OF_SERVER: Readonly<Record<string, WithArgument>> = {
  [COMMANDS.showFixtures]: fixturesOfLens,
  [COMMANDS.explain]: explainAsked,
  [COMMANDS.runSuite]: async (editor, server, argument) => {
    const uri = (argument as { uri?: unknown } | undefined)?.uri ?? editor.cursor()?.uri;
    if (typeof uri === "string") await runSuiteHere(editor, server, { uri });
  },
  [COMMANDS.nearMisses]: (editor, server, argument) => withPattern(editor, server, argument, nearMissesHere),
  [COMMANDS.pinEvent]: async (editor, server, argument) => {
    const at = patternAt(argument);
    const event = (argument as { event?: unknown } | undefined)?.event;
    if (at !== undefined && (typeof event === "string" || event === null)) await pinEvent(server, at, event);
    else await withPattern(editor, server, argument, pinHere);
  },
};

async function withPattern(editor: Editor, server: Server, argument: unknown, run: AtCursor): Promise<void> {
  const at = patternAt(argument) ?? editor.cursor();
  if (at !== undefined) await run(editor, server, at);
}
