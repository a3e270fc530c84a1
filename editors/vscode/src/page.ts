// The page of `explain`, fit for a panel of the editor. It comes with a content security policy that allows its one style
// sheet and its one script by their hashes. It follows the colours of the system, which need not be those of the editor.
import { createHash } from "node:crypto";

export type Theme = "light" | "dark";

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export function page(html: string, theme: Theme): string {
  if (!/<meta[^>]+http-equiv="Content-Security-Policy"/i.test(html)) return withPolicy(html);
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1];
  if (style === undefined || !html.includes(hash(style))) return html;
  const themed = style
    .replaceAll("(prefers-color-scheme: dark)", theme === "dark" ? "all" : "not all")
    .replaceAll("color-scheme: light dark", `color-scheme: ${theme}`);
  return html.replace(hash(style), () => hash(themed)).replace(style, () => themed);
}

/** Without a policy that allows it nothing in a page may run. */
function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const head = /<head[^>]*>/i;
  return head.test(html) ? html.replace(head, (tag) => tag + meta) : meta + html;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
