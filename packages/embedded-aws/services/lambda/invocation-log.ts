/** Lambda returns so many bytes of a log. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const tailBytes = 4096;

/** What the runtime writes behind an invocation's lines, on each of its two streams. */
export function endMark(requestId: string): string {
  return `\0${requestId}`;
}

/** The lines of one invocation, for `LogType=Tail`. */
export class InvocationLog {
  readonly #mark: string;
  readonly #lines: string[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #openStreams = 2;

  constructor(requestId: string) {
    this.#mark = endMark(requestId);
  }

  /** Keeps a line. Returns what the function wrote of it; undefined if nothing. */
  take(line: string): string | undefined {
    const isLast = line.endsWith(this.#mark);
    const own = isLast ? line.slice(0, -this.#mark.length) : line;
    if (isLast && --this.#openStreams === 0) this.end();
    if (isLast && own === "") return undefined;
    this.#lines.push(own);
    return own;
  }

  /** No line follows. */
  end(): void {
    this.#ended.resolve();
  }

  /** Resolves to the last 4 KiB, in Base64, with the platform's own lines around the function's. */
  async tail(of: {
    readonly requestId: string;
    readonly version: string;
    readonly memoryMiB: number;
    readonly ms: number;
  }): Promise<string> {
    await this.#ended.promise;
    const { requestId, version, memoryMiB, ms } = of;
    const billed = Math.max(1, Math.ceil(ms));
    const text = [
      `START RequestId: ${requestId} Version: ${version}`,
      ...this.#lines,
      `END RequestId: ${requestId}`,
      `REPORT RequestId: ${requestId}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${billed} ms\tMemory Size: ${memoryMiB} MB\tMax Memory Used: ${memoryMiB} MB\t`,
      "",
    ].join("\n");
    return Buffer.from(text).subarray(-tailBytes).toString("base64");
  }
}
