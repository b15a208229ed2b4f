import type { Readable } from "node:stream";
import type { Clock } from "@batchline/clock";
import { LineSplitter } from "./lines.ts";

/** Where log events go: the embedded CloudWatch Logs. */
export interface LogSink {
  put(group: string, stream: string, events: { timestamp: number; message: string }[]): void;
}

/** Lines are gathered for so long before they are put: one call for a burst, and still at once to a person's eye. */
const gatherMs = 50;

/** One container's log stream, filled from its stdout and stderr in the order in which lines arrive. */
export class ContainerLog {
  readonly #put: (events: { timestamp: number; message: string }[]) => void;
  readonly #clock: Clock;
  #events: { timestamp: number; message: string }[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(spec: {
    readonly sink: LogSink;
    readonly group: string;
    readonly stream: string;
    readonly clock: Clock;
  }) {
    this.#put = (events) => spec.sink.put(spec.group, spec.stream, events);
    this.#clock = spec.clock;
  }

  /** Follows `output` until it ends or is destroyed. */
  follow(output: Readable): void {
    const splitter = new LineSplitter();
    output.on("data", (chunk: Buffer) => this.#add(splitter.push(chunk)));
    output.once("close", () => this.#add(splitter.end()));
  }

  /** Puts what has been gathered. */
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
