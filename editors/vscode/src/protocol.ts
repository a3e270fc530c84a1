// The commands of `pattern-test lsp`. Each takes one object. Answers are looked at before they are believed: the program
// may be older or newer than the extension.
import type { Position, Server } from "./port.js";

export const COMMANDS = {
  explain: "pattern-test.explain",
  nearMisses: "pattern-test.nearMisses",
  pinEvent: "pattern-test.pinEvent",
  runSuite: "pattern-test.runSuite",
  showFixtures: "pattern-test.showFixtures",
} as const;

/** Which pattern is meant: by a place in it, and by its label, as in `file#Id`, where that is known. */
export interface PatternAt {
  uri: string;
  position: Position;
  label?: string;
}

export interface Fixture {
  path: string;
  matches: boolean;
  /** It matches in flattened mode and not in strict mode. */
  onlyFlattened?: boolean;
}

/** What is to be explained: a pattern, by its label or by a place in it, against an event. */
export interface Question {
  uri: string;
  pattern: string | Position;
  event: string;
}

export interface Explanation {
  title: string;
  text: string;
}

export interface SuiteResult {
  passed: number;
  failed: number;
  text: string;
}

export interface NearMiss {
  name: string;
  text: string;
  matches: boolean;
}

/** The server answered something else than was agreed. */
export class UnexpectedAnswer extends Error {
  override name = "UnexpectedAnswer";

  constructor(command: string) {
    super(`unexpected answer to \`${command}\`; the program and the extension may be of different versions`);
  }
}

export async function showFixtures(server: Server, { uri, position }: PatternAt): Promise<Fixture[]> {
  const answer = await server.execute(COMMANDS.showFixtures, { uri, position });
  return fixturesOf(answer) ?? unexpected(COMMANDS.showFixtures);
}

/** The fixtures in an answer, or in what a code lens hands over. */
export function fixturesOf(value: unknown): Fixture[] | undefined {
  const list = Array.isArray(value) ? value : record(value)?.fixtures;
  if (!Array.isArray(list)) return undefined;
  const fixtures = list.map((one) => {
    const { path, matches, onlyFlattened } = record(one) ?? {};
    if (typeof path !== "string" || typeof matches !== "boolean") return undefined;
    return { path, matches, onlyFlattened: onlyFlattened === true };
  });
  return all(fixtures);
}

/** The pattern in what a code lens or a code action hands over. */
export function patternAt(value: unknown): PatternAt | undefined {
  const { uri, position, pattern } = record(value) ?? {};
  const { line, character } = record(position) ?? {};
  if (typeof uri !== "string" || typeof line !== "number" || typeof character !== "number") return undefined;
  return { uri, position: { line, character }, ...(typeof pattern === "string" ? { label: pattern } : {}) };
}

export async function explain(server: Server, asked: Question): Promise<Explanation> {
  const answer = await server.execute(COMMANDS.explain, { ...asked, format: "html" });
  const { title, text } = record(answer) ?? {};
  if (typeof title !== "string" || typeof text !== "string") return unexpected(COMMANDS.explain);
  return { title, text };
}

/** The question that a code action hands over, if it says all that is needed. */
export function questionOf(value: unknown): Question | undefined {
  const { uri, event, pattern } = record(value) ?? {};
  const at = patternAt({ uri, position: pattern })?.position;
  const named = typeof pattern === "string" ? pattern : at;
  if (typeof uri !== "string" || typeof event !== "string" || named === undefined) return undefined;
  return { uri, pattern: named, event };
}

export async function runSuite(server: Server, uri: string): Promise<SuiteResult> {
  const { passed, failed, text } = record(await server.execute(COMMANDS.runSuite, { uri })) ?? {};
  if (typeof passed !== "number" || typeof failed !== "number" || typeof text !== "string") {
    return unexpected(COMMANDS.runSuite);
  }
  return { passed, failed, text };
}

export async function nearMisses(server: Server, { uri, position }: PatternAt): Promise<NearMiss[]> {
  const events = record(await server.execute(COMMANDS.nearMisses, { uri, position }))?.events;
  if (!Array.isArray(events)) return unexpected(COMMANDS.nearMisses);
  const misses = events.map((one) => {
    const { name, text, matches } = record(one) ?? {};
    const known = typeof name === "string" && typeof text === "string" && typeof matches === "boolean";
    return known ? { name, text, matches } : undefined;
  });
  return all(misses) ?? unexpected(COMMANDS.nearMisses);
}

/** Pins an event to the pattern, or takes it off. */
export async function pinEvent(server: Server, at: PatternAt, event: string | null): Promise<void> {
  await server.execute(COMMANDS.pinEvent, { uri: at.uri, position: at.position, event });
}

function all<T>(values: (T | undefined)[]): T[] | undefined {
  const known = values.filter((one): one is T => one !== undefined);
  return known.length === values.length ? known : undefined;
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

function unexpected(command: string): never {
  throw new UnexpectedAnswer(command);
}
