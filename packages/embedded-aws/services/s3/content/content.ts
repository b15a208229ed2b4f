import { createHash, hash } from "node:crypto";
import * as fs from "node:fs";
import { type ChecksumAlgorithm, runningChecksum } from "../../../host/gateway/body/checksums.ts";

/** Bytes that S3 has received and may store, with what it computed of them. */
export interface Content {
  readonly size: number;
  /** In hex. */
  readonly md5: string;
  /** Base64 by algorithm, of those that were asked for. */
  readonly checksums: Checksums;
  /** Moves the bytes to a path. Call it at most once. */
  moveTo(path: string): void;
  /** Frees what was not moved. */
  discard(): void;
}

export type Checksums = Readonly<Partial<Record<ChecksumAlgorithm, string>>>;

/** Content of bytes in memory. */
export async function contentOf(
  bytes: Uint8Array,
  algorithms: readonly ChecksumAlgorithm[],
): Promise<Content> {
  const digests = new Digests(algorithms);
  digests.update(bytes);
  return {
    size: bytes.length,
    ...(await digests.end()),
    moveTo: (path) => fs.writeFileSync(path, bytes),
    discard() {},
  };
}

/** The MD5 and the checksums of bytes that come in pieces. */
export class Digests {
  readonly #md5 = createHash("md5");
  readonly #running;

  constructor(algorithms: readonly ChecksumAlgorithm[]) {
    this.#running = [...new Set(algorithms)].map((name) => [name, runningChecksum(name)] as const);
  }

  update(piece: Uint8Array): void {
    this.#md5.update(piece);
    for (const [, running] of this.#running) running.update(piece);
  }

  /** Call it once. */
  async end(): Promise<Pick<Content, "md5" | "checksums">> {
    const all = this.#running.map(async ([name, running]) => [name, await running.digest()] as const);
    return { md5: this.#md5.digest("hex"), checksums: Object.fromEntries(await Promise.all(all)) };
  }
}

/** The MD5 of a text of bytes in hex. */
export function md5OfHex(hex: string): string {
  return hash("md5", Buffer.from(hex, "hex"));
}
