import { hash, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checksum, computeChecksum } from "./checksums.ts";
import { s3Errors } from "./s3-errors.ts";
import type { NewObject, StoredObject } from "./stored-object.ts";

export interface Part {
  readonly partNumber: number;
  /** In quotes. */
  readonly etag: string;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  readonly checksum: Checksum | undefined;
}

export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: Pick<Checksum, "algorithm" | "type"> | undefined;
  /** What the key had when the upload began. */
  readonly before: StoredObject | undefined;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly parts: Map<number, Part>;
}

type PartReference = Pick<Part, "partNumber" | "etag">;

const minPartSize = 5 * 1024 ** 2;

/** Running multipart uploads, with their parts in files. They end with the process, as the uploading containers do. */
export class MultipartUploads {
  readonly #dir: string;
  readonly #uploads = new Map<string, Upload>();

  constructor(dir: string) {
    this.#dir = dir;
    rmSync(dir, { recursive: true, force: true });
  }

  create(upload: Pick<Upload, "bucket" | "key" | "before" | "headers" | "checksum">): Upload {
    const created = { ...upload, id: randomUUID(), initiated: Date.now(), parts: new Map<number, Part>() };
    this.#uploads.set(created.id, created);
    mkdirSync(join(this.#dir, created.id), { recursive: true });
    return created;
  }

  /** Throws NoSuchUpload, also for the upload of another key. */
  get(id: string | null, bucket: string, key: string): Upload {
    const upload = this.#uploads.get(String(id));
    if (upload?.bucket !== bucket || upload.key !== key) throw s3Errors.noSuchUpload();
    return upload;
  }

  /** The uploads of a bucket, oldest first. */
  in(bucket: string): Upload[] {
    return [...this.#uploads.values()].filter((upload) => upload.bucket === bucket);
  }

  putPart(upload: Upload, partNumber: number, body: Uint8Array, checksum: Checksum | undefined): Part {
    const etag = `"${hash("md5", body)}"`;
    const part = { partNumber, etag, size: body.length, lastModified: Date.now(), checksum };
    writeFileSync(this.#file(upload, partNumber), body);
    upload.parts.set(partNumber, part);
    return part;
  }

  /** Joins the listed parts. Throws InvalidPart, InvalidPartOrder or EntityTooSmall. */
  assemble(upload: Upload, listed: readonly PartReference[]): { object: NewObject; body: Buffer } {
    const parts = this.#listed(upload, listed);
    const body = Buffer.concat(parts.map((part) => readFileSync(this.#file(upload, part.partNumber))));
    const digests = Buffer.concat(parts.map((part) => Buffer.from(bare(part.etag), "hex")));
    const checksum = objectChecksum(upload, parts, body);
    const object: NewObject = {
      key: upload.key,
      size: body.length,
      etag: `"${hash("md5", digests)}-${parts.length}"`,
      headers: upload.headers,
      partSizes: parts.map((part) => part.size),
      ...(checksum !== undefined && { checksum }),
    };
    return { object, body };
  }

  remove(upload: Upload): void {
    this.#uploads.delete(upload.id);
    rmSync(join(this.#dir, upload.id), { recursive: true, force: true });
  }

  #listed(upload: Upload, listed: readonly PartReference[]): Part[] {
    const numbers = [0, ...listed.map(({ partNumber }) => partNumber)];
    const ascending = numbers.every((number, index) => index === 0 || number > Number(numbers[index - 1]));
    if (!ascending) throw s3Errors.invalidPartOrder();
    const parts = listed.map(({ partNumber, etag }) => {
      const part = upload.parts.get(partNumber);
      if (part !== undefined && bare(part.etag) === bare(etag)) return part;
      throw s3Errors.invalidPart(partNumber);
    });
    const small = parts.slice(0, -1).find((part) => part.size < minPartSize);
    if (small !== undefined) throw s3Errors.entityTooSmall(small.partNumber);
    return parts;
  }

  #file(upload: Upload, partNumber: number): string {
    return join(this.#dir, upload.id, String(partNumber));
  }
}

const bare = (etag: string) => etag.replaceAll('"', "");

/** A composite checksum is the checksum of the parts' joined checksums. Undefined if a part has none. */
function objectChecksum(upload: Upload, parts: readonly Part[], body: Buffer): Checksum | undefined {
  if (upload.checksum === undefined) return undefined;
  const { algorithm, type } = upload.checksum;
  if (type === "FULL_OBJECT") {
    const value = computeChecksum(algorithm, body);
    return value === undefined ? undefined : { algorithm, type, value };
  }
  const checksums = parts.flatMap(({ checksum }) =>
    checksum?.algorithm === algorithm ? checksum.value : [],
  );
  if (checksums.length < parts.length) return undefined;
  const joined = Buffer.concat(checksums.map((checksum) => Buffer.from(checksum, "base64")));
  const value = computeChecksum(algorithm, joined);
  return value === undefined ? undefined : { algorithm, type, value: `${value}-${parts.length}` };
}
