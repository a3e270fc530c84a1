// What stands below the editors. Text is only ever set as text.
import type { Disagreement, Json } from "../../bindings/js/types/index.js";
import { fixLabel } from "./editors.js";
import type { Chip, ConditionView, EventSide, Fix, Live, PatternSide, Remark } from "./model.js";

type Child = Node | string | null | undefined;

/** An element with a class and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K, className = "", ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function button(label: string, act: () => void, className = ""): HTMLButtonElement {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

export const MARKS = {
  held: ["✓", "held"],
  failed: ["✗", "failed"],
  apart: ["≠", "holds, but not in the same element"],
  "not-reached": ["·", "not reached"],
} as const;

/** What a person can do from here. */
export interface Actions {
  fix(fix: Fix): void;
  light(condition: ConditionView): void;
  showCondition(condition: ConditionView): void;
  showRemark(side: "pattern" | "event", remark: Remark): void;
  pick(side: "pattern" | "event", index: number): void;
  replace(side: "pattern" | "event", text: string): void;
  swap(): void;
}

export function verdict(live: Live, host: HTMLElement, summary: HTMLElement): void {
  const { verdict } = live;
  host.className = "";
  if (verdict === null) {
    const broken = live.pattern.remarks.some(({ severity }) => severity === "error");
    const text = live.pattern.text === null && !broken
      ? "Write a pattern on the left."
      : live.pattern.text === null
        ? "No verdict: the pattern is refused."
        : live.event.remarks.length > 0
          ? "No verdict: the event cannot be read."
          : "Write an event on the right.";
    replaceText(host, text);
    replaceText(summary, "");
    return;
  }
  const { explanation } = verdict;
  if (explanation.mode === "strict" && explanation.strict_gave_up) {
    host.className = "unknown";
    replaceText(host, "Not known: the event reaches the same paths through too many arrays.");
  } else if (explanation.disagreement !== undefined) {
    host.className = explanation.verdict ? "differs yes" : "differs no";
    replaceText(host, sentence(explanation.disagreement.headline));
  } else {
    host.className = explanation.verdict ? "yes" : "no";
    const only = explanation.strict_gave_up ? " (flattened; EventBridge today: not known)" : "";
    replaceText(host, (explanation.verdict ? "✓ Match" : "✗ No match") + only);
  }
  replaceText(summary, explanation.summary[explanation.mode].text);
}

/** Whether what is to be shown is what is shown: making it again takes longer than finding it. */
function isThere(host: HTMLElement, what: unknown): boolean {
  const key = JSON.stringify(what);
  const same = there.get(host) === key;
  there.set(host, key);
  return same;
}

const there = new WeakMap<HTMLElement, string>();

