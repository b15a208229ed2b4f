import type { ChildProcess } from "node:child_process";
import { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { must } from "@batchline/diagnostics";
import { BadConfigError } from "../errors.ts";
import type { Decoding } from "./decoding.ts";
import { type Input, JobFailure, Lane, NonsenseError } from "./lane.ts";
import { kill, type Launch, launch } from "./launch.ts";
import type { Usage } from "./reports.ts";

/** How long to wait for the child's exit code after it closed a connection, in milliseconds. */
const exitMs = 1_000;
/** The most that is kept of what the child writes to its standard error, in characters. */
const keptErrors = 2_000;

/** The child died, or was ended because of what it did. Its message says what the decoder did. @example throw new ChildLostError("crashed (SIGSEGV)", errors); */
export class ChildLostError extends Error {
  /** The last that it wrote to its standard error. */
  readonly errors: string;
  /** Whether this job took too long. */
  readonly timedOut: boolean;

  constructor(message: string, errors = "", timedOut = false) {
    super(message);
    this.errors = errors;
    this.timedOut = timedOut;
  }
}

/** One child process, as its parent sees it: nothing that it sends is trusted. @example for await (const part of new DecoderChild({ command }, 1).run(decoding, {}, [bytes])) console.log(part); */
export class DecoderChild {
  readonly #launch: Launch;
  readonly #process: ChildProcess;
  readonly #lanes: readonly Lane[];
  readonly #idle: Lane[];
  readonly #exit: Promise<Exit>;
  #errors = "";
  /** Why it was ended. */
  #ended: string | undefined;

  /** @param lanes The most jobs at once. */
  constructor(how: Launch, lanes: number) {
    this.#launch = how;
    this.#process = launch(how, lanes);
    this.#process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-keptErrors);
    });
    this.#exit = new Promise((resolve) => {
      this.#process.once("error", ({ message }) => resolve({ words: `failed: ${message}`, byItself: true }));
      this.#process.once("close", (code, signal) => resolve(exitOf(code, signal)));
    });
    this.#lanes = this.#process.stdio.slice(3).map((stream) => {
      if (stream instanceof Duplex) return new Lane(stream);
      throw new Error("Node.js opens a pipe in both directions");
    });
    this.#idle = [...this.#lanes];
  }

  /** What it says to have used. */
  get usage(): Usage {
    const said = this.#lanes.map(({ usage }) => usage);
    return {
      cpuSeconds: Math.max(...said.map(({ cpuSeconds }) => cpuSeconds)),
      maxMemoryMiB: Math.max(...said.map(({ maxMemoryMiB }) => maxMemoryMiB)),
    };
  }

  /** Whether it takes jobs. */
  get isAlive(): boolean {
    return this.#ended === undefined;
  }

  /**
   * The parts of the answer to one job, as they arrive. A caller that takes no more ends the child.
   * @throws {ChildLostError} @throws {BadConfigError} when it cannot start. @throws its failure at the job, and the input's error.
   */
  async *run(decoding: Decoding, settings: unknown, input: Input): AsyncGenerator<unknown> {
    const lane = must(this.#idle.pop(), "there are no more jobs than lanes");
    let timedOut = false;
    let [silent, moves] = [0, 0];
    const tick = decoding.silenceMs / 10;
    const watch = setInterval(() => {
      silent = lane.isChildsTurn && lane.moves === moves ? silent + tick : 0;
      moves = lane.moves;
      if (silent < decoding.silenceMs) return;
      timedOut = true;
      this.end(`worked for ${decoding.silenceMs / 1_000} s without a result`);
    }, tick);
    let isIdle = false;
    try {
      const parts = lane.run(decoding, settings, input);
      for (;;) {
        const next = await parts.next();
        if (next.done !== true) yield next.value;
        else if (next.value === "lost") throw await this.#loss(timedOut);
        else {
          isIdle = true;
          return;
        }
      }
    } catch (error) {
      if (error instanceof JobFailure) {
        isIdle = Array.isArray(input);
        throw error.cause;
      }
      if (!(error instanceof NonsenseError)) throw error;
      this.end(`answered nonsense: ${error.message}`);
      throw await this.#loss(false);
    } finally {
      clearInterval(watch);
      if (isIdle) this.#idle.push(lane);
      else this.end("was given up with another job");
    }
  }

  /** Ends it at once, with all its jobs. */
  end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = why;
    for (const lane of this.#lanes) lane.close();
    kill(this.#process, this.#launch);
  }

  async #loss(timedOut: boolean): Promise<Error> {
    const exit = await Promise.race([this.#exit, delay(exitMs, undefined, { ref: false })]);
    const message = this.#ended ?? exit?.words ?? "closed its connection";
    this.end(message);
    // Before its first job it has seen nothing of a supplier's.
    if (exit?.byItself === true && !this.#lanes.some(({ isReady }) => isReady))
      return new BadConfigError(`the decoder does not start: it ${message}${after(this.#errors)}`);
    return new ChildLostError(message, this.#errors, timedOut);
  }
}

function after(errors: string): string {
  const last = errors.trim().split("\n").at(-1);
  return last ? `: ${last}` : "";
}

/** How the child ended: by itself, or by a signal. */
interface Exit {
  readonly words: string;
  readonly byItself: boolean;
}

function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal === null) return { words: `exited with code ${code}`, byItself: true };
  const words = signal === "SIGKILL" ? "was killed (SIGKILL), as for too much memory" : `crashed (${signal})`;
  return { words, byItself: false };
}
