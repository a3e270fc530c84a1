// Errors, made of what the module throws: JSON text with a `kind`.

export class PatternError extends Error {
  override name = "PatternError";
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  readonly serviceText: string;
  readonly help: string | undefined;
  readonly position: { line: number; column: number };

  constructor(told: PatternProblem) {
    const { line, column } = told.position;
    const help = told.help === null ? "" : `\nhelp: ${told.help}`;
    super(`${told.reason}, at line ${line}, column ${column}${help}`);
    this.reason = told.reason;
    this.line = told.line;
    this.column = told.column;
    this.serviceText = told.serviceText;
    this.help = told.help ?? undefined;
    this.position = told.position;
  }
}

export class EventError extends Error {
  override name = "EventError";
  readonly line: number;
  readonly column: number;

  constructor(told: EventProblem) {
    super(`${told.message}, at line ${told.line}, column ${told.column}`);
    this.line = told.line;
    this.column = told.column;
  }
}

export class UndecidedError extends Error {
  override name = "UndecidedError";
}

export class InputError extends Error {
  override name = "InputError";
}

interface PatternProblem {
  kind: "pattern";
  reason: string;
  line: number;
  column: number;
  serviceText: string;
  help: string | null;
  position: { line: number; column: number };
}

interface EventProblem {
  kind: "event";
  message: string;
  line: number;
  column: number;
}

type Problem = PatternProblem | EventProblem | { kind: "undecided" | "input" | "internal"; message: string };

/** Throws what the module threw, as an error of its class. */
export function raise(thrown: unknown): never {
  if (typeof thrown !== "string") throw thrown;
  const told = JSON.parse(thrown) as Problem;
  switch (told.kind) {
    case "pattern":
      throw new PatternError(told);
    case "event":
      throw new EventError(told);
    case "undecided":
      throw new UndecidedError(told.message);
    case "input":
      throw new InputError(told.message);
    case "internal":
      throw new Error(told.message);
  }
}
