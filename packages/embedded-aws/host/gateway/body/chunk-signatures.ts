import { hash, timingSafeEqual } from "node:crypto";
import type { Authorization } from "../authorization.ts";
import { signText } from "../signature.ts";
import { uploadErrors } from "./upload-errors.ts";

const emptyHash = hash("sha256", "");

/** Checks the signatures of an upload's chunks. Each is made from the one before it; the first from the request's. */
export class ChunkSignatures {
  readonly #claim: Authorization;
  readonly #secretAccessKey: string;
  #previous: string;

  constructor(claim: Authorization, secretAccessKey: string) {
    this.#claim = claim;
    this.#secretAccessKey = secretAccessKey;
    this.#previous = claim.signature;
  }

  /** Throws SignatureDoesNotMatch. `sha256` is the hash of the chunk's data, in hex. */
  check(sha256: string, signature: string): void {
    this.#compare("AWS4-HMAC-SHA256-PAYLOAD", `${this.#previous}\n${emptyHash}\n${sha256}`, signature);
    this.#previous = signature.toLowerCase();
  }

  /** Call it after the last chunk. Throws SignatureDoesNotMatch, or IncompleteBody for a text that is not a signature. */
  checkTrailers(trailers: Readonly<Record<string, string>>, signature: string | undefined): void {
    if (signature === undefined || !/^[0-9a-f]{64}$/i.test(signature)) throw uploadErrors.malformedChunk();
    const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\n`);
    const sha256 = hash("sha256", lines.join(""));
    this.#compare("AWS4-HMAC-SHA256-TRAILER", `${this.#previous}\n${sha256}`, signature);
  }

  #compare(algorithm: string, text: string, signature: string): void {
    const expected = signText(algorithm, text, this.#claim, this.#secretAccessKey);
    if (!timingSafeEqual(expected, Buffer.from(signature, "hex"))) throw uploadErrors.wrongSignature();
  }
}
