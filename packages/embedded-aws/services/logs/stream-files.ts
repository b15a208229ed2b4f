import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

export interface LogEvent {
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly message: string;
}

interface KnownStream {
  readonly group: string;
  readonly name: string;
  readonly createdAt: number;
}

/** Below the folder: a line of JSON for each stream. A file's path does not tell group and stream apart. */
const listFile = ".streams.ndjson";

/** An event begins with its time; its message may have more lines. */
const eventLine = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z) (.*)$/;

/** Streams as text files, for people to read during the run, and for the next session. */
export class StreamFiles {
  readonly #dir: string;
  readonly #list: string;
  #earlier: ReadonlyMap<string, readonly KnownStream[]> | undefined;

  constructor(dir: string) {
    this.#dir = dir;
    this.#list = join(dir, listFile);
  }

  /** The group's streams of earlier sessions. */
  streamsOf(group: string): readonly KnownStream[] {
    this.#earlier ??= Map.groupBy(this.#listed(), (stream) => stream.group);
    const streams = this.#earlier.get(group) ?? [];
    return streams.filter(({ name }) => existsSync(this.fileOf(group, name)));
  }

  add(stream: KnownStream): void {
    mkdirSync(dirname(this.fileOf(stream.group, stream.name)), { recursive: true });
    appendFileSync(this.#list, `${JSON.stringify(stream)}\n`);
  }

  /** Written at once: the last lines of a crashed run matter most. */
  append(group: string, name: string, events: readonly LogEvent[]): void {
    const lines = events.map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}\n`);
    appendFileSync(this.fileOf(group, name), lines.join(""));
  }

  /** In the order of their arrival. */
  read(group: string, name: string): LogEvent[] {
    const events: { timestamp: number; message: string }[] = [];
    const text = readFileSync(this.fileOf(group, name), "utf8");
    for (const line of text.replace(/\n$/, "").split("\n")) {
      const [, time, message] = eventLine.exec(line) ?? [];
      const last = events.at(-1);
      if (time !== undefined && message !== undefined) events.push({ timestamp: Date.parse(time), message });
      else if (last !== undefined) last.message += `\n${line}`;
    }
    return events;
  }

  #listed(): KnownStream[] {
    if (!existsSync(this.#list)) return [];
    const lines = readFileSync(this.#list, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  remove(group: string, name: string): void {
    rmSync(this.fileOf(group, name), { force: true });
  }

  fileOf(group: string, name: string): string {
    return join(this.#dir, ...segments(group), ...segments(`${name}.log`));
  }
}

/** A name as path segments that stay below their folder. */
function segments(name: string): string[] {
  return name
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => segment.replace(/[^\w.[\]$@=-]/g, "_").replace(/^\.+$/, "_"));
}
