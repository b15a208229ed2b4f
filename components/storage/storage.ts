import * as dynamodb from "@pulumi/aws/dynamodb/index.js";
import * as s3 from "@pulumi/aws/s3/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, jsonStringify } from "@pulumi/pulumi";
import type { Tenant } from "../../config/tenants.ts";
import { platformKeys, tenantDataPrefix } from "../../contract/object-keys.ts";
import { runRetentionSeconds } from "../../contract/records.ts";
import { ArgumentChecks } from "../argument-error.ts";
import { PrivateBucket } from "./private-bucket.ts";
import { tenantBucketName, unrenamedBucket } from "./tenant-bucket-name.ts";

interface StorageArgs {
  /** The tenants of `tenants.json`. One with `storage.bucket` gets its own bucket. @example loadTenants("tenants") */
  readonly tenants: readonly Tenant[];
  /** The account, which tenants' own buckets are named after. @example "123456789012" */
  readonly accountId: Input<string>;
  /** @example "eu-central-1" */
  readonly region: string;
  /**
   * Suffix for the names of tenants' own buckets. They are unique in an account and region, so two stacks there with the same tenants
   * need different ones. @default "" @example "-dev"
   */
  readonly tenantBucketSuffix?: string | undefined;
  /**
   * Let Pulumi delete buckets and table with their content. false: they are protected. Then a tenant's own bucket stays when the
   * tenant is removed. @example true
   */
  readonly removable: boolean;
  /** Keep the table restorable to any second of the last 35 days. Costs about $0.20 a GB and month. @example true */
  readonly pointInTimeRecovery: boolean;
}

/**
 * The stores: the platform's bucket, the tenants' data, the table of runs, and `tenants.json`. @throws {ArgumentError}
 * @example new Storage("storage", { tenants: loadTenants("tenants"), accountId, region, removable: false, pointInTimeRecovery: true });
 */
export class Storage extends ComponentResource {
  /** `tenants.json` and `runs/`. */
  readonly platformBucket: s3.Bucket;
  /** The data of all tenants without their own bucket, each under `tenants/<id>/`. */
  readonly dataBucket: s3.Bucket;
  /** Tenant id → its own bucket. */
  readonly tenantBuckets: Readonly<Record<string, s3.Bucket>>;
  /** Runs, chunks and history; see contract/records.ts. */
  readonly table: dynamodb.Table;
  readonly tenantsFile: s3.BucketObjectv2;

  constructor(name: string, args: StorageArgs, options?: ComponentResourceOptions) {
    super("batchline:storage:Storage", name, {}, options);
    validate(name, args);
    const { tenants, removable, pointInTimeRecovery } = args;
    const parent = { parent: this };
    const days = runRetentionSeconds / 86_400;
    const expire = [{ prefix: "runs/", days }];
    this.platformBucket = new PrivateBucket(`${name}-platform`, { removable, expire }, parent).bucket;
    this.dataBucket = new PrivateBucket(`${name}-data`, { removable, restorableDays }, parent).bucket;
    this.tenantBuckets = Object.fromEntries(
      tenants.flatMap(({ id, storage }) => {
        if (storage === undefined) return [];
        const bucketName = tenantBucketName(place(storage.bucket, args));
        const own = { bucketName, removable, restorableDays, outlives: true, tags: { tenant: id } };
        return [[id, new PrivateBucket(`${name}-${id}`, own, parent).bucket]];
      }),
    );
    this.table = new dynamodb.Table(
      `${name}-runs`,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
        ],
        ttl: { enabled: true, attributeName: "expiresAt" },
        pointInTimeRecovery: { enabled: pointInTimeRecovery },
        serverSideEncryption: { enabled: true },
        deletionProtectionEnabled: !removable,
      },
      { ...parent, protect: !removable },
    );
    const { bucket } = this.platformBucket;
    const file = { bucket, key: platformKeys.tenants, contentType: "application/json" };
    const checks = new ArgumentChecks("Storage", name);
    const deployed = tenants.map((tenant) => this.#deployed(tenant, args, checks));
    const content = jsonStringify({ tenants: deployed }, undefined, 1);
    this.tenantsFile = new s3.BucketObjectv2(`${name}-tenants`, { ...file, content }, parent);
    const dataBucket = this.dataBucket.bucket;
    this.registerOutputs({ platformBucket: bucket, dataBucket, table: this.table.name });
  }

  /** The tenant as in `tenants.json`. Its bucket's name is an output. */
  #deployed({ storage, ...tenant }: Tenant, args: StorageArgs, checks: ArgumentChecks) {
    const own = this.tenantBuckets[tenant.id];
    const refuse = (problem: string) =>
      checks.fail("BL-K013", `tenants[${tenant.id}].storage.bucket`, problem);
    const bucket =
      own === undefined || storage === undefined
        ? this.dataBucket.bucket
        : unrenamedBucket(own.bucket, place(storage.bucket, args), refuse);
    return { ...tenant, data: { bucket, prefix: tenantDataPrefix(tenant.id) } };
  }
}

/** A wrong deployment may overwrite tenants' data. Somebody needs to notice. */
const restorableDays = 30;

function place(bucket: string, { tenantBucketSuffix = "", accountId, region }: StorageArgs) {
  return { prefix: `${bucket}${tenantBucketSuffix}`, accountId, region };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const longestBucketName = 63;

function validate(name: string, { tenants, tenantBucketSuffix = "" }: StorageArgs): void {
  const checks = new ArgumentChecks("Storage", name);
  const ids = tenants.map(({ id }) => id);
  if (ids.length > 0) checks.distinct("tenants", ids);
  const form = "expected lower-case letters, digits and dashes, a letter or digit last";
  if (!/^([a-z0-9-]*[a-z0-9])?$/.test(tenantBucketSuffix)) checks.fail("BL-K003", "tenantBucketSuffix", form);
  for (const { id, storage } of tenants) {
    if (storage === undefined) continue;
    const bucket = `${storage.bucket}${tenantBucketSuffix}`;
    const problem = `with the suffix, ${bucket} has ${bucket.length} characters and S3 allows ${longestBucketName}; shorten one`;
    if (bucket.length > longestBucketName) checks.fail("BL-K008", `tenants[${id}].storage.bucket`, problem);
  }
}
