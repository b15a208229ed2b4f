/** The kinds of frames between parent and child. A connection carries one job at a time. */
export const frame = {
  /** Parent: a job begins. JSON: its name and settings. */
  job: 1,
  /** Parent: a piece of the input. Child: a part of the answer, as bytes. */
  bytes: 2,
  /** Child: a part of the answer, as JSON. */
  value: 3,
  /** Parent: the end of the input. Child: the end of the answer. JSON: its `Usage`. */
  end: 4,
  /** Child: the job failed. JSON: a `Failure`. */
  failure: 5,
  /** Child, once: it runs. */
  ready: 6,
} as const;

export interface Frame {
  readonly type: number;
  readonly body: Buffer;
}

/** A type, and the body's length as four bytes. */
const headBytes = 5;

/** The head of a frame, whose body follows. @example socket.write(frameHead(frame.bytes, image.length)); socket.write(image); */
export function frameHead(type: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(headBytes);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(length, 1);
  return head;
}

/**
 * Reads frames from a connection. A body that arrives in one piece is not copied.
 * @example const reader = new FrameReader(socket); const { type, body } = await reader.next(2 ** 20);
 */
export class FrameReader {
  readonly #pieces: AsyncIterator<Buffer>;
  /** Bytes that have arrived and belong to the next frame. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(connection: AsyncIterable<Buffer>) {
    this.#pieces = connection[Symbol.asyncIterator]();
  }

  /** The next frame; undefined at the end of the connection. @throws {RangeError} for a body of more than `maxBytes`. */
  async next(maxBytes: number): Promise<Frame | undefined> {
    const head = await this.#take(headBytes);
    if (head === undefined) return undefined;
    const length = head.readUInt32BE(1);
    if (length > maxBytes) throw new RangeError(`a frame of ${length} bytes, more than ${maxBytes}`);
    const body = await this.#take(length);
    return body === undefined ? undefined : { type: head.readUInt8(0), body };
  }

  async #take(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length < length) {
      const taken = Buffer.allocUnsafe(length);
      let filled = this.#rest.copy(taken);
      for (;;) {
        const next = await this.#pieces.next();
        if (next.done === true) return undefined;
        const copied = next.value.copy(taken, filled);
        filled += copied;
        if (filled < length) continue;
        this.#rest = next.value.subarray(copied);
        return taken;
      }
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }
}
