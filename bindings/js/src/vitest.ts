// `setupFiles: ["pattern-test/vitest"]`
import { expect } from "vitest";
import { toMatchEvent, toMatchEventStrictly } from "./matchers.js";

expect.extend({ toMatchEvent, toMatchEventStrictly });
