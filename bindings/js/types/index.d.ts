// The types of the package. Written by hand, and held to the sources by `npm run types`.

/** JSON text, or what `JSON.stringify` makes JSON of. Text counts to the letter: `1.0` is not `1`. */
export type EventInput = string | object;
/** A pattern: a compiled one, JSON text, or an object. */
export type PatternInput = Pattern | string | object;

export interface MatchOptions {
  /**
   * Conditions on an array of objects must hold in the same element, as EventBridge decides today.
   * Without it they may hold in different ones, its older behaviour.
   */
  strict?: boolean | undefined;
}

export interface ExplainOptions extends MatchOptions {
  patternName?: string | undefined;
  eventName?: string | undefined;
}

export interface TextOptions extends ExplainOptions {
  /** The most columns of a line; without it, paragraphs break at 100. */
  width?: number | undefined;
  /** ANSI colours. */
  colour?: boolean | undefined;
}

/** A compiled pattern. Compile once where one pattern is matched against many events. */
export class Pattern {
  /** Throws {@link PatternError} where the service refuses the pattern. */
  constructor(pattern: PatternInput);
  /** The text that was compiled. All spans are ranges of its UTF-8 bytes. */
  readonly text: string;
  /** What is accepted and may still bite. */
  readonly warnings: readonly string[];
  matches(event: EventInput, options?: MatchOptions): boolean;
  explain(event: EventInput, options?: ExplainOptions): Explanation;
  toString(): string;
  toJSON(): unknown;
}

/** Compiles a pattern. Throws {@link PatternError} where the service refuses it. */
export function parse(pattern: PatternInput): Pattern;
/** Whether a pattern matches an event. */
export function matches(pattern: PatternInput, event: EventInput, options?: MatchOptions): boolean;
/** Why a pattern matches an event, or why not. */
export function explain(pattern: PatternInput, event: EventInput, options?: ExplainOptions): Explanation;

/** What is wrong, or likely to be, with the patterns of a text. Loads the larger module. */
export function check(text: string, options?: CheckOptions): Promise<CheckReport>;
/** The patterns of a template, or of whatever else holds patterns. Loads the larger module. */
export function patterns(text: string, options?: TemplateOptions): Promise<FoundPatterns>;
/** An explanation as `pattern-test explain` prints it. Loads the larger module. */
export function explainText(pattern: PatternInput, event: EventInput, options?: TextOptions): Promise<string>;
/** An explanation as Markdown. Loads the larger module. */
export function explainMarkdown(pattern: PatternInput, event: EventInput, options?: ExplainOptions): Promise<string>;
/** How two patterns compare. Loads the larger module. */
export function compare(older: PatternInput, newer: PatternInput, options?: CompareOptions): Promise<Comparison>;
/** Events for a pattern. Loads the larger module. */
export function generate(pattern: PatternInput, options?: GenerateOptions): Promise<GeneratedEvent[]>;

/** The service refuses a pattern. */
export class PatternError extends Error {
  private constructor();
  /** The reason in the service's words. */
  readonly reason: string;
  /** Where the service says it is. */
  readonly line: number;
  readonly column: number;
  /** The whole message of the service. */
  readonly serviceText: string;
  /** What to write instead. */
  readonly help: string | undefined;
  /** Where the mistake is. */
  readonly position: { line: number; column: number };
}

/** An event is no JSON object. */
export class EventError extends Error {
  private constructor();
  readonly line: number;
  readonly column: number;
}

/** The search for a strict match was given up: too many ways through the event's arrays. */
export class UndecidedError extends Error {}

/** What was given holds no pattern, or not the one that was named. */
export class InputError extends Error {}

// What `explain --format json` writes; docs/explain-json.md describes it.

export interface ByMode<T> {
  flattened: T;
  strict: T;
}

export type Mode = "flattened" | "strict";
export type Mark = "held" | "failed" | "apart" | "not-reached";
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A range of bytes, its end exclusive. */
export interface Span {
  start: number;
  end: number;
}

export interface Explanation {
  schema: 1;
  pattern: { name: string | null; text: string };
  event: { name: string | null; bytes: number };
  mode: Mode;
  verdict: boolean;
  /** What EventBridge answers today; null where the search was given up. */
  service: boolean | null;
  flattened: boolean;
  strict: boolean;
  strict_gave_up: boolean;
  decided_by: ByMode<number | null>;
  disagree: boolean;
  disagreement?: Disagreement;
  summary: ByMode<Summary>;
  alternatives: Alternative[];
  more_alternatives: number;
  replaced: Condition[];
  ors: Or[];
  ecs_task?: EcsTask;
  /** What else decides, or is to be known before anybody relies on the verdict. */
  notes?: string[];
}

export interface Summary {
  text: string;
  alternative: number | null;
  /** The fewest conditions that would have to change for a match: any of these sets would do. */
  change: number[][];
}

export interface Alternative {
  index: number;
  branches: { or: number; branch: number }[];
  holds: ByMode<boolean>;
  conflict: number[];
  conditions: Condition[];
}

export interface Condition {
  id: number;
  path: string;
  key_span: Span;
  span: Span;
  line: number;
  column: number;
  asks: string;
  matchers: Matcher[];
  holds: boolean;
  by_absence: boolean;
  marks: ByMode<Mark>;
  found: number;
  witnesses: Witness[];
  more_witnesses: number;
  failures: Failure[];
  more_failures: number;
  replaced_by: number[];
  hints: Hint[];
}

