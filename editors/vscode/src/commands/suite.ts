// Running the suites that belong to a file.
import type { Cursor, Editor, Server } from "../port.js";
import { runSuite } from "../protocol.js";

export async function runSuiteHere(editor: Editor, server: Server, { uri }: Pick<Cursor, "uri">): Promise<void> {
  const { passed, failed, text } = await runSuite(server, uri);
  const name = editor.shortPath(uri);
  const count = passed + failed;
  if (count === 0) {
    await editor.say("warning", `No cases found for ${name}.`);
    return;
  }
  const cases = count === 1 ? "case" : "cases";
  const [level, message] =
    failed === 0
      ? (["info", `${name}: ${count} ${cases} passed`] as const)
      : (["error", `${name}: ${failed} of ${count} ${cases} failed`] as const);
  if ((await editor.say(level, message, "Show Report")) !== undefined)
    await editor.showMarkdown(`Suite: ${name}`, text);
}
