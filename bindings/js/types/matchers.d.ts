import type { EventInput, Pattern } from "./index.js";

export interface ResolveOptions {
  /** Which pattern of a template: its logical id. Not needed where there is one. */
  id?: string | undefined;
  /** The values of the names that a template leaves open. */
  vars?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface MatcherOptions extends ResolveOptions {
  /**
   * Which mode decides. By default both have to come to the same verdict, and a test on whose event they
   * differ fails, with `not` as well as without.
   */
  mode?: "both" | "strict" | "flattened" | undefined;
}

export interface Matchers<R = unknown> {
  /** The pattern matches the event, in both modes. */
  toMatchEvent(event: EventInput, options?: MatcherOptions): R;
  /** The pattern matches the event as EventBridge decides today. */
  toMatchEventStrictly(event: EventInput, options?: Omit<MatcherOptions, "mode">): R;
}

/**
 * A pattern of a template: a CDK `Template`, the object of a template, or the name of a file such as
 * `template.yaml#LogicalId`.
 */
export function pattern(source: unknown, options?: ResolveOptions): Pattern;

interface Result {
  pass: boolean;
  message: () => string;
}
interface Context {
  readonly isNot?: boolean;
}
export function toMatchEvent(this: Context, received: unknown, event: EventInput, options?: MatcherOptions): Result;
export function toMatchEventStrictly(
  this: Context, received: unknown, event: EventInput, options?: Omit<MatcherOptions, "mode">,
): Result;
