import type { Duplex } from "node:stream";
import type { Decoding } from "./decoding.ts";
import { type Frame, FrameReader, frame, frameHead } from "./frames.ts";
import { failureOf, maxFailureBytes, type Usage, usageOf } from "./reports.ts";

/** What a job decodes: pieces as they arrive, or all of them. */
export type Input = AsyncIterable<Uint8Array> | readonly Uint8Array[];

/** The child broke the protocol, or a limit of its job. */
export class NonsenseError extends Error {}

/** The child failed at a job, and is ready for another one. `cause`: why. */
export class JobFailure extends Error {}

/** The parent's end of a connection, which has one job at a time. */
export class Lane {
  readonly #socket: Duplex;
  readonly #reader: FrameReader;
  #ready = false;
  #moves = 0;
  #asks = false;
  #waitsForInput = false;
  #inputError: Error | undefined;
  #usage: Usage = { cpuSeconds: 0, maxMemoryMiB: 0 };

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#reader = new FrameReader(socket);
    // Its reader and writers get the error, too.
    socket.on("error", () => undefined);
  }

  /** Whether it is the child's turn: the caller wants an answer, and the child has all input that there is. */
  get isChildsTurn(): boolean {
    return this.#asks && !this.#waitsForInput;
  }

  /** Rises with each piece that the child took, and each part that it sent. */
  get moves(): number {
    return this.#moves;
  }

  /** Whether the child has started. */
  get isReady(): boolean {
    return this.#ready;
  }

  /** What the child had used at the end of the last answer. */
  get usage(): Usage {
    return this.#usage;
  }

  close(): void {
    this.#socket.destroy();
  }

  /**
   * The parts of the answer, as they arrive. It ends early when the connection does. Input is sent as fast as the child reads it.
   * @throws {JobFailure} @throws {NonsenseError} @throws the input's error; then the connection is closed.
   */
  async *run(
    { name, maxPartBytes, maxBytes }: Decoding,
    settings: unknown,
    input: Input,
  ): AsyncGenerator<unknown, "ended" | "lost"> {
    this.#inputError = undefined;
    const sent = this.#send(Buffer.from(JSON.stringify({ name, settings })), input);
    let left = maxBytes;
    for (;;) {
      const answer = await this.#asking(this.#next(maxPartBytes));
      if (answer === undefined) return "lost";
      this.#moves++;
      const { type, body } = answer;
      if (type === frame.bytes || type === frame.value) left -= body.length;
      if (left < 0) throw new NonsenseError(`an answer of more than ${maxBytes} bytes`);
      if (type === frame.bytes) yield body;
      else if (type === frame.value) yield parsed(() => JSON.parse(body.toString("utf8")));
      else if (type === frame.ready && !this.#ready) this.#ready = true;
      else if (type === frame.end || type === frame.failure) {
        if (type === frame.end) this.#usage = parsed(() => usageOf(body));
        const failure = type === frame.failure ? parsed(() => failureOf(body)) : undefined;
        // The child reads the rest of a failed job's input. A stream's rest may be long.
        if (failure === undefined || Array.isArray(input)) await this.#asking(sent);
        if (failure !== undefined) throw new JobFailure("", { cause: failure });
        return this.#socket.destroyed ? "lost" : "ended";
      } else throw new NonsenseError(`a frame of type ${type}`);
    }
  }

  /** Waits for what the child does next. @throws the input's error. */
  async #asking<T>(step: Promise<T>): Promise<T> {
    this.#asks = true;
    const taken = await step;
    this.#asks = false;
    if (this.#inputError !== undefined) throw this.#inputError;
    return taken;
  }

  async #next(maxPartBytes: number): Promise<Frame | undefined> {
    try {
      return await this.#reader.next(Math.max(maxPartBytes, maxFailureBytes));
    } catch (cause) {
      if (cause instanceof RangeError) throw new NonsenseError(cause.message, { cause });
      // The connection broke.
      return undefined;
    }
  }

  async #send(job: Buffer, input: Input): Promise<void> {
    let open = await this.#write(frame.job, job);
    try {
      this.#waitsForInput = true;
      for await (const piece of input) {
        this.#waitsForInput = false;
        open &&= await this.#write(frame.bytes, piece);
        if (!open) return;
        this.#moves++;
        this.#waitsForInput = true;
      }
      await this.#write(frame.end, Buffer.alloc(0));
    } catch (error) {
      this.#inputError = error instanceof Error ? error : new Error(String(error));
      this.close();
    } finally {
      this.#waitsForInput = false;
    }
  }

  /** False when the connection is broken, which the reader notices, too. */
  #write(type: number, body: Uint8Array): Promise<boolean> {
    return new Promise((resolve) => {
      this.#socket.cork();
      this.#socket.write(frameHead(type, body.length));
      this.#socket.write(body, (error) => resolve(error === undefined || error === null));
      this.#socket.uncork();
    });
  }
}

/** What the child's bytes say. @throws {NonsenseError} when they cannot be read. */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new NonsenseError("an answer that cannot be parsed", { cause });
  }
}
