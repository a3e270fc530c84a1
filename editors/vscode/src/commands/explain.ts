// Explaining a pattern against an event: of its fixtures, or of any file.
import type { Cursor, Editor, Item, Server } from "../port.js";
import {
  explain,
  type Fixture,
  fixturesOf,
  type PatternAt,
  patternAt,
  pinEvent,
  type Question,
  questionOf,
  showFixtures,
} from "../protocol.js";

type Choice = { kind: "explain" | "pin"; event: string } | { kind: "file" };

/** What a code lens asks for; it brings the fixtures along. */
export async function fixturesOfLens(editor: Editor, server: Server, argument: unknown): Promise<void> {
  const at = patternAt(argument) ?? editor.cursor();
  if (at === undefined) return;
  await choose(editor, server, at, fixturesOf(argument) ?? (await showFixtures(server, at)));
}

/** The same for the pattern at the cursor. */
export async function explainHere(editor: Editor, server: Server, cursor: Cursor): Promise<void> {
  await choose(editor, server, cursor, await showFixtures(server, cursor));
}

/** What a code action asks for: it may name the event. */
export async function explainAsked(editor: Editor, server: Server, argument: unknown): Promise<void> {
  const question = questionOf(argument);
  if (question === undefined) await fixturesOfLens(editor, server, argument);
  else await show(editor, server, question);
}

/** Lets a person choose an event to pin to the pattern at the cursor. */
export async function pinHere(editor: Editor, server: Server, cursor: Cursor): Promise<void> {
  const fixtures = await showFixtures(server, cursor);
  const items = fixtures.map((one) => item<Choice>(editor, one, { kind: "pin", event: one.path }));
  const choice = await editor.pick("Pin an Event", "each condition then shows whether it holds", [...items, fromFile]);
  const event = choice?.kind === "file" ? await editor.chooseFile("Pin") : choice?.event;
  if (event !== undefined) await pinEvent(server, cursor, event);
}

export async function unpinHere(_: Editor, server: Server, cursor: Cursor): Promise<void> {
  await pinEvent(server, cursor, null);
}

const fromFile: Item<Choice> = { icon: "folder-opened", label: "Choose a File…", value: { kind: "file" } };

async function choose(editor: Editor, server: Server, at: PatternAt, fixtures: readonly Fixture[]): Promise<void> {
  const items = fixtures.map((one) => ({
    ...item<Choice>(editor, one, { kind: "explain", event: one.path }),
    button: {
      icon: "pin",
      tooltip: "Pin this event to the pattern",
      value: { kind: "pin", event: one.path } as Choice,
    },
  }));
  const choice = await editor.pick(title(fixtures), "explain the pattern against an event", [...items, fromFile]);
  if (choice === undefined) return;
  if (choice.kind === "pin") return pinEvent(server, at, choice.event);
  const event = choice.kind === "file" ? await editor.chooseFile("Explain") : choice.event;
  if (event !== undefined) await show(editor, server, { uri: at.uri, pattern: at.label ?? at.position, event });
}

async function show(editor: Editor, server: Server, question: Question): Promise<void> {
  const ask = async () => {
    const { title, text } = await explain(server, question);
    return { title, html: text };
  };
  // A place may be in another pattern after the next edit; a name stays.
  editor.showPage(await ask(), typeof question.pattern === "string" ? ask : undefined);
}

function item<T>(editor: Editor, fixture: Fixture, value: T): Item<T> {
  const icon = fixture.matches ? "pass" : "circle-slash";
  return { icon, label: editor.shortPath(fixture.path), description: verdict(fixture), value };
}

function verdict({ matches, onlyFlattened }: Fixture): string {
  if (onlyFlattened === true) return "only flattened";
  return matches ? "match" : "no match";
}

function title(fixtures: readonly Fixture[]): string {
  if (fixtures.length === 0) return "No Fixtures";
  const count = fixtures.filter(({ matches }) => matches).length;
  return `Matches ${count} of ${fixtures.length} Fixtures`;
}
