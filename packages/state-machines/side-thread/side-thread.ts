import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Evaluation } from "../expressions/expressions.ts";
import { longestEvaluation } from "../expressions/limits.ts";
import { AbortedError } from "../state-error.ts";
import type { Answers, Exceeded, Work } from "./work.ts";

/** In MB. A single value is bounded before, as AWS does; this bounds all that there is at once. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

/** Milliseconds. An evaluation looks at its own time first; a regular expression cannot. */
const longestWork = { evaluate: longestEvaluation + 1000, check: 30_000 };

/** Milliseconds after which an idle thread ends. */
const longestIdle = 60_000;

interface Piece {
  readonly work: Work;
  settle(answer: Answers[Work["kind"]] | Exceeded): void;
  fail(cause: unknown): void;
}

/**
 * A thread for work that would hold the process, or fill its memory. It does one piece after another, starts at the first and
 * anew after one that broke a limit. An idle one does not keep the process alive.
 * @example
 * const thread = new SideThread();
 * await thread.evaluate({ source: "$sum([1..1000])", variables: {}, now: Date.now() }); // { json: "500500" }
 * await thread.close();
 */
export class SideThread {
  readonly #longest: Readonly<Record<Work["kind"], number>>;
  readonly #waiting: Piece[] = [];
  #current: Piece | undefined;
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param longest Milliseconds for a piece of work. @default 6 seconds to evaluate, 30 to check */
  constructor(longest: Partial<Record<Work["kind"], number>> = {}) {
    this.#longest = { ...longestWork, ...longest };
  }

  /** Evaluates an expression. */
  evaluate({ variables, ...rest }: Evaluation): Promise<Answers["evaluate"] | Exceeded> {
    return this.#do({ ...rest, kind: "evaluate", variables: JSON.stringify(variables) });
  }

  /** Every problem of a definition's text, warnings included. */
  check(definition: string): Promise<Answers["check"] | Exceeded> {
    return this.#do({ kind: "check", definition });
  }

  /** Ends the thread. What it has not done is aborted, and what it is given later. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const piece of [this.#current, ...this.#waiting.splice(0)]) {
      piece?.fail(closed());
    }
    this.#current = undefined;
    await worker?.terminate();
  }

  #do<K extends Work["kind"]>(work: Work & { readonly kind: K }): Promise<Answers[K] | Exceeded> {
    if (this.#closed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, settle: resolve as Piece["settle"], fail: reject });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) {
      this.#worker?.unref();
      this.#timer = setTimeout(() => this.#release(), longestIdle).unref();
      return;
    }
    clearTimeout(this.#timer);
    this.#worker ??= this.#start();
    this.#worker.ref();
    const { work } = this.#current;
    this.#timer = setTimeout(() => this.#stopAt("time"), this.#longest[work.kind]);
    this.#worker.postMessage(work);
  }

  #start(): Worker {
    const file = new URL(`./main${extname(import.meta.filename)}`, import.meta.url);
    const worker = new Worker(file, { resourceLimits, env: {}, execArgv: [] });
    worker.on("message", (answer) => {
      if (worker === this.#worker) this.#end((piece) => piece.settle(answer));
    });
    worker.on("error", (cause: NodeJS.ErrnoException) => {
      if (worker !== this.#worker) return;
      if (cause.code === "ERR_WORKER_OUT_OF_MEMORY") this.#stopAt("memory");
      else this.#stopWith((piece) => piece.fail(cause));
    });
    return worker;
  }

  /** Gives the memory back. */
  #release(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
  }

  #stopAt(limit: Exceeded): void {
    this.#stopWith((piece) => piece.settle(limit));
  }

  #stopWith(how: (piece: Piece) => void): void {
    this.#release();
    this.#end(how);
  }

  #end(how: (piece: Piece) => void): void {
    clearTimeout(this.#timer);
    const piece = this.#current;
    this.#current = undefined;
    if (piece !== undefined) how(piece);
    this.#next();
  }
}

const closed = () => new AbortedError("the thread of expressions was closed");
