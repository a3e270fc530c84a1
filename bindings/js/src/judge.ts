// What needs the larger module. It is loaded by whoever imports this.
import * as wasm from "#check";
import type {
  CheckOptions,
  CheckReport,
  Comparison,
  CompareOptions,
  EventInput,
  ExplainOptions,
  FoundPatterns,
  GenerateOptions,
  GeneratedEvent,
  PatternInput,
  TemplateOptions,
  TextOptions,
} from "../types/index.js";
import { raise } from "./errors.js";
import { print } from "./print.js";

function told<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    return raise(thrown);
  }
}

/** A pattern's text: of an object, of text, of what has its text as `text`. */
function textOf(pattern: PatternInput): string {
  if (typeof pattern === "string") return pattern;
  // A Pattern of either module system.
  const text: unknown = (pattern as { text?: unknown }).text;
  if (typeof text === "string" && typeof (pattern as { matches?: unknown }).matches === "function") return text;
  return print(pattern) ?? "";
}

function eventText(event: EventInput): string {
  return typeof event === "string" ? event : (print(event) ?? "");
}

const vars = (options: TemplateOptions) => JSON.stringify(strings(options.vars ?? {}));

function strings(given: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
}

export function check(text: string, options: CheckOptions = {}): CheckReport {
  const events = (options.events ?? []).map(eventText);
  return JSON.parse(told(() => wasm.check(text, options.filename ?? "pattern", vars(options), events)));
}

export function patterns(text: string, options: TemplateOptions = {}): FoundPatterns {
  return JSON.parse(told(() => wasm.patterns(text, options.filename ?? "template", vars(options))));
}

export function compare(older: PatternInput, newer: PatternInput, options: CompareOptions = {}): Comparison {
  const { strict = false, singleValues = false } = options;
  return JSON.parse(told(() => wasm.compare(textOf(older), textOf(newer), strict, singleValues)));
}

export function generate(pattern: PatternInput, options: GenerateOptions = {}): GeneratedEvent[] {
  const { kind = "match", count = 1, seed = 0, strict = false, envelope = true } = options;
  return JSON.parse(told(() => wasm.generate(textOf(pattern), kind, count, seed, strict, envelope)));
}

function asking<T>(options: ExplainOptions, call: (asked: wasm.Asked) => T): T {
  const asked = new wasm.Asked(options.strict ?? false, options.patternName, options.eventName);
  try {
    return told(() => call(asked));
  } finally {
    asked.free();
  }
}

export function explainText(pattern: PatternInput, event: EventInput, options: TextOptions = {}): string {
  const { width = 0, colour = false } = options;
  const columns = Math.max(0, Math.trunc(width));
  return asking(options, (asked) => wasm.explain_text(textOf(pattern), eventText(event), asked, columns, colour));
}

export function explainMarkdown(pattern: PatternInput, event: EventInput, options: ExplainOptions = {}): string {
  return asking(options, (asked) => wasm.explain_markdown(textOf(pattern), eventText(event), asked));
}
