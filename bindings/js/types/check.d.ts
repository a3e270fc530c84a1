import type {
  CheckOptions, CheckReport, Comparison, CompareOptions, EventInput, ExplainOptions, FoundPatterns, GeneratedEvent, GenerateOptions,
  PatternInput, TemplateOptions, TextOptions,
} from "./index.js";

// The same as in the package itself, without promises: the larger module is loaded with this.

/** What is wrong, or likely to be, with the patterns of a text. */
export function check(text: string, options?: CheckOptions): CheckReport;
/** The patterns of a template, or of whatever else holds patterns. */
export function patterns(text: string, options?: TemplateOptions): FoundPatterns;
/** How two patterns compare. */
export function compare(older: PatternInput, newer: PatternInput, options?: CompareOptions): Comparison;
/** Events for a pattern. */
export function generate(pattern: PatternInput, options?: GenerateOptions): GeneratedEvent[];
/** An explanation as `pattern-test explain` prints it. */
export function explainText(pattern: PatternInput, event: EventInput, options?: TextOptions): string;
/** An explanation as Markdown. */
export function explainMarkdown(pattern: PatternInput, event: EventInput, options?: ExplainOptions): string;
