import { createHash, type Hash } from "node:crypto";
import type { ChunkSignatures } from "./chunk-signatures.ts";
import { uploadErrors } from "./upload-errors.ts";

interface Chunked {
  /** The length of all chunks' data, from `x-amz-decoded-content-length`. */
  readonly length: number;
  /** Receives the data. */
  readonly take: (piece: Buffer) => void;
  /** @default chunks are not signed */
  readonly signatures?: ChunkSignatures | undefined;
}

/** Only the last chunk may be smaller. */
const minChunkBytes = 8192;
/** A chunk's size and signature take at most 100 characters, the trailers a few hundred. */
const maxLineBytes = 1024;
const maxTrailerBytes = 8192;

type Expects = "size" | "data" | "end of data" | "trailers";

/**
 * Decodes `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of size 0, trailers. It keeps no data.
 * Throws S3's errors. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class AwsChunkedDecoder {
  readonly #options: Chunked;
  #expects: Expects = "size";
  /** Bytes of a line or of trailers that are not complete. */
  #held = Buffer.alloc(0);
  /** Of the chunk: its number, its size, and how much of it is missing. */
  #chunk = 0;
  #size: number | undefined;
  #missing = 0;
  #received = 0;
  #signature = "";
  #hash: Hash | undefined;

  constructor(options: Chunked) {
    this.#options = options;
  }

  push(piece: Buffer): void {
    let rest = piece;
    while (rest.length > 0) rest = this.#expects === "data" ? this.#data(rest) : this.#framing(rest);
  }

  /** Call it after the last piece. Returns the trailers by their lower-case names. */
  end(): Record<string, string> {
    const text = this.#held.toString("latin1");
    if (this.#expects !== "trailers" || !(text === "\r\n" || text.endsWith("\r\n\r\n")))
      throw uploadErrors.malformedChunk();
    const lines = text.split(/\r?\n/).filter((line) => line !== "");
    const trailers = new Map<string, string>();
    for (const line of lines) {
      const colon = line.indexOf(":");
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
      if (name === "" || trailers.has(name)) throw uploadErrors.malformedTrailer();
      trailers.set(name, line.slice(colon + 1).trim());
    }
    return Object.fromEntries(trailers);
  }

  #data(piece: Buffer): Buffer {
    const data = piece.subarray(0, this.#missing);
    this.#missing -= data.length;
    this.#received += data.length;
    this.#hash?.update(data);
    this.#options.take(data);
    if (this.#missing === 0) this.#expects = "end of data";
    return piece.subarray(data.length);
  }

  /** Takes what is not data. Returns what follows it. */
  #framing(piece: Buffer): Buffer {
    const before = this.#held.length;
    const limit = this.#expects === "trailers" ? maxTrailerBytes : maxLineBytes;
    this.#held = Buffer.concat([this.#held, piece.subarray(0, limit + 1 - before)]);
    if (this.#expects === "trailers") {
      if (this.#held.length > limit) throw uploadErrors.malformedChunk();
      return piece.subarray(this.#held.length - before);
    }
    const end = this.#held.indexOf("\r\n");
    if (end < 0) {
      if (this.#held.length > limit) throw uploadErrors.malformedChunk();
      return piece.subarray(piece.length);
    }
    const line = this.#held.toString("latin1", 0, end);
    this.#held = Buffer.alloc(0);
    if (this.#expects === "size") this.#header(line);
    else this.#finishChunk(line);
    return piece.subarray(end + 2 - before);
  }

  #header(line: string): void {
    const { signatures, length } = this.#options;
    const pattern =
      signatures === undefined ? /^([0-9a-f]{1,16})$/i : /^([0-9a-f]{1,16});chunk-signature=([0-9a-f]{64})$/i;
    const [, digits, signature = ""] = pattern.exec(line) ?? [];
    if (digits === undefined) throw uploadErrors.malformedChunk();
    const size = Number.parseInt(digits, 16);
    this.#chunk++;
    if (size > 0 && this.#size !== undefined && this.#size < minChunkBytes)
      throw uploadErrors.smallChunk(this.#chunk, this.#size);
    if (size === 0 ? this.#received !== length : this.#received + size > length)
      throw uploadErrors.otherLength();
    this.#size = size;
    this.#missing = size;
    this.#signature = signature;
    this.#hash = signatures === undefined ? undefined : createHash("sha256");
    this.#expects = size === 0 ? "trailers" : "data";
    if (size === 0) this.#checkSignature();
  }

  #finishChunk(line: string): void {
    if (line !== "") throw uploadErrors.malformedChunk();
    this.#checkSignature();
    this.#expects = "size";
  }

  #checkSignature(): void {
    if (this.#hash !== undefined) this.#options.signatures?.check(this.#hash.digest("hex"), this.#signature);
  }
}
