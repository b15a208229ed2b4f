import type { EmbeddedAws, StartOptions } from "@batchline/embedded-aws";
import pLimit from "p-limit";
import type { DataLocation } from "../../contract/tenants.ts";
import type { TenantObjects } from "../../runs/reproduce/tenant-objects.ts";

type Service = Parameters<NonNullable<StartOptions["intercept"]>>[0];
type Request = Parameters<Service["handle"]>[0];

/** Where a tenant's objects are lent to. */
interface Borrower extends DataLocation {
  readonly s3: EmbeddedAws["s3"];
}

const atOnce = 8;

/** Lends a tenant's objects of a deployed stack to the embedded S3: each is copied when it is first read or listed. */
export class LentObjects {
  readonly #objects: TenantObjects;
  readonly #borrower: () => Borrower | undefined;
  /** Key → its copying, also of objects that do not exist. */
  readonly #asked = new Map<string, Promise<void>>();
  /** Prefix → the last key that was listed. */
  readonly #listed = new Map<string, string>();
  readonly #limit = pLimit(atOnce);
  copied = 0;
  bytes = 0;

  /** @param borrower Undefined until its bucket exists. */
  constructor(objects: TenantObjects, borrower: () => Borrower | undefined) {
    this.#objects = objects;
    this.#borrower = borrower;
  }

  /** Wraps the embedded S3. */
  readonly intercept = (service: Service): Service => {
    if (service.signingName !== "s3") return service;
    const handle: Service["handle"] = async (request) => {
      await this.#lendFor(request);
      return service.handle(request);
    };
    return { ...service, handle };
  };

  async #lendFor({ method, path, query }: Request): Promise<void> {
    const borrower = this.#borrower();
    if (borrower === undefined || !["GET", "HEAD"].includes(method)) return;
    const [, bucket, key = ""] = /^\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
    if (bucket !== borrower.bucket) return;
    const prefix = query.get("prefix") ?? "";
    if (key === "" && prefix.startsWith(borrower.prefix)) await this.#lendPage(prefix, query, borrower);
    if (key !== "") await this.#lend(decodeURIComponent(key), borrower);
  }

  /** A stage reads what it lists, so the page's objects are copied together. */
  async #lendPage(prefix: string, query: URLSearchParams, borrower: Borrower): Promise<void> {
    const isNext = query.has("continuation-token");
    const after = isNext ? this.#listed.get(prefix) : (query.get("start-after") ?? undefined);
    const keys = await this.#objects.keys(prefix, after);
    const last = keys.at(-1);
    if (last !== undefined) this.#listed.set(prefix, last);
    await Promise.all(keys.map((key) => this.#limit(() => this.#lend(key, borrower))));
  }

  #lend(key: string, borrower: Borrower): Promise<void> {
    if (!key.startsWith(borrower.prefix)) return Promise.resolve();
    const lending = this.#asked.get(key) ?? this.#copy(key, borrower);
    this.#asked.set(key, lending);
    return lending;
  }

  async #copy(key: string, { s3, bucket }: Borrower): Promise<void> {
    // The stage has put it itself.
    if (s3.hasObject(bucket, key)) return;
    const object = await this.#objects.get(key);
    if (object === undefined) return;
    await s3.putObject(bucket, key, object.body, object.contentType);
    this.copied += 1;
    this.bytes += object.body.length;
  }
}
