// Asks the worker. Of questions of one kind only the newest is waited for.
import type { Answer, Chip, Input, Live, Question, Remark } from "./model.js";

type Kind = Question["kind"];
type Unsent = Question extends infer Q ? (Q extends Question ? Omit<Q, "id"> : never) : never;

/** How long a question may take before the worker is restarted, in milliseconds. */
const PATIENCE = 10_000;

/** The question was overtaken by another of its kind. */
export class Overtaken extends Error {}

export class Engine {
  /** How long the last verdict took in the worker, in milliseconds. */
  took = 0;
  #worker = start();
  #next = 0;
  #waiting = new Map<Kind, { id: number; reject: (error: Error) => void }>();

  async live(input: Input): Promise<Live> {
    return this.#ask<Live>({ kind: "live", input });
  }

  findings(pattern: string): Promise<Remark[]> {
    return this.#ask({ kind: "findings", pattern });
  }

  chips(pattern: string, pick: number, strict: boolean): Promise<Chip[]> {
    return this.#ask({ kind: "chips", pattern, pick, strict });
  }

  markdown(input: Input): Promise<string | null> {
    return this.#ask({ kind: "markdown", input });
  }

  #ask<T>(unsent: Unsent): Promise<T> {
    const { kind } = unsent;
    this.#waiting.get(kind)?.reject(new Overtaken());
    const id = this.#next++;
    const worker = this.#worker;
    return new Promise<T>((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        worker.removeEventListener("message", listen);
        if (this.#waiting.get(kind)?.id === id) this.#waiting.delete(kind);
      };
      const listen = ({ data }: MessageEvent<Answer>) => {
        if (data.id !== id) return;
        done();
        if ("error" in data) return reject(new Error(data.error));
        if (kind === "live") this.took = data.milliseconds;
        resolve(JSON.parse(data.json));
      };
      const timer = setTimeout(() => {
        done();
        if (worker === this.#worker) {
          worker.terminate();
          this.#worker = start();
        }
        reject(new Error("this takes too long and was given up"));
      }, PATIENCE);
      const overtaken = (error: Error) => {
        done();
        reject(error);
      };
      this.#waiting.set(kind, { id, reject: overtaken });
      worker.addEventListener("message", listen);
      worker.postMessage({ id, ...unsent } as Question);
    });
  }
}

function start(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
}
