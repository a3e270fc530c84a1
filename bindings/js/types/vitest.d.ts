import "vitest";
import type { EventInput } from "./index.js";
import type { MatcherOptions } from "./matchers.js";

// Vitest takes over what Chai has. Its own interface of matchers has other parameters in each major version.
declare global {
  namespace Chai {
    interface Assertion {
      /** The pattern matches the event, in both modes. */
      toMatchEvent(event: EventInput, options?: MatcherOptions): void;
      /** The pattern matches the event as EventBridge decides today. */
      toMatchEventStrictly(event: EventInput, options?: Omit<MatcherOptions, "mode">): void;
    }
  }
}
