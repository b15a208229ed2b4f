import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { DataLocation } from "../../contract/tenants.ts";

/** Lists what is in S3, as far as the function may. */
export class Listing {
  readonly #client: S3Client;

  constructor(client: S3Client) {
    this.#client = client;
  }

  /** The names of all objects under `folder`, which ends in `/`, of a tenant's data: their keys without what is the same for all. In S3's order. */
  async *names(location: DataLocation, folder: string): AsyncGenerator<string> {
    const prefix = `${location.prefix}${folder}`;
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: location.bucket, Prefix: prefix },
    );
    for await (const { Contents = [] } of pages) {
      for (const { Key } of Contents) if (Key !== undefined) yield Key.slice(prefix.length);
    }
  }
}
