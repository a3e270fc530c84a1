// What needs a pattern and an event. The module is loaded by whoever imports this.
import { Asked, Compiled } from "#core";
import type {
  EventInput,
  ExplainOptions,
  Explanation,
  MatchOptions,
  PatternInput,
} from "../types/index.js";
import { raise } from "./errors.js";
import { print } from "./print.js";

/** Calls what throws text, and throws what the text says. */
function told<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    return raise(thrown);
  }
}

/** The JSON text of an event or a pattern. */
function textOf(value: EventInput | PatternInput, what: "event" | "pattern"): string {
  if (typeof value === "string") return value;
  if (value instanceof Pattern) return value.text;
  if (typeof value === "object" && value !== null) {
    const text = print(value);
    if (text !== undefined) return text;
  }
  throw new TypeError(`expected the ${what} as an object or as JSON text, found ${kind(value)}`);
}

function kind(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

export class Pattern {
  readonly text: string;
  readonly warnings: readonly string[];
  #compiled: Compiled;

  constructor(pattern: PatternInput) {
    this.text = textOf(pattern, "pattern");
    this.#compiled = told(() => new Compiled(this.text));
    this.warnings = JSON.parse(this.#compiled.warnings());
  }

  matches(event: EventInput, options: MatchOptions = {}): boolean {
    const text = textOf(event, "event");
    return told(() => this.#compiled.matches(text, options.strict ?? false));
  }

  explain(event: EventInput, options: ExplainOptions = {}): Explanation {
    const text = textOf(event, "event");
    return JSON.parse(told(() => this.#asked(options, (asked) => this.#compiled.explain(text, asked))));
  }

  #asked<T>(options: ExplainOptions, call: (asked: Asked) => T): T {
    const asked = new Asked(options.strict ?? false, options.patternName, options.eventName);
    try {
      return call(asked);
    } finally {
      asked.free();
    }
  }

  toString(): string {
    return this.text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

export function parse(pattern: PatternInput): Pattern {
  return pattern instanceof Pattern ? pattern : new Pattern(pattern);
}

export function matches(pattern: PatternInput, event: EventInput, options?: MatchOptions): boolean {
  return parse(pattern).matches(event, options);
}

export function explain(pattern: PatternInput, event: EventInput, options?: ExplainOptions): Explanation {
  return parse(pattern).explain(event, options);
}