export interface Matcher {
  span: Span;
  operator: string | null;
  asks: string;
  accepts: boolean;
}

export interface Place {
  pointer: string;
  path: string;
  line: number;
  column: number;
  span: Span;
  elements: Element[];
  /** The field of a record in whose decoded text it is. */
  decoded?: string | null;
}

export interface Element {
  array: string;
  index: number;
  pointer: string;
  label: string | null;
}

export interface Witness extends Place {
  value: Json;
  cut?: boolean;
  matcher: number;
  chosen: ByMode<boolean>;
}

export interface Failure extends Partial<Place> {
  value?: Json;
  cut?: boolean;
  code: "type" | "value" | "listed" | "present" | "missing" | "not-a-leaf" | (string & {});
  why: string;
}

export interface Hint {
  code: string;
  message: string;
  instead?: string | null;
  span: Span;
  line: number;
  column: number;
  event?: Place | null;
}

export interface Or {
  key_span: Span;
  line: number;
  column: number;
  branches: { span: Span; line: number; column: number; marks: ByMode<Mark>; decided: ByMode<boolean> }[];
}

export interface Disagreement {
  direction: "flattened-only" | "strict-only";
  headline: string;
  alternative: number;
  array?: string | null;
  witnesses: ({ condition: number; value?: Json } & Partial<Place>)[];
  elements: { element: Element; cells: { holds: boolean; value?: Json; more: number }[] }[];
  more_elements: number;
  why: string;
  ways_out: string[];
}

export interface EcsTask {
  cluster?: string | null;
  task_definition?: string | null;
  task?: string | null;
  containers: { name: string; exit_code?: Json; reason?: string | null }[];
  stopped_reason?: string | null;
}

// What needs the larger module.

export interface TemplateOptions {
  /** The name of the file: its ending says what it is written in. Without it, the content does. */
  filename?: string | undefined;
  /** The values of the names that a template leaves open. */
  vars?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface CheckOptions extends TemplateOptions {
  /** Events that show what fields there are, and of what type. */
  events?: readonly (string | object)[] | undefined;
}

export interface CheckReport {
  schema: 1;
  findings: Finding[];
  errors: Problem[];
  patterns: number;
  files: number;
  /** How many patterns more there are of which nothing is known before deployment. */
  open: number;
}

export interface Finding {
  code: string;
  /** Refused by the service; almost certainly not what was meant; worth knowing. */
  severity: "error" | "warning" | "note";
  message: string;
  help: string | null;
  file: string;
  line: number;
  column: number;
  end_line: number;
  end_column: number;
  /** The path in the pattern; empty for the whole pattern. */
  path: string;
  /** The id of the pattern in its template; empty for a pattern file. */
  id: string;
  note: string | null;
  fixable: boolean;
  fixable_unsafely: boolean;
}

/** Something that could not be read. */
export interface Problem {
  file: string | null;
  line: number | null;
  column: number | null;
  message: string;
  help: string | null;
}

export interface FoundPatterns {
  patterns: FoundPattern[];
  /** The ids of patterns of which nothing is known before deployment. */
  open: string[];
  errors: Problem[];
}

export interface FoundPattern {
  /** The id in the template; empty for a text that is a pattern. */
  id: string;
  aliases: string[];
  /** `rule`, `archive`, `pipe`, `event-source-mapping` and others; `pattern` where that is not known. */
  usedBy: string;
  /** What the text is written in. */
  format: string;
  /** The pattern as it is deployed. */
  text: string;
  /** The same with numbers and booleans as strings, where that may be what arrives. */
  stringified: string | null;
  /** What is open before deployment: each is in the text as `${name}`. */
  unknowns: string[];
  line: number;
  column: number;
}

export interface CompareOptions extends MatchOptions {
  /** Only look at events in which no path that a pattern asks about has more than one value. */
  singleValues?: boolean | undefined;
}

export type Relation = "equivalent" | "wider" | "narrower" | "overlapping" | "disjoint" | "unknown";

export interface Comparison {
  /** What the newer pattern matches, seen from the older one. */
  relation: Relation;
  relation_of_single_values: Relation;
  only_old: Direction;
  only_new: Direction;
  both: Direction;
}

/** Whether there are such events, with one of them. */
export type Direction =
  | { exists: "no" }
  | { exists: "unknown"; why: string }
  | { exists: "yes"; event: Json; words: string; old: Verdict; new: Verdict };

export interface Verdict {
  matches: boolean;
  why: string;
}

export interface GenerateOptions extends MatchOptions {
  /** Events that match, that lie at the edge of a matcher, or that fail in one condition only. */
  kind?: "match" | "boundary" | "near-miss" | undefined;
  count?: number | undefined;
  /** The same seed makes the same events. */
  seed?: number | undefined;
  /** Put the envelope's fields around what the pattern asks for. On by default. */
  envelope?: boolean | undefined;
}

export interface GeneratedEvent {
  matches: boolean;
  /** The path that it is about. */
  path: string;
  /** The value there; null for none. */
  value: Json;
  event: Json;
}
