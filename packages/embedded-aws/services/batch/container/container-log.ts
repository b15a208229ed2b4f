import type { Readable } from "node:stream";
import type { Clock } from "@batchline/clock";
import { LineSplitter } from "./lines.ts";

type LogEvents = { timestamp: number; message: string }[];

/** Receives log events: the embedded CloudWatch Logs. */
export interface LogSink {
  put(group: string, stream: string, events: LogEvents): void;
}

/** Lines are collected for this time, so that a burst needs one call. */
const gatherMs = 50;

/** A container's log stream: lines of stdout and stderr in the order of arrival. */
export class ContainerLog {
  readonly #clock: Clock;
  readonly #put: (events: LogEvents) => void;
  #events: LogEvents = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, put: (events: LogEvents) => void) {
    this.#clock = clock;
    this.#put = put;
  }

  /** Logs `output` until it closes. */
  follow(output: Readable): void {
    const splitter = new LineSplitter();
    output.on("data", (chunk: Buffer) => this.#add(splitter.push(chunk)));
    output.once("close", () => this.#add(splitter.end()));
  }

  /** Puts the collected lines. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#events;
    this.#events = [];
    if (events.length > 0) this.#put(events);
  }

  #add(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const timestamp = this.#clock.now();
    for (const message of lines) this.#events.push({ timestamp, message });
    this.#timer ??= setTimeout(() => this.flush(), gatherMs);
  }
}
