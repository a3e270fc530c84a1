// Events that a pattern only just does not match.
import type { Cursor, Editor, Server } from "../port.js";
import { nearMisses } from "../protocol.js";

export async function nearMissesHere(editor: Editor, server: Server, cursor: Cursor): Promise<void> {
  const events = await nearMisses(server, cursor);
  if (events.length === 0) {
    await editor.say("info", "No near misses for this pattern.");
    return;
  }
  const items = events.map((event) => ({
    icon: event.matches ? "pass" : "circle-slash",
    label: event.name,
    description: event.matches ? "match" : "no match",
    value: event,
  }));
  const chosen = await editor.pick("Near Misses", "open an event", items);
  if (chosen !== undefined) await editor.openText("json", chosen.text);
}
