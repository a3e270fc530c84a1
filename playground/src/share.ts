// A link with both texts behind its `#`, compressed. Browsers do not send that part.
export interface Shared {
  pattern: string;
  event: string;
  mode: "strict" | "flattened";
}

/** The most that a link unpacks to, in characters: a hostile one must not fill the memory. */
const MOST = 4 << 20;

export async function toFragment(shared: Shared): Promise<string> {
  const text = JSON.stringify([1, shared.pattern, shared.event, shared.mode]);
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return `#1${btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** What a link has; nothing where it is none of ours. */
export async function ofFragment(fragment: string): Promise<Shared | undefined> {
  if (!fragment.startsWith("#1")) return undefined;
  try {
    const binary = atob(fragment.slice(2).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))
      .pipeThrough(new TextDecoderStream("utf-8", { fatal: true })).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
      if (text.length > MOST) {
        await reader.cancel();
        return undefined;
      }
    }
    const [version, pattern, event, mode] = JSON.parse(text) as unknown[];
    const known = version === 1 && typeof pattern === "string" && typeof event === "string";
    if (!known || (mode !== "strict" && mode !== "flattened")) return undefined;
    return { pattern, event, mode };
  } catch {
    return undefined;
  }
}
