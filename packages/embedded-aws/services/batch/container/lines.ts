/** CloudWatch Logs accepts events of at most 262,144 bytes, which include 26 bytes of overhead. */
const longestLineBytes = 262_144 - 26;
const newline = 0x0a;

/**
 * Splits a stream of bytes into lines. A newline byte is never part of a longer UTF-8 character, so lines are split before they are
 * decoded. As in the awslogs driver, empty lines are left out. A line that is too long for a log event becomes several.
 */
export class LineSplitter {
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** Returns the lines that `chunk` completes. */
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

  /** Returns the rest of a stream that ends without a newline. */
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
    const bytes = Buffer.concat(this.#rest);
    this.#rest = [];
    this.#restBytes = 0;
    return bytes;
  }

  #takeLongest(): string {
    const bytes = this.#take();
    let cut = longestLineBytes;
    // 10xxxxxx continues a character: cut before its first byte. Invalid UTF-8 is cut anywhere.
    while (cut > longestLineBytes - 4 && (bytes.readUInt8(cut) & 0xc0) === 0x80) cut--;
    this.#keep(bytes.subarray(cut));
    return bytes.toString("utf8", 0, cut);
  }
}
