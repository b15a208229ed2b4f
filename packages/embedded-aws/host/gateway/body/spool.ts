import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";

/** What is larger goes to a file. */
const maxMemoryBytes = 256 * 1024;

/** Keeps bytes in memory while they are few, otherwise in a file of `dir`. */
export class Spool {
  readonly #dir: string;
  #pieces: Buffer[] = [];
  #length = 0;
  #file: { readonly path: string; readonly descriptor: number } | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  get length(): number {
    return this.#length;
  }

  /** Whether pieces that were written are still in use. */
  get holdsPieces(): boolean {
    return this.#pieces.length > 0;
  }

  write(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#file === undefined && this.#length <= maxMemoryBytes) this.#pieces.push(piece);
    else writeAll(this.#toFile(), [piece]);
  }

  bytes(): Buffer {
    if (this.#file === undefined) return Buffer.concat(this.#pieces);
    return fs.readFileSync(this.#file.path);
  }

  moveTo(path: string): void {
    if (this.#file === undefined) fs.writeFileSync(path, this.bytes());
    else fs.renameSync(this.#file.path, path);
    this.#close();
  }

  /** Frees what was not moved. */
  discard(): void {
    if (this.#file !== undefined) fs.rmSync(this.#file.path, { force: true });
    this.#close();
    this.#pieces = [];
  }

  #close(): void {
    if (this.#file !== undefined) fs.closeSync(this.#file.descriptor);
    this.#file = undefined;
  }

  #toFile(): number {
    if (this.#file === undefined) {
      fs.mkdirSync(this.#dir, { recursive: true });
      const path = join(this.#dir, randomUUID());
      this.#file = { path, descriptor: fs.openSync(path, "wx", 0o600) };
      writeAll(this.#file.descriptor, this.#pieces);
      this.#pieces = [];
    }
    return this.#file.descriptor;
  }
}

function writeAll(descriptor: number, pieces: readonly Buffer[]): void {
  for (const piece of pieces)
    for (let at = 0; at < piece.length; ) at += fs.writeSync(descriptor, piece, at, piece.length - at);
}
