import { putRule, suiteCase, vitestTest } from "./copy.js";
import { Editor, type Marked } from "./editors.js";
import { Engine, Overtaken } from "./engine.js";
import { EXAMPLES } from "./examples.js";
import type { Chip, ConditionView, Input, Live, Range, Remark } from "./model.js";
import { ofFragment, toFragment } from "./share.js";
import * as view from "./view.js";

/** How long after the last keystroke what takes longer is asked, in milliseconds. */
const PAUSE = 200;

function get<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element #${id}`);
  return found as T;
}

const hosts = {
  verdict: get("verdict"),
  summary: get("summary"),
  status: get("status"),
  chips: get("chips"),
  why: get("why"),
  examples: get<HTMLSelectElement>("examples"),
  copy: get<HTMLSelectElement>("copy"),
  share: get<HTMLButtonElement>("share"),
};

const engine = new Engine();
const picks = { pattern: 0, event: 0 };
let shown: Live | undefined;
let findings: Remark[] = [];
let pause: ReturnType<typeof setTimeout> | undefined;
/** The pattern and pick that findings and chips were asked for. */
let judged = "";

const editors = {
  pattern: new Editor(get("pattern"), "Event pattern", "", {
    changed: () => void changed("pattern"),
    at: (position) => light(conditionAt(position)),
    tip: tipOfPattern,
  }),
  event: new Editor(get("event"), "Event", "", {
    changed: () => void changed("event"),
    at: (position) => lightConditions(position),
    tip: tipOfEvent,
  }),
};

function strict(): boolean {
  return document.querySelector<HTMLInputElement>('input[name="mode"]:checked')?.value !== "flattened";
}

function input(): Input {
  return {
    pattern: editors.pattern.text,
    event: editors.event.text,
    patternPick: picks.pattern,
    eventPick: picks.event,
    strict: strict(),
  };
}

async function changed(side?: "pattern" | "event"): Promise<void> {
  if (side !== undefined) picks[side] = 0;
  // What is on the page is about other texts from now on.
  if (side === "pattern") {
    findings = [];
    judged = "";
    hosts.chips.inert = true;
  }
  clearTimeout(pause);
  pause = setTimeout(() => void judge(), PAUSE);
  try {
    const started = performance.now();
    const live = await engine.live(input());
    show(live);
    // For the tests, and for whoever wants to know.
    document.documentElement.dataset["took"] = (performance.now() - started).toFixed(1);
    document.documentElement.dataset["tookInside"] = engine.took.toFixed(1);
  } catch (error) {
    trouble(error);
  }
}

/** What takes longer: findings and events to try. */
async function judge(): Promise<void> {
  const { pattern, patternPick, strict } = input();
  const asked = JSON.stringify([pattern, patternPick, strict]);
  if (asked === judged) {
    hosts.chips.inert = false;
    showRemarks();
    return;
  }
  try {
    const [found, chips] = await Promise.all([engine.findings(pattern), engine.chips(pattern, patternPick, strict)]);
    if (pattern !== editors.pattern.text) return;
    judged = asked;
    hosts.chips.inert = false;
    findings = found;
    showRemarks();
    view.chips(chips, hosts.chips, (chip: Chip) => {
      editors.event.text = `${chip.event}\n`;
    });
  } catch (error) {
    trouble(error);
  }
}

function trouble(error: unknown): void {
  if (error instanceof Overtaken) return;
  hosts.verdict.className = "unknown";
  hosts.verdict.textContent = `Not known: ${error instanceof Error ? error.message : String(error)}.`;
}

const actions: view.Actions = {
  fix: (fix) => editors.pattern.change(fix, fix.insert),
  light,
  showCondition(condition) {
    light(condition);
    if (condition.key !== null) editors.pattern.show(condition.key);
  },
  showRemark: (side, remark) => editors[side].show(remark),
  pick(side, index) {
    picks[side] = index;
    judged = "";
    void changed();
  },
  replace(side, text) {
    editors[side].text = `${text.trimEnd()}\n`;
  },
  swap() {
    const [pattern, event] = [editors.event.text, editors.pattern.text];
    editors.pattern.text = pattern;
    editors.event.text = event;
  },
};

function show(live: Live): void {
  shown = live;
  view.verdict(live, hosts.verdict, hosts.summary);
  view.bar(live.pattern, "pattern", get("pattern-bar"), actions);
  view.bar(live.event, "event", get("event-bar"), actions);
  view.explanation(live, hosts.why, actions);
  showRemarks();
}

function showRemarks(): void {
  if (shown === undefined) return;
  const { pattern, event } = shown;
  const conditions = shown.verdict?.conditions ?? [];
  const all = [...pattern.remarks, ...findings];
  editors.pattern.annotate(conditions.flatMap(markedInPattern), all);
  editors.event.annotate(conditions.flatMap(markedInEvent), event.remarks);
  view.remarks(all, pattern.warnings, "pattern", get("pattern-remarks"), actions);
  view.remarks(event.remarks, event.notes, "event", get("event-remarks"), actions);
}

function markedInPattern(condition: ConditionView): Marked[] {
  const [, word] = view.MARKS[condition.mark];
  const classes = `cm-${condition.mark}`;
  const ranges = [condition.key, condition.matchers].filter((range) => range !== null);
  return ranges.map((range) => ({ ...range, classes, title: word }));
}

