import { createReadStream, existsSync } from "node:fs";
import { appendFile, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

/** A file of JSON values, one per line, to which values are added in the background. */
export class JsonLines<T extends object> {
  readonly #file: string;
  #work = Promise.resolve();
  readonly #waiting: Iterable<T>[] = [];

  /** The file may be missing. */
  constructor(file: string) {
    this.#file = file;
    this.#then(async () => void (await mkdir(dirname(file), { recursive: true })));
  }

  /** The values. Undefined for a line that is not JSON: the process was killed while it wrote. Then replace them. */
  async *read(): AsyncGenerator<T | undefined> {
    if (!existsSync(this.#file)) return;
    for await (const line of createInterface({ input: createReadStream(this.#file, "utf8") }))
      yield parsed<T>(line);
  }

  /** Adds values. They are made and written in parts, a part a turn. A disk that is full costs them, and ends nothing. */
  append(values: Iterable<T>): void {
    this.#waiting.push(values);
    if (this.#waiting.length === 1) this.#then(() => this.#write());
  }

  /** Replaces all values. */
  replace(values: Iterable<T>): void {
    this.#then(async () => {
      const next = `${this.#file}.next`;
      await writeFile(next, "");
      for (const text of parts(values)) await appendFile(next, text);
      await rename(next, this.#file);
    });
  }

  /** Resolves when all is written. */
  written(): Promise<void> {
    return this.#work;
  }

  /** All that waits by then, together: very many executions may end at once. */
  async #write(): Promise<void> {
    for (const text of parts(this.#waiting.splice(0).flatMap((values) => [...values])))
      await appendFile(this.#file, text);
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((cause: Error) => {
      process.emitWarning(`${this.#file} lacks what has just ended: ${cause.message}`);
    });
  }
}

/** Characters that are made in one turn. */
const partLength = 200_000;

/** The lines in parts of some length. */
function* parts(values: Iterable<object>): Generator<string> {
  let text = "";
  for (const value of values) {
    text += `${JSON.stringify(value)}\n`;
    if (text.length < partLength) continue;
    yield text;
    text = "";
  }
  if (text !== "") yield text;
}

function parsed<T>(line: string): T | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
