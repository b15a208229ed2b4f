import { Socket } from "node:net";
import { BadDataError, ItemError, messageOf } from "../errors.ts";
import type { DecoderLoaders } from "./decoding.ts";
import { FrameReader, frame, frameHead } from "./frames.ts";

/** Small parts of an answer are sent together, up to this many bytes. */
const togetherBytes = 32 * 1024;
/** The parent's frames have no limit. */
const any = 2 ** 32;

/**
 * The child's program: does the parent's jobs on `lanes` connections, until the parent closes one or ends. Never returns.
 * @example await serveDecoder(stages.decoders, 2);
 */
export async function serveDecoder(decoders: DecoderLoaders, lanes: number): Promise<void> {
  await Promise.race(Array.from({ length: lanes }, (_, lane) => serveLane(3 + lane, decoders)));
  // Nothing is left to do. An exit would wait for libvips, which may be busy for hours.
  process.kill(process.pid, "SIGKILL");
}

async function serveLane(fd: number, decoders: DecoderLoaders): Promise<void> {
  const socket = new Socket({ fd, readable: true, writable: true });
  socket.on("error", () => undefined);
  const reader = new FrameReader(socket);
  const answer = new Answer(socket);
  await answer.send(frame.ready);
  for (let job = await next(reader); job !== undefined; job = await next(reader)) {
    const input = new JobInput(reader);
    try {
      const { name, settings }: { name: string; settings: never } = JSON.parse(job.body.toString("utf8"));
      const load = decoders[name];
      if (load === undefined) throw new Error(`the workflow lists no decoder ${name} beside its stages`);
      for await (const part of (await load())(settings, input.pieces())) {
        if (part instanceof Uint8Array) await answer.send(frame.bytes, part);
        else await answer.send(frame.value, Buffer.from(JSON.stringify(part)));
      }
      await answer.send(frame.end, usage());
    } catch (error) {
      await answer.send(frame.failure, failure(error));
    }
    await input.discard();
  }
}

async function next(reader: FrameReader) {
  return await reader.next(any).catch(() => undefined);
}

/** The input of one job. */
class JobInput {
  readonly #reader: FrameReader;
  #ended = false;

  constructor(reader: FrameReader) {
    this.#reader = reader;
  }

  async *pieces(): AsyncGenerator<Buffer> {
    while (!this.#ended) {
      const piece = await next(this.#reader);
      if (piece?.type === frame.bytes) yield piece.body;
      else this.#ended = true;
    }
  }

  /** Reads what the job has left. */
  async discard(): Promise<void> {
    for await (const _ of this.pieces());
  }
}

/** Sends frames. Small values wait for each other; everything else is sent at once. */
class Answer {
  readonly #socket: Socket;
  #waiting: Uint8Array[] = [];
  #bytes = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  async send(type: number, body: Uint8Array = Buffer.alloc(0)): Promise<void> {
    this.#waiting.push(frameHead(type, body.length), body);
    this.#bytes += body.length;
    if (type === frame.value && this.#bytes < togetherBytes) return;
    const bytes = Buffer.concat(this.#waiting);
    [this.#waiting, this.#bytes] = [[], 0];
    await new Promise((resolve) => this.#socket.write(bytes, resolve));
  }
}

/** As `usageOf` reads it. */
function usage(): Buffer {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, maxMemoryMiB: Math.round(maxRSS / 1024) };
  return Buffer.from(JSON.stringify(used));
}

/** As `failureOf` reads it. */
function failure(error: unknown): Buffer {
  const said = (kind: string, message: string, stack?: string) =>
    Buffer.from(JSON.stringify({ kind, message: message.slice(0, 4_000), stack: stack?.slice(0, 8_000) }));
  if (error instanceof ItemError) return said("item", error.message);
  if (error instanceof BadDataError) return said("data", error.message);
  return said("bug", messageOf(error), error instanceof Error ? error.stack : undefined);
}
