import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { must } from "@batchline/diagnostics";
import type { ContainerLog } from "./container-log.ts";

/** Limit of the wait for output after the container's first process ended. */
const outputGraceMs = 1000;

/** A container as a process group. Its first process is PID 1: it gets the signals, and its end kills the group. */
export class ContainerProcess {
  readonly #child: ChildProcess;
  /** Resolves when the process runs. Rejects with the system's error (`ENOENT`, `EACCES`, …) if it cannot start. */
  readonly started: Promise<void>;
  /** Resolves with the exit code, after the output is read. Never resolves if the process could not start. */
  readonly ended: Promise<number>;

  constructor(spec: {
    /** Program, searched on the environment's PATH, and arguments. */
    readonly command: readonly [string, ...string[]];
    readonly cwd: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly log: ContainerLog;
  }) {
    const [program, ...args] = spec.command;
    const { cwd, environment: env } = spec;
    this.#child = spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.started = once(this.#child, "spawn").then(() => undefined);
    this.ended = this.#follow(spec.log);
  }

  /** Id of the process and of its group. */
  get pid(): number {
    return must(this.#child.pid, "the container has started");
  }

  /** Sends SIGTERM to the first process. */
  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  /** Sends SIGKILL to the group. */
  kill(): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // The group has ended.
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
