import { createReadStream, existsSync } from "node:fs";
import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

/** A file of JSON values, one per line, to which values are added in the background. */
export class JsonLines<T extends object> {
  readonly #file: string;
  #work: Promise<void>;

  /** The file may be missing. */
  constructor(file: string) {
    this.#file = file;
    this.#work = mkdir(dirname(file), { recursive: true }).then(() => {});
  }

  /** The values. Undefined for a line that is not JSON: the process was killed while it wrote. Then replace them. */
  async *read(): AsyncGenerator<T | undefined> {
    if (!existsSync(this.#file)) return;
    for await (const line of createInterface({ input: createReadStream(this.#file, "utf8") }))
      yield parsed<T>(line);
  }

  /** Adds values, each made in a turn of its own. A disk that is full costs them, and ends nothing. */
  append(values: Iterable<T>): void {
    this.#then(async () => {
      for (const value of values) await appendFile(this.#file, `${JSON.stringify(value)}\n`);
    });
  }

  /** Replaces all values. */
  replace(values: Iterable<T>): void {
    this.#then(async () => {
      const next = `${this.#file}.next`;
      await writeFile(next, "");
      for (const value of values) await appendFile(next, `${JSON.stringify(value)}\n`);
      await rename(next, this.#file);
    });
  }

  /** Resolves when all is written. */
  written(): Promise<void> {
    return this.#work;
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((cause: Error) => {
      process.emitWarning(`${this.#file} lacks what has just ended: ${cause.message}`);
    });
  }
}

function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