function markedInEvent(condition: ConditionView): Marked[] {
  return condition.values.flatMap(({ range, accepted, chosen }) => {
    if (range === null || range.to - range.from > 2000) return [];
    const apart = condition.mark === "apart" && accepted;
    // Of a condition that holds, only what made it hold matters.
    if (condition.mark === "held" && !chosen) return [];
    const kind = apart ? "apart" : accepted ? "held" : "failed";
    return [{ ...range, classes: `cm-${kind}`, title: `${condition.path}: ${view.MARKS[kind][1]}` }];
  });
}

const inside = (range: Range | null, position: number) =>
  range !== null && range.from <= position && position <= range.to;

function conditionAt(position: number): ConditionView | undefined {
  return shown?.verdict?.conditions.find(({ key, matchers }) => inside(key, position) || inside(matchers, position));
}

function conditionsOfValue(position: number): ConditionView[] {
  const conditions = shown?.verdict?.conditions ?? [];
  return conditions.filter(({ values }) => values.some(({ range }) => inside(range, position)));
}

function light(condition: ConditionView | undefined): void {
  const values = condition?.values ?? [];
  editors.event.light(values.flatMap(({ range }) => (range === null ? [] : [range])));
  editors.pattern.light(condition?.key ? [condition.key] : []);
}

function lightConditions(position: number): void {
  const conditions = conditionsOfValue(position);
  editors.pattern.light(conditions.flatMap(({ key, matchers }) => [key, matchers].filter((range) => range !== null)));
  editors.event.light([]);
}

function tipOfPattern(position: number): { range: Range; lines: string[] } | undefined {
  const condition = conditionAt(position);
  const range = [condition?.key, condition?.matchers].find((range) => range && inside(range, position));
  if (condition === undefined || !range) return undefined;
  const [sign, word] = view.MARKS[condition.mark];
  const values = condition.values.map(({ text, path, accepted }) =>
    `${accepted ? "✓" : "✗"} ${text}${path === null ? "" : ` at ${path}`}`);
  return { range, lines: [`${sign} ${word}: asks for ${condition.asks}`, ...values] };
}

function tipOfEvent(position: number): { range: Range; lines: string[] } | undefined {
  const conditions = conditionsOfValue(position);
  const range = conditions[0]?.values.find((value) => inside(value.range, position))?.range;
  if (!range) return undefined;
  return {
    range,
    lines: conditions.map(({ path, asks, mark }) => `${view.MARKS[mark][0]} ${path} asks for ${asks}`),
  };
}

function say(text: string): void {
  hosts.status.textContent = text;
  setTimeout(() => {
    if (hosts.status.textContent === text) hosts.status.textContent = "";
  }, 4000);
}

async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}.`);
  } catch {
    // Without the right to write there, a person can still take it by hand.
    window.prompt(`Copy ${what}:`, text);
  }
}

async function copyAs(kind: string): Promise<void> {
  const pattern = shown?.pattern.text;
  if (!pattern) return say("No pattern to copy.");
  if (kind === "cli") return copy(putRule(pattern), "the command");
  const verdict = shown?.verdict;
  if (!verdict) return say("No verdict to copy.");
  const event = shown?.event.text ?? editors.event.text;
  const { verdict: matched } = verdict.explanation;
  if (kind === "suite") return copy(suiteCase(pattern, event, matched, strict()), "the suite");
  if (kind === "vitest") return copy(vitestTest(pattern, event, matched, strict()), "the test");
  const markdown = await engine.markdown(input());
  if (markdown !== null) await copy(markdown, "the explanation");
}

function load({ pattern, event }: { pattern: string; event: string }): void {
  editors.pattern.text = pattern;
  editors.event.text = event;
}

EXAMPLES.forEach(({ name }, index) => {
  const option = view.element("option", "", name);
  option.value = String(index);
  hosts.examples.append(option);
});
hosts.examples.prepend(view.element("option", "", "…"));
hosts.examples.selectedIndex = 0;
hosts.examples.addEventListener("change", () => {
  const example = EXAMPLES[Number(hosts.examples.value)];
  if (example !== undefined) load(example);
});
hosts.copy.addEventListener("change", () => {
  const { value } = hosts.copy;
  hosts.copy.value = "";
  if (value !== "") void copyAs(value).catch(trouble);
});
hosts.share.addEventListener("click", async () => {
  const { pattern, event } = input();
  const fragment = await toFragment({ pattern, event, mode: strict() ? "strict" : "flattened" });
  history.replaceState(undefined, "", fragment);
  await copy(location.href, "the link");
});
document.querySelectorAll('input[name="mode"]').forEach((radio) => {
  radio.addEventListener("change", () => void changed());
});

async function start(): Promise<void> {
  const shared = await ofFragment(location.hash);
  if (shared === undefined && location.hash.length > 1) say("The link is damaged; here is an example instead.");
  if (shared !== undefined) {
    const radio = document.querySelector<HTMLInputElement>(`input[value="${shared.mode}"]`);
    if (radio !== null) radio.checked = true;
  }
  const first = shared ?? EXAMPLES[0];
  if (first !== undefined) load(first);
}

window.addEventListener("hashchange", () => void start());
void start();
