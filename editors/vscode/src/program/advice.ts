// What to do where the program is missing, does not start, or is too old.
import type { Origin } from "./candidates.js";
import type { Found, Rejected, Search } from "./find.js";

const PLACES: Record<Origin, string> = {
  setting: "the setting `pattern-test.path`",
  npm: "node_modules",
  python: "the Python environment",
  path: "PATH",
  bundled: "the extension",
};

const UPDATE: Record<Origin, string> = {
  setting: "update it, or clear the setting",
  npm: "npm install --save-dev pattern-test@latest",
  python: "pip install --upgrade pattern-test",
  path: "update it the way it was installed, for example: cargo install pattern-test",
  bundled: "reinstall the extension",
};

/** One line for a notification. */
export function problem({ rejected }: Search): string {
  const first = rejected[0];
  if (first === undefined) return "The program `pattern-test` was not found. Install it, or set `pattern-test.path`.";
  return `${first.file} ${why(first)}.`;
}

/** All of it, for the log. */
export function details(search: Search, folders: readonly string[], trusted: boolean): string[] {
  const lines = search.rejected.map(rejection);
  if (search.found !== undefined) return lines;
  if (search.rejected[0]?.origin === "setting") return lines;
  const where = folders.length > 0 ? `below ${folders.join(", ")}` : "of a workspace (no folder is open)";
  lines.push(
    trusted
      ? `searched node_modules and the Python environment ${where}, PATH and the extension`
      : "searched PATH and the extension; what is in the workspace is not started until the workspace is trusted",
    "to install the program, run one of:",
    "    npm install --save-dev pattern-test",
    "    pip install pattern-test",
    "    cargo install pattern-test",
    "or set `pattern-test.path`; then run the command `pattern-test: Restart Server`",
  );
  return lines;
}

/**
 * What to warn of although a program was found: one that the project asks for was passed over, and another version may
 * judge differently.
 */
export function shadowed({ found, rejected }: Search): string | undefined {
  const first = rejected[0];
  if (found === undefined || first === undefined) return undefined;
  return `${first.file} ${why(first)}. Using pattern-test ${found.version} from ${PLACES[found.origin]} instead.`;
}

export function origin(found: Found): string {
  return PLACES[found.origin];
}

function rejection(one: Rejected): string {
  const advice = one.inspection.kind === "too-old" ? `; to update: ${UPDATE[one.origin]}` : "";
  return `${one.file} (from ${PLACES[one.origin]}) ${why(one)}${advice}`;
}

function why({ inspection }: Rejected): string {
  switch (inspection.kind) {
    case "too-old":
      return `is pattern-test ${inspection.version}, which has no language server yet`;
    case "foreign":
      return `is not pattern-test${inspection.said === "" ? "" : ` (it says: ${inspection.said})`}`;
    case "broken":
      return `cannot be started: ${inspection.why}`;
  }
}
