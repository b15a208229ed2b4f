import pLimit, { type LimitFunction } from "p-limit";
import type { Logger } from "pino";
import { BadDataError, DecoderError, InterruptedError, ItemError } from "../errors.ts";
import { ChildLostError, DecoderChild } from "./child.ts";
import type { Decoding } from "./decoding.ts";
import type { Launch } from "./launch.ts";
import type { Usage } from "./reports.ts";

/** After so many children the stage fails. Each bad image takes two at most. */
const mostChildren = 100;

interface DecoderOptions extends Launch {
  /** The most jobs at once. @example 2 */
  readonly lanes: number;
  /** Aborts when the container must stop. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/**
 * Decodes bytes of suppliers in a child process without credentials. The child starts with the first job. What it answers is limited in
 * size; the caller checks what it says. @example const { decoder } = context;
 */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #lanes: LimitFunction;
  readonly #alone = pLimit(1);
  /** All that were started. The latest for many jobs is `#shared`. */
  readonly #children: DecoderChild[] = [];
  #shared: DecoderChild | undefined;

  constructor(options: DecoderOptions) {
    this.#options = options;
    this.#lanes = pLimit(options.lanes);
  }

  /**
   * The answer about one item: a part that is bytes. When the child is lost, any of its jobs may be the cause, so each gets another try
   * in a child of its own. @throws {ItemError} when that fails, too, or takes too long.
   * @example const webp = await context.decoder.decode(rendering, { width: 320, format: "webp", quality: 80 }, original);
   */
  decode(decoding: Decoding, settings: unknown, bytes: Uint8Array): Promise<Buffer> {
    return this.#lanes(async () => {
      if (this.#options.signal.aborted) throw new InterruptedError();
      try {
        return await onlyPart(this.#sharedChild(), decoding, settings, bytes);
      } catch (error) {
        this.#checkLoss(error);
        if (error.timedOut)
          throw new ItemError(`it cannot be decoded: the decoder ${error.message}`, { cause: error });
      }
      return await this.#alone(async () => {
        const child = this.#start(1);
        try {
          return await onlyPart(child, decoding, settings, bytes);
        } catch (error) {
          this.#checkLoss(error);
          throw new ItemError(`it cannot be decoded: twice the decoder ${error.message}`, {
            cause: error,
          });
        } finally {
          child.end("has done its job");
        }
      });
    });
  }

  /**
   * The parts of the answer about a stream, as they arrive: bytes, or values of JSON. @throws {DecoderError} when the child is lost.
   * @throws {BadDataError} when it takes too long.
   * @example for await (const value of context.decoder.stream(feedDecoding, { format }, bytes)) Line.parse(value);
   */
  async *stream(
    decoding: Decoding,
    settings: unknown,
    input: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<unknown> {
    try {
      yield* this.#sharedChild().run(decoding, settings, input);
    } catch (error) {
      this.#checkLoss(error);
      const message = `the decoder ${error.message}`;
      throw error.timedOut
        ? new BadDataError(message, { cause: error })
        : new DecoderError(message, { cause: error });
    }
  }

  /** What the children say to have used; undefined if there were none. Of a lost child's last jobs nothing is known. */
  get usage(): Usage | undefined {
    const said = this.#children.map(({ usage }) => usage);
    if (said.length === 0) return undefined;
    return {
      cpuSeconds: said.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      maxMemoryMiB: Math.max(...said.map(({ maxMemoryMiB }) => maxMemoryMiB)),
    };
  }

  /** Ends the child, and its jobs. */
  end(): void {
    this.#shared?.end("ended with its stage");
  }

  #sharedChild(): DecoderChild {
    if (this.#shared?.isAlive !== true) this.#shared = this.#start(this.#options.lanes);
    return this.#shared;
  }

  #start(lanes: number): DecoderChild {
    if (this.#options.signal.aborted) throw new InterruptedError();
    if (this.#children.length === mostChildren)
      throw new DecoderError(`the decoder was lost ${mostChildren} times: see the log for the reasons`);
    const child = new DecoderChild(this.#options, lanes);
    this.#children.push(child);
    return child;
  }

  /** Returns for the loss of a child, and throws every other error. A stop of the container may end the child first. */
  #checkLoss(error: unknown): asserts error is ChildLostError {
    if (!(error instanceof ChildLostError)) throw error;
    if (this.#options.signal.aborted) throw new InterruptedError();
    this.#options.log.warn({ reason: error.message, stderr: error.errors }, "the decoder was lost");
  }
}

async function onlyPart(
  child: DecoderChild,
  decoding: Decoding,
  settings: unknown,
  bytes: Uint8Array,
): Promise<Buffer> {
  let answer: Buffer | undefined;
  for await (const part of child.run(decoding, settings, [bytes])) {
    if (answer !== undefined || !Buffer.isBuffer(part)) throw new ChildLostError("answered more than bytes");
    answer = part;
  }
  if (answer === undefined) throw new ChildLostError("answered nothing");
  return answer;
}
