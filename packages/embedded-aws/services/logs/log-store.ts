import type { Clock } from "@batchline/clock";
import { type LogEvent, StreamFiles } from "./stream-files.ts";

export interface StoredEvent extends LogEvent {
  /** Increases with each event, over all streams. */
  readonly order: number;
  readonly ingestionTime: number;
}

export class LogStream {
  readonly name: string;
  readonly createdAt: number;
  /** Whether the order of arrival is the order of time. */
  isSorted = false;
  #events: StoredEvent[] | undefined;
  readonly #load: () => StoredEvent[];

  /** @param load Returns the events of earlier sessions. */
  constructor(name: string, createdAt: number, load: () => StoredEvent[]) {
    this.name = name;
    this.createdAt = createdAt;
    this.#load = load;
  }

  /** In the order of their arrival. `eventsOf` has them in the order of time. */
  get events(): StoredEvent[] {
    this.#events ??= this.#load();
    return this.#events;
  }
}

/** A stream's events in the order of time. */
export function eventsOf(stream: LogStream): readonly StoredEvent[] {
  if (!stream.isSorted) stream.events.sort((a, b) => a.timestamp - b.timestamp || a.order - b.order);
  stream.isSorted = true;
  return stream.events;
}

export interface LogGroup {
  readonly name: string;
  readonly createdAt: number;
  /** Events are kept as long as their file; on AWS they expire. */
  retentionDays: number | undefined;
  isProtected: boolean;
  tags: Record<string, string>;
  readonly kmsKeyId: string | undefined;
  readonly streams: Map<string, LogStream>;
}

/** Settings that have no effect but to be shown. */
export interface GroupSettings {
  readonly kmsKeyId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Log groups, their streams and events. Each stream is a text file, which the next session finds again. */
export class LogStore {
  readonly groups = new Map<string, LogGroup>();
  readonly #files: StreamFiles;
  protected readonly clock: Clock;
  /** The streams of groups that were deleted. */
  readonly #deleted = new Map<string, ReadonlySet<string>>();
  #order = 0;

  constructor(dir: string, clock: Clock) {
    this.#files = new StreamFiles(dir);
    this.clock = clock;
  }

  hasGroup(name: string): boolean {
    return this.groups.has(name);
  }

  createGroup(name: string, retentionDays?: number, { kmsKeyId, tags = {} }: GroupSettings = {}): LogGroup {
    const existing = this.groups.get(name);
    if (existing !== undefined) return existing;
    const group: LogGroup = {
      ...{ name, createdAt: this.clock.now(), streams: new Map(), retentionDays, isProtected: false },
      ...{ kmsKeyId, tags: { ...tags } },
    };
    this.groups.set(name, group);
    for (const { name: stream, createdAt } of this.#files.streamsOf(name))
      group.streams.set(stream, new LogStream(stream, createdAt, () => this.#stored(name, stream)));
    this.#deleted.delete(name);
    return group;
  }

  createStream(groupName: string, name: string): LogStream {
    const { streams } = this.createGroup(groupName);
    const existing = streams.get(name);
    if (existing !== undefined) return existing;
    const stream = new LogStream(name, this.clock.now(), () => []);
    streams.set(name, stream);
    this.#files.add({ group: groupName, name, createdAt: stream.createdAt });
    return stream;
  }

  /** Deletes a group with its streams and their files, if it exists. */
  deleteGroup(name: string): void {
    const group = this.groups.get(name);
    if (group === undefined) return;
    this.#deleted.set(name, new Set(group.streams.keys()));
    for (const stream of group.streams.keys()) this.deleteStream(name, stream);
    this.groups.delete(name);
  }

  deleteStream(groupName: string, name: string): void {
    this.groups.get(groupName)?.streams.delete(name);
    this.#files.remove(groupName, name);
  }

  /**
   * Adds events in order of time. Creates group and stream if needed, as the awslogs driver does. What a container still writes to a
   * stream of a deleted group is lost.
   */
  put(groupName: string, streamName: string, events: readonly LogEvent[]): void {
    if (events.length === 0 || this.#deleted.get(groupName)?.has(streamName)) return;
    const stream = this.createStream(groupName, streamName);
    const ingestionTime = this.clock.now();
    for (const { timestamp, message } of events) {
      if (timestamp < (stream.events.at(-1)?.timestamp ?? 0)) stream.isSorted = false;
      stream.events.push({ timestamp, message, ingestionTime, order: this.#order++ });
    }
    this.#files.append(groupName, streamName, events);
  }

  fileOf(groupName: string, streamName: string): string {
    return this.#files.fileOf(groupName, streamName);
  }

  /** The events of a stream from earlier sessions. */
  #stored(groupName: string, streamName: string): StoredEvent[] {
    return this.#files
      .read(groupName, streamName)
      .map((event) => ({ ...event, ingestionTime: event.timestamp, order: this.#order++ }));
  }
}

/** The name in a log group's ARN, which may end with `:*`; undefined for any other ARN. */
export function logGroupName(arn: string): string | undefined {
  return /:log-group:(.+?)(:\*)?$/.exec(arn)?.[1];
}