/** Sets the text where it is another, so that a screen reader does not say the same again. */
function replaceText(host: HTMLElement, text: string): void {
  if (host.textContent !== text) host.textContent = text;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function bar(side: PatternSide | EventSide, which: "pattern" | "event", host: HTMLElement, act: Actions): void {
  const parts: Child[] = [];
  if (side.takenFor !== null) parts.push(element("span", "taken", `Recognised as ${side.takenFor}`));
  if (side.choices.length > 1) {
    const select = element("select");
    select.setAttribute("aria-label", which === "pattern" ? "Which pattern" : "Which event");
    side.choices.forEach((choice, index) => {
      const option = element("option", "", choice);
      option.value = String(index);
      option.selected = index === side.pick;
      select.append(option);
    });
    select.addEventListener("change", () => act.pick(which, Number(select.value)));
    parts.push(select);
  }
  const { text } = side;
  if (side.takenFor !== null && text !== null) {
    parts.push(button(`Show just the ${which}`, () => act.replace(which, text)));
  }
  const mixedUp = "isEvent" in side ? side.isEvent : side.isPattern;
  if (mixedUp) parts.push(button(which === "pattern" ? "This is an event: swap" : "This is a pattern: swap", () => act.swap()));
  if (isThere(host, [side.takenFor, side.choices, side.pick, mixedUp, text])) return;
  host.replaceChildren(...parts.filter((part) => part !== null && part !== undefined));
}

export function remarks(
  list: readonly Remark[], notes: readonly string[], which: "pattern" | "event", host: HTMLElement, act: Actions,
): void {
  if (isThere(host, [list, notes])) return;
  const rows = list.map((remark) => {
    const { fix, help, code } = remark;
    return element(
      "li", remark.severity,
      element("strong", "", `${remark.severity}: `),
      button(remark.message, () => act.showRemark(which, remark), "link"),
      code === null ? null : element("code", "code", code),
      help === null ? null : element("p", "help", `help: ${help}`),
      fix === null || which === "event" ? null : button(fixLabel(fix.insert), () => act.fix(fix), "fix"),
    );
  });
  host.replaceChildren(...rows, ...notes.map((note) => element("li", "note", note)));
}

/** The conditions that are shown. Their places change with every keystroke, and what is said of them does not. */
let current: readonly ConditionView[] = [];

export function explanation(live: Live, host: HTMLElement, act: Actions): void {
  const { verdict } = live;
  current = verdict?.conditions ?? [];
  const placeless = (name: string, value: unknown) => (["from", "to", "span", "line", "column"].includes(name) ? undefined : value);
  const said = JSON.stringify([verdict?.conditions, verdict?.explanation.disagreement], placeless);
  if (isThere(host, said)) return;
  if (verdict === null) {
    host.replaceChildren();
    return;
  }
  const { conditions, explanation } = verdict;
  const rows = conditions.map((condition, index) => row(condition, index, act));
  const parts: Node[] = [element("h2", "", "Conditions"), element("ul", "conditions", ...rows)];
  if (explanation.disagreement !== undefined) {
    parts.push(...disagreement(explanation.disagreement, conditions));
  }
  host.replaceChildren(...parts);
}

function row(condition: ConditionView, index: number, act: Actions): HTMLLIElement {
  const [sign, word] = MARKS[condition.mark];
  const now = () => current[index] ?? condition;
  const name = button(condition.path, () => act.showCondition(now()), "link path");
  name.addEventListener("focus", () => act.light(now()));
  const values = condition.values.map((value) => {
    const where = value.path === null ? "" : ` at ${value.path}`;
    return element("li", value.accepted ? "accepted" : "refused", `${value.accepted ? "✓" : "✗"} ${value.text}${where}`);
  });
  if (condition.more > 0) values.push(element("li", "", `and ${condition.more} more`));
  const hints = condition.hints.map(({ message, instead, fix, code }, number) =>
    element(
      "p", "hint",
      element("strong", "", "hint: "), message,
      instead === null ? null : `; instead: ${instead} `,
      element("code", "code", code),
      fix === null ? null : button(fixLabel(fix.insert), () => act.fix(now().hints[number]?.fix ?? fix), "fix"),
    ));
  const made = element(
    "li", condition.mark,
    element("span", "sign", sign), element("span", "visually-hidden", `${word}: `),
    name, element("span", "asks", ` asks for ${condition.asks}`),
    element("ul", "values", ...values), ...hints,
  );
  made.addEventListener("mouseenter", () => act.light(now()));
  return made;
}

function disagreement(told: Disagreement, conditions: readonly ConditionView[]): Node[] {
  const columns = told.witnesses.map(({ condition }) => conditions[condition]?.path ?? "");
  const head = element("tr", "", element("th", "", told.array ?? "element"), ...columns.map((path) => element("th", "", path)));
  head.querySelectorAll("th").forEach((cell) => cell.setAttribute("scope", "col"));
  const rows = told.elements.map((row) => {
    const label = row.element.label === null ? "" : ` (${row.element.label})`;
    const first = element("th", "", `[${row.element.index}]${label}`);
    first.setAttribute("scope", "row");
    const cells = row.cells.map(({ holds, value, more }) => {
      const text = `${holds ? "✓" : "✗"} ${value === undefined ? "absent" : shown(value)}${more > 0 ? ` and ${more} more` : ""}`;
      return element("td", holds ? "accepted" : "refused", text);
    });
    return element("tr", "", first, ...cells);
  });
  const table = element("table", "", element("thead", "", head), element("tbody", "", ...rows));
  const scroll = element("div", "scroll", table);
  // What scrolls can be reached by keyboard.
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Elements of the array");
  return [
    element("h2", "", "Where the modes differ"),
    element("p", "", `${sentence(told.why)}.`.replace(/\.\.$/, ".")),
    scroll,
    told.more_elements > 0 ? element("p", "", `and ${told.more_elements} more elements`) : document.createTextNode(""),
    element("h2", "", "Ways out"),
    element("ol", "", ...told.ways_out.map((way) => element("li", "", way))),
  ];
}

const shown = (value: Json) => (typeof value === "string" ? JSON.stringify(value) : String(value));

const KINDS = { match: "match", "near-miss": "near miss", boundary: "edge" } as const;

export function chips(list: readonly Chip[], host: HTMLElement, choose: (chip: Chip) => void): void {
  const parts: Node[] = list.map((chip) => {
    const last = chip.path.split(".").at(-1) ?? "";
    const value = chip.path === "" ? "" : ` ${last} ${chip.value ?? "absent"}`;
    const text = `${chip.matches ? "✓" : "✗"} ${KINDS[chip.kind]}${value}`;
    const made = button(text.length > 60 ? `${text.slice(0, 59)}…` : text, () => choose(chip), chip.matches ? "chip yes" : "chip no");
    made.title = chip.path;
    return made;
  });
  if (parts.length > 0) parts.unshift(element("h2", "", "Events to try"));
  host.replaceChildren(...parts);
}
