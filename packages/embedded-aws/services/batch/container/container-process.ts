import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { ContainerLog } from "./container-log.ts";

/** Output of a process that outlived its container's first one is waited for no longer than this. */
const outputGraceMs = 1000;

/**
 * A container as a process group: the first process is the container's PID 1. It gets the signals, and when it ends, so does
 * everything it started.
 */
export class ContainerProcess {
  readonly #child: ChildProcess;
  /** Resolves when the process runs; rejects with the system's error (`ENOENT`, `EACCES`, …) when it cannot be started. */
  readonly started: Promise<void>;
  /** Resolves with the exit code once the process has ended and its output is read; never, when it could not be started. */
  readonly ended: Promise<number>;

  constructor(spec: {
    /** Program and arguments; the program is looked up on the environment's PATH. */
    readonly command: readonly [string, ...string[]];
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly log: ContainerLog;
  }) {
    const [program, ...args] = spec.command;
    this.#child = spawn(program, args, {
      cwd: spec.cwd,
      env: spec.environment,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.started = once(this.#child, "spawn").then(() => undefined);
    this.ended = this.#follow(spec.log);
  }

  /** The id of the process and of its group. Throws before it has started. */
  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("the container has not started");
    return this.#child.pid;
  }

  /** Asks the first process to end: SIGTERM. */
  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  /** Ends the whole group at once: SIGKILL. */
  kill(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // The group is gone already.
    }
  }

  async #follow(log: ContainerLog): Promise<number> {
    const { stdout, stderr } = this.#child;
    const outputs = [stdout, stderr].filter((output) => output !== null);
    const closed = outputs.map((output) => new Promise<void>((done) => output.once("close", () => done())));
    for (const output of outputs) log.follow(output);
    const code = await new Promise<number>((done) => {
      this.#child.once("exit", (exitCode, signal) => {
        done(exitCode ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
    this.kill();
    await Promise.race([Promise.all(closed), delay(outputGraceMs, undefined, { ref: false })]);
    for (const output of outputs) output.destroy();
    log.flush();
    return code;
  }
}
