// The two editors. Each lives in a shadow root, where its styles need no exception from the policy.
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, diagnosticCount, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Range, Remark } from "./model.js";

/** A range with the classes that show what it is. */
export interface Marked extends Range {
  classes: string;
  /** What a person hears or reads about it. */
  title: string;
}

const setMarks = StateEffect.define<Marked[]>();
const setLit = StateEffect.define<Range[]>();

function decorations(effect: typeof setMarks | typeof setLit, make: (one: never) => Decoration) {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(set, transaction) {
      let next = set.map(transaction.changes);
      for (const one of transaction.effects) {
        if (!one.is(effect as typeof setMarks)) continue;
        const length = transaction.newDoc.length;
        const inside = one.value.filter(({ from, to }) => from < to && to <= length);
        const ranges = inside.map((range) => make(range as never).range(range.from, range.to));
        next = Decoration.set(ranges, true);
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}

const marks = decorations(setMarks, (one: Marked) => Decoration.mark({ class: one.classes, attributes: { title: one.title } }));
const lit = decorations(setLit, () => Decoration.mark({ class: "cm-lit" }));

const theme = EditorView.theme({
  "&": { height: "100%", fontSize: "0.85rem", color: "var(--ink)", backgroundColor: "var(--paper)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--gutter)", color: "var(--faint)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--active)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection) !important" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--bracket)", outline: "none" },
  ".cm-held": { backgroundColor: "var(--held)" },
  ".cm-failed": { backgroundColor: "var(--failed)", textDecoration: "underline wavy var(--failed-line)" },
  ".cm-apart": { backgroundColor: "var(--apart)", textDecoration: "underline dotted var(--apart-line)" },
  ".cm-not-reached": { opacity: "0.7" },
  ".cm-lit": { outline: "2px solid var(--accent)", borderRadius: "2px" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", maxWidth: "32rem" },
  ".cm-tooltip.cm-tooltip-hover": { padding: "0.4rem 0.6rem" },
  ".cm-tip p": { margin: "0 0 0.25rem" },
  // Signs and lines of ours: the pictures that the package has would need an exception from the policy.
  ".cm-lint-marker-error, .cm-lint-marker-warning, .cm-lint-marker-info": { content: "normal" },
  ".cm-lint-marker-error::before": { content: '"✗"', color: "var(--failed-ink)" },
  ".cm-lint-marker-warning::before": { content: '"!"', color: "var(--apart-ink)", fontWeight: "bold" },
  ".cm-lint-marker-info::before": { content: '"i"', color: "var(--faint)" },
  ".cm-lintRange-error, .cm-lintRange-warning, .cm-lintRange-info, .cm-lintRange-hint": { backgroundImage: "none" },
  ".cm-lintRange-error": { textDecoration: "underline wavy var(--failed-line)" },
  ".cm-lintRange-warning": { textDecoration: "underline wavy var(--apart-line)" },
  ".cm-lintRange-info": { textDecoration: "underline dotted var(--faint)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--failed-line)" },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--key)" },
  { tag: tags.string, color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
  { tag: [tags.punctuation, tags.brace, tags.squareBracket], color: "var(--faint)" },
]);

export interface Handlers {
  changed(text: string): void;
  /** The cursor or the pointer is at a place. */
  at(position: number): void;
  /** What to show where the pointer rests. */
  tip(position: number): { range: Range; lines: string[] } | undefined;
}

export class Editor {
  #view: EditorView;

  constructor(host: HTMLElement, label: string, text: string, handlers: Handlers) {
    const root = host.attachShadow({ mode: "open" });
    const tips = hoverTooltip((_view, position) => {
      handlers.at(position);
      const tip = handlers.tip(position);
      if (tip === undefined) return null;
      return {
        pos: tip.range.from,
        end: tip.range.to,
        above: true,
        create: () => {
          const dom = document.createElement("div");
          dom.className = "cm-tip";
          for (const line of tip.lines) dom.appendChild(document.createElement("p")).textContent = line;
          return { dom };
        },
      };
    });
    const state = EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        json(),
        syntaxHighlighting(colours),
        marks,
        lit,
        tips,
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) handlers.changed(update.state.doc.toString());
          if (update.selectionSet && update.view.hasFocus) handlers.at(update.state.selection.main.head);
        }),
        theme,
      ],
    });
    this.#view = new EditorView({ state, parent: root, root });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    const { length } = this.#view.state.doc;
    this.#view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: 0 } });
  }

  change({ from, to }: Range, insert: string): void {
    this.#view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
    this.#view.focus();
  }

  /** Shows marks and remarks; in one change, and in none where they are there already. */
  annotate(list: Marked[], remarks: Remark[]): void {
    const { state } = this.#view;
    const pieces = this.#pieces(list);
    const effects: StateEffect<unknown>[] = [];
    if (!this.#hasMarks(pieces)) effects.push(setMarks.of(pieces));
    if (state.field(lit).size > 0) effects.push(setLit.of([]));
    const diagnostics = this.#diagnostics(remarks);
    if (diagnostics.length + diagnosticCount(state) > 0) {
      const told = setDiagnostics(state, diagnostics).effects;
      effects.push(...[told ?? []].flat());
    }
    if (effects.length > 0) this.#view.dispatch({ effects });
  }

  /** Line by line, and without the white space around what is there. */
  #pieces(list: Marked[]): Marked[] {
    const { doc } = this.#view.state;
    return list.flatMap((marked) => {
      if (marked.to > doc.length) return [];
      const pieces: Marked[] = [];
      const last = doc.lineAt(marked.to).number;
      for (let number = doc.lineAt(marked.from).number; number <= last; number += 1) {
        const line = doc.line(number);
        const start = Math.max(marked.from, line.from);
        const text = doc.sliceString(start, Math.min(marked.to, line.to));
        const from = start + text.length - text.trimStart().length;
        pieces.push({ ...marked, from, to: from + text.trim().length });
      }
      return pieces;
    });
  }

  /** Whether the editor, which moves its marks with the text, has just these. */
  #hasMarks(pieces: Marked[]): boolean {
    const key = (from: number, to: number, classes: string, title: string) => JSON.stringify([from, to, classes, title]);
    const wanted = pieces.filter(({ from, to }) => from < to).map(({ from, to, classes, title }) => key(from, to, classes, title));
    const there: string[] = [];
    for (const at = this.#view.state.field(marks).iter(); at.value !== null; at.next()) {
      const { class: classes, attributes } = at.value.spec;
      there.push(key(at.from, at.to, classes, attributes.title));
    }
    return wanted.sort().join() === there.sort().join();
  }

  light(list: Range[]): void {
    if (list.length + this.#view.state.field(lit).size > 0) this.#view.dispatch({ effects: setLit.of(list) });
  }

  show({ from, to }: Range): void {
    this.#view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    this.#view.focus();
  }

  #diagnostics(remarks: Remark[]): Diagnostic[] {
    const { length } = this.#view.state.doc;
    const inside = remarks.filter(({ from, to }) => from <= to && to <= length);
    return inside.map((remark): Diagnostic => {
      const { from, to, fix } = remark;
      return {
        from,
        to,
        severity: remark.severity === "note" ? "info" : remark.severity,
        message: [remark.message, remark.help].filter((line) => line !== null).join("\n"),
        ...(remark.code === null ? {} : { source: remark.code }),
        actions: fix === null ? [] : [{ name: fixLabel(fix.insert), apply: () => this.change(fix, fix.insert) }],
      };
    });
  }
}

/** What a button says that makes a change. */
export function fixLabel(insert: string): string {
  return insert.length > 60 ? "Fix" : `Write ${insert}`;
}
