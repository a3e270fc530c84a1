import type { Matchers as Ours } from "./matchers.js";

declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends Ours<R> {}
}
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends Ours<R> {}
  }
}
export {};
