// The types, and that the sources have them. Only compiled: `npm run types`.
import { expectTypeOf } from "expect-type";
import type * as Core from "../src/core.js";
import type * as Judge from "../src/judge.js";
import type * as Errors from "../src/errors.js";
import type * as Cdk from "../src/cdk.js";
import type * as Matchers from "../src/matchers.js";
import type * as TypesOfCdk from "../types/cdk.js";
import type * as TypesOfCheck from "../types/check.js";
import type * as Types from "../types/index.js";
import type * as TypesOfMatchers from "../types/matchers.js";

type Functions<T> = { [K in keyof T as T[K] extends (...args: never[]) => unknown ? K : never]: T[K] };

// What is declared is there, with these types.
expectTypeOf<Functions<typeof Core>>().toExtend<
  Pick<typeof Types, "parse" | "matches" | "explain">
>();
expectTypeOf<Functions<typeof Judge>>().toExtend<typeof TypesOfCheck>();
expectTypeOf<InstanceType<typeof Core.Pattern>>().toExtend<Types.Pattern>();
expectTypeOf<InstanceType<typeof Errors.PatternError>>().toExtend<Types.PatternError>();
expectTypeOf<InstanceType<typeof Errors.EventError>>().toExtend<Types.EventError>();
expectTypeOf<Functions<typeof Matchers>>().toExtend<typeof TypesOfMatchers>();
expectTypeOf<InstanceType<typeof Cdk.EventPatternValidator>>().toExtend<TypesOfCdk.EventPatternValidator>();

// How it is used.
declare const { matches, parse, explain, check, generate }: typeof Types;
expectTypeOf(matches({ source: ["shop"] }, { source: "shop" })).toEqualTypeOf<boolean>();
expectTypeOf(matches("{}", "{}", { strict: true })).toEqualTypeOf<boolean>();
expectTypeOf(parse({ a: [1] })).toEqualTypeOf<Types.Pattern>();
expectTypeOf(explain("{}", "{}").alternatives[0]!.conditions[0]!.marks.strict).toEqualTypeOf<Types.Mark>();
expectTypeOf(check("{}")).resolves.toHaveProperty("findings");
expectTypeOf(generate("{}", { kind: "near-miss" })).resolves.items.toHaveProperty("matches");

// @ts-expect-error A number is no pattern.
matches(1, {});
// @ts-expect-error There is no such option.
matches({}, {}, { flattened: true });
// @ts-expect-error There is no such kind.
generate({}, { kind: "other" });
// @ts-expect-error Errors are made here alone.
new (null! as typeof Types.PatternError)();
