// What a file is: the program, of which version, and whether it speaks the protocol.
import { execFile } from "node:child_process";

export type Inspection =
  | { kind: "server"; version: string }
  | { kind: "too-old"; version: string }
  | { kind: "foreign"; said: string }
  | { kind: "broken"; why: string };

/** How long a program may take to say what it is, in milliseconds. */
const PATIENCE = 15_000;

export async function inspect(file: string): Promise<Inspection> {
  const named = await run(file, ["--version"]);
  if (named.kind === "broken") return named;
  const version = /^pattern-test (\d\S*)\s*$/.exec(named.out)?.[1];
  if (version === undefined || named.code !== 0) return { kind: "foreign", said: firstLine(named.out || named.err) };
  const help = await run(file, ["lsp", "--help"]);
  if (help.kind === "broken") return help;
  return { kind: help.code === 0 ? "server" : "too-old", version };
}

type Run = { kind: "ran"; code: number; out: string; err: string } | { kind: "broken"; why: string };

function run(file: string, args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    try {
      execFile(file, args, { timeout: PATIENCE, windowsHide: true }, (error, out, err) => {
        if (error === null) return resolve({ kind: "ran", code: 0, out, err });
        if (error.killed) return resolve({ kind: "broken", why: `no answer within ${PATIENCE / 1000} s` });
        // A number is an exit code; a word tells why the file could not be started.
        if (typeof error.code === "number") return resolve({ kind: "ran", code: error.code, out, err });
        resolve({ kind: "broken", why: reason(error) });
      });
    } catch (thrown) {
      resolve({ kind: "broken", why: reason(thrown as NodeJS.ErrnoException) });
    }
  });
}

function reason(error: { code?: unknown; signal?: unknown; message: string }): string {
  switch (error.code) {
    case "ENOENT":
      return "no such file, or nothing that can start it";
    case "EACCES":
      return "not executable";
    case "ENOEXEC":
      return "not a program for this platform";
    default:
      return typeof error.signal === "string" ? `ended by ${error.signal}` : error.message;
  }
}

function firstLine(text: string): string {
  return (text.trim().split(/\r?\n/, 1)[0] ?? "").slice(0, 120);
}
