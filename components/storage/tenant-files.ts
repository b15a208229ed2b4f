import * as s3 from "@pulumi/aws/s3/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { asset, ComponentResource } from "@pulumi/pulumi";
import { tenantDataPrefix } from "../../contract/object-keys.ts";
import type { Storage } from "./storage.ts";

/** A file that a deployment puts into a tenant's data. */
export interface TenantFile {
  /** The tenant's id. The file of a tenant that is not deployed is left out. @example "acme" */
  readonly tenant: string;
  /** Below the tenant's prefix. @example "supplier/products.xml" */
  readonly key: string;
  /** Its path, relative to the program's folder. @example "samples/products.xml" */
  readonly file: string;
  /** @example "application/xml" */
  readonly contentType: string;
}

interface TenantFilesArgs {
  readonly files: readonly TenantFile[];
  /** The ids of the deployed tenants. @example ["acme"] */
  readonly tenants: readonly string[];
  readonly storage: Pick<Storage, "dataBucket" | "tenantBuckets">;
}

/**
 * Files in tenants' data: an object each.
 * @example new TenantFiles("files", { files: [{ tenant: "acme", key: "supplier/products.xml", file, contentType }], tenants: ["acme"], storage });
 */
export class TenantFiles extends ComponentResource {
  constructor(
    name: string,
    { files, tenants, storage }: TenantFilesArgs,
    options?: ComponentResourceOptions,
  ) {
    super("batchline:storage:TenantFiles", name, {}, options);
    const parent = { parent: this };
    for (const { tenant, key, file, contentType } of files) {
      if (!tenants.includes(tenant)) continue;
      const { bucket } = storage.tenantBuckets[tenant] ?? storage.dataBucket;
      const source = new asset.FileAsset(file);
      const object = { bucket, key: `${tenantDataPrefix(tenant)}${key}`, source, contentType };
      new s3.BucketObjectv2(`${name}-${tenant}/${key}`, object, parent);
    }
    this.registerOutputs({});
  }
}
