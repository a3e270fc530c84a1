// Whether a document may have to do with event patterns. A guess, made before the server is started: the server goes by
// what the file holds. One that is wrong costs an idle process; one that is missed, all of the help.

/** The endings of files that may have patterns, as the program has them. */
export const ENDINGS = ["json", "yaml", "yml", "tf", "tofu", "hcl", "tfvars", "tfstate", "template", "tpl"];

const ENDING = new RegExp(`\\.(${ENDINGS.join("|")})$`, "i");
const OWN_FILES = /(^|[\\/])pattern-test\.toml$|\.suite\.(yaml|yml|json|jsonl)$/i;
const WORDS =
  /event_?pattern|filter_?(pattern|policy|criteria)|event_?bridge|cloud_?watch_?event|"detail-type"|"source"\s*:\s*\[|"detail"\s*:\s*\{|^\s*detail-type:|AWS::(Events|Pipes)::/im;

/** How much of a text is looked at. */
const LOOK = 4 << 20;

export function mayHavePatterns(path: string, text: string): boolean {
  return OWN_FILES.test(path) || (ENDING.test(path) && WORDS.test(text.slice(0, LOOK)));
}
