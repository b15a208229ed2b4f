import * as fs from "node:fs";
import type { StoredObject, Tag } from "./stored-object.ts";

export type JournalEntry =
  /** For a bucket that exists: new tags. */
  | {
      readonly op: "createBucket";
      readonly bucket: string;
      readonly created: number;
      readonly tags?: readonly Tag[];
    }
  | { readonly op: "deleteBucket"; readonly bucket: string }
  | { readonly op: "put"; readonly bucket: string; readonly object: StoredObject }
  | { readonly op: "delete"; readonly bucket: string; readonly key: string };

/** The changes of the store, one a line. A single append makes a change permanent. */
export class Journal {
  readonly #file: string;
  #descriptor: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** All entries in order, without a last line that a crash cut off. */
  *read(): Generator<JournalEntry> {
    if (!fs.existsSync(this.#file)) return;
    const lines = fs.readFileSync(this.#file, "utf8").split("\n");
    for (const line of lines.slice(0, -1)) yield JSON.parse(line);
  }

  rewrite(entries: Iterable<JournalEntry>): void {
    const next = `${this.#file}.new`;
    fs.writeFileSync(next, [...entries].map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    fs.renameSync(next, this.#file);
    this.#descriptor = fs.openSync(this.#file, "a");
  }

  append(entry: JournalEntry): void {
    if (this.#descriptor === undefined) throw new Error(`${this.#file} is closed`);
    fs.appendFileSync(this.#descriptor, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
