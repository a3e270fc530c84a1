// What the worker answers: see bindings/wasm/src/live.
import type { Explanation } from "../../bindings/js/types/index.js";

export interface Range {
  from: number;
  to: number;
}

export interface Fix extends Range {
  insert: string;
  safe: boolean;
}

export interface Remark extends Range {
  severity: "error" | "warning" | "note";
  message: string;
  help: string | null;
  code: string | null;
  fix: Fix | null;
}

export interface PatternSide {
  takenFor: string | null;
  choices: string[];
  pick: number;
  isEvent: boolean;
  text: string | null;
  remarks: Remark[];
  warnings: string[];
}

export interface EventSide {
  takenFor: string | null;
  choices: string[];
  pick: number;
  isPattern: boolean;
  text: string | null;
  inPlace: boolean;
  remarks: Remark[];
  notes: string[];
}

export interface ValueView {
  range: Range | null;
  accepted: boolean;
  chosen: boolean;
  text: string;
  path: string | null;
}

export interface HintView {
  code: string;
  message: string;
  instead: string | null;
  fix: Fix | null;
}

export interface ConditionView {
  path: string;
  asks: string;
  mark: "held" | "failed" | "apart" | "not-reached";
  sameInOther: boolean;
  key: Range | null;
  matchers: Range | null;
  values: ValueView[];
  more: number;
  hints: HintView[];
}

export interface Live {
  pattern: PatternSide;
  event: EventSide;
  verdict: { conditions: ConditionView[]; explanation: Explanation } | null;
}

export interface Chip {
  kind: "match" | "near-miss" | "boundary";
  matches: boolean;
  path: string;
  value: string | null;
  event: string;
}

export interface Input {
  pattern: string;
  event: string;
  patternPick: number;
  eventPick: number;
  strict: boolean;
}

export type Question =
  | { id: number; kind: "live"; input: Input }
  | { id: number; kind: "findings"; pattern: string }
  | { id: number; kind: "chips"; pattern: string; pick: number; strict: boolean }
  | { id: number; kind: "markdown"; input: Input };

export type Answer = { id: number; json: string; milliseconds: number } | { id: number; error: string };
