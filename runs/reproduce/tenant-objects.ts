import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import type { ChunkRecord } from "../../contract/records.ts";
import type { DataLocation } from "../../contract/tenants.ts";

/** An object of a tenant. */
export interface TenantObject {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
}

/** When the stage worked. */
interface WorkTime {
  readonly from: Date;
  readonly to: Date;
}

/**
 * A tenant's objects in a deployed stack, as a stage found them. Those that were put while it worked are left out, because it put them
 * itself: with them it would find its work done. Nothing is written there.
 */
export class TenantObjects {
  readonly #s3: S3Client;
  readonly #data: DataLocation;
  readonly #own: WorkTime;

  constructor(s3: S3Client, data: DataLocation, own: WorkTime) {
    this.#s3 = s3;
    this.#data = data;
    this.#own = own;
  }

  /** Undefined if there is no such object. @param key The whole key, with the tenant's prefix. */
  async get(key: string): Promise<TenantObject | undefined> {
    try {
      const object = new GetObjectCommand({ Bucket: this.#data.bucket, Key: this.#checked(key) });
      const { Body, ContentType: contentType, LastModified } = await this.#s3.send(object);
      // Read in any case: a body that is left unread breaks its connection.
      const body = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return this.#wasThere(key, LastModified) ? { body, contentType } : undefined;
    } catch (cause) {
      if (cause instanceof Error && cause.name === "NoSuchKey") return undefined;
      throw cause;
    }
  }

  /** The keys after `after` that begin with `prefix`: one page, at most 1,000. */
  async keys(prefix: string, after: string | undefined): Promise<string[]> {
    const input = { Bucket: this.#data.bucket, Prefix: this.#checked(prefix), StartAfter: after };
    const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command(input));
    const there = Contents.filter(({ Key = "", LastModified }) => this.#wasThere(Key, LastModified));
    return there.flatMap(({ Key }) => Key ?? []);
  }

  #wasThere(key: string, at: Date | undefined): boolean {
    // Outputs of attempts have names of their own, so those of earlier stages are never this stage's.
    if (at === undefined || key.startsWith(`${this.#data.prefix}runs/`)) return true;
    return at < this.#own.from || at > this.#own.to;
  }

  /** A stage asks for its tenant's objects only; another key would be a fault of this program. */
  #checked(key: string): string {
    if (key.startsWith(this.#data.prefix)) return key;
    throw new RangeError(`${key} is not below ${this.#data.prefix}`);
  }
}

/** From the stage's first start to its end. S3 has whole seconds: what was put in the second of the start may be an input. */
export function workTime({ startedAt, endedAt, tries = [] }: ChunkRecord): WorkTime {
  const first = Date.parse(tries[0]?.startedAt ?? startedAt);
  const from = new Date(Math.ceil(first / 1000) * 1000);
  return { from, to: endedAt === undefined ? new Date() : new Date(endedAt) };
}
