/** CloudWatch Logs takes events of at most 262,144 bytes, 26 of which it counts for itself. */
const longestLineBytes = 262_144 - 26;
const newline = 0x0a;

/**
 * Cuts a stream of bytes into lines, wherever the chunks end. A byte below 0x80 is never part of a longer UTF-8
 * character, so lines are cut before they are decoded. Empty lines are left out, as the awslogs driver does; a line that is
 * too long for one log event becomes several.
 */
export class LineSplitter {
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** The lines that `chunk` completes. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      lines.push(...this.end());
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
    while (this.#restBytes > longestLineBytes) lines.push(this.#takeLongest());
    return lines;
  }

  /** What is left when the stream ends without a newline. */
  end(): string[] {
    const lines: string[] = [];
    while (this.#restBytes > longestLineBytes) lines.push(this.#takeLongest());
    const line = this.#take().toString("utf8").replace(/\r$/, "");
    if (line !== "") lines.push(line);
    return lines;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#rest.push(bytes);
    this.#restBytes += bytes.length;
  }

  #take(): Buffer {
    const all = this.#rest.length === 1 ? this.#rest[0] : undefined;
    const bytes = all ?? Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    return bytes;
  }

  #takeLongest(): string {
    const bytes = this.#take();
    let cut = longestLineBytes;
    // 10xxxxxx continues a character: cut before its first byte. Bytes that are no UTF-8 at all are cut where they are.
    while (cut > longestLineBytes - 4 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut--;
    this.#keep(bytes.subarray(cut));
    return bytes.toString("utf8", 0, cut);
  }
}
