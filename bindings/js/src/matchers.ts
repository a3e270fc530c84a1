// `expect(pattern).toMatchEvent(event)`, for whichever runner.
import type { EventInput } from "../types/index.js";
import type { MatcherOptions } from "../types/matchers.js";
import type { Pattern } from "./core.js";
import type * as Judge from "./judge.js";
import { resolve } from "./resolve.js";

declare const require: (name: "./check.cjs") => typeof Judge;

interface Context {
  readonly isNot?: boolean;
}

interface Result {
  pass: boolean;
  message: () => string;
}

export function toMatchEvent(this: Context, received: unknown, event: EventInput, options: MatcherOptions = {}): Result {
  const { pattern, name } = resolve(received, options);
  const { mode = "both" } = options;
  if (mode !== "both") return judged(this, pattern, name, event, mode === "strict");
  const [flattened, strict] = [pattern.matches(event), pattern.matches(event, { strict: true })];
  if (flattened === strict) return judged(this, pattern, name, event, true);
  // Neither the matcher nor its negation is true of both modes.
  const message = () =>
    `the modes differ on this event, so a test has to say which one it means: ` +
    `EventBridge today says ${strict ? "match" : "no match"} (\`toMatchEventStrictly\`), ` +
    `its older behaviour was ${flattened ? "match" : "no match"} ({ mode: "flattened" })\n\n` +
    explained(pattern, name, event, true);
  return { pass: this.isNot === true, message };
}

export function toMatchEventStrictly(
  this: Context, received: unknown, event: EventInput, options: Omit<MatcherOptions, "mode"> = {},
): Result {
  const { pattern, name } = resolve(received, options);
  return judged(this, pattern, name, event, true);
}

function judged(context: Context, pattern: Pattern, name: string | undefined, event: EventInput, strict: boolean): Result {
  const pass = pattern.matches(event, { strict });
  const verb = context.isNot === true ? "not to match" : "to match";
  const message = () => `expected the pattern ${verb} the event\n\n${explained(pattern, name, event, strict)}`;
  return { pass, message };
}

function explained(pattern: Pattern, name: string | undefined, event: EventInput, strict: boolean): string {
  const options = { strict, ...(name === undefined ? {} : { patternName: name }) };
  return require("./check.cjs").explainText(pattern, event, options).trimEnd();
}

export { pattern } from "./resolve.js";
