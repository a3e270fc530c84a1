import "vitest";
import type { Matchers as Ours } from "./matchers.js";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends Ours<R> {}
}
