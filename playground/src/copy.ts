// What the texts become elsewhere.

/** A case for a suite of `pattern-test verify`, in YAML: JSON is YAML. */
export function suiteCase(pattern: string, event: string, matched: boolean, strict: boolean): string {
  const indented = (text: string) => compact(text).replaceAll("\n", "\n      ");
  const mode = strict ? "strict" : "flattened";
  return [
    `mode: ${mode}`,
    `pattern: ${compact(pattern).replaceAll("\n", "\n  ")}`,
    "cases:",
    `  - expect: ${matched ? "match" : "no-match"}`,
    `    event: ${indented(event)}`,
    "",
  ].join("\n");
}

/** A test for Vitest; Jest takes the same without the import. */
export function vitestTest(pattern: string, event: string, matched: boolean, strict: boolean): string {
  const matcher = `${matched ? "" : "not."}toMatchEvent${strict ? "Strictly" : ""}`;
  const options = strict ? "" : ', { mode: "flattened" }';
  return [
    'import "pattern-test/vitest";',
    'import { expect, test } from "vitest";',
    "",
    `const pattern = ${compact(pattern)};`,
    "",
    `const event = ${compact(event)};`,
    "",
    `test("the pattern ${matched ? "matches" : "does not match"} the event", () => {`,
    `  expect(pattern).${matcher}(event${options});`,
    "});",
    "",
  ].join("\n");
}

/** A command line, for a POSIX shell. */
export function putRule(pattern: string): string {
  const quoted = `'${minified(pattern).replaceAll("'", "'\\''")}'`;
  return `aws events put-rule --name my-rule --event-pattern ${quoted}\n`;
}

// Numbers count to the letter, so that the text is not read and written as JSON.
const compact = (text: string) => text.trim();

/** JSON without the white space between its tokens. */
function minified(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, string: string | undefined) => string ?? "");
}
