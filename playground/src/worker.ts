// The module lives here, so that no pattern and no event can hold up the editors.
import module from "#wasm.wasm?url";
import init, { Picks, give, live, live_chips, live_findings, live_markdown } from "#wasm";
import type { Answer, Question } from "./model.js";

/** Where the tables of what is known of AWS are, by their files. */
const TABLES = import.meta.glob<string>("../../data/*.txt.z", { query: "?url", import: "default", eager: true });

async function fetched(url: string): Promise<Uint8Array> {
  const answer = await fetch(new URL(url, self.location.href));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** All of it before the first answer, so that the page works without a network from then on. */
async function start(): Promise<void> {
  const tables = Object.entries(TABLES).map(async ([file, url]) => [file, await fetched(url)] as const);
  await init({ module_or_path: new URL(module, self.location.href) });
  for (const [file, packed] of await Promise.all(tables)) give(file.replace(/^.*\/|\.txt\.z$/g, ""), packed);
}

const ready = start();

function answer(question: Question): string {
  switch (question.kind) {
    case "live":
    case "markdown": {
      const { pattern, event, patternPick, eventPick, strict } = question.input;
      const picks = new Picks(patternPick, eventPick, strict);
      try {
        if (question.kind === "live") return live(pattern, event, picks);
        return JSON.stringify(live_markdown(pattern, event, picks) ?? null);
      } finally {
        picks.free();
      }
    }
    case "findings":
      return live_findings(question.pattern);
    case "chips":
      return live_chips(question.pattern, question.pick, question.strict);
  }
}

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const { id } = data;
  let told: Answer;
  try {
    await ready;
    const start = performance.now();
    const json = answer(data);
    told = { id, json, milliseconds: performance.now() - start };
  } catch (error) {
    told = { id, error: String(error) };
  }
  self.postMessage(told);
};
