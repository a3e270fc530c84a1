// `setupFilesAfterEnv: ["pattern-test/jest"]`
import { toMatchEvent, toMatchEventStrictly } from "./matchers.js";

interface Expect {
  extend(matchers: object): void;
}
declare const require: (name: string) => { expect: Expect };

// Where globals are not injected, the module has it.
const given = (globalThis as { expect?: Expect }).expect;
(given ?? require("@jest/globals").expect).extend({ toMatchEvent, toMatchEventStrictly });
