import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { env } from "../contract/env.ts";
import { originalsPrefix, platformKeys, tenantDataPrefix } from "../contract/keys.ts";
import { BundledFunction, type FunctionArgs } from "./bundled-function.ts";
import { recordAccess } from "./record-access.ts";
import type { Storage } from "./storage.ts";

export interface MetadataFunctionArgs extends FunctionArgs {
  readonly storage: Storage;
}

/** Plans a run: reads `tenants.json` and the history, writes the chunk manifest, answers with a few facts. */
export class MetadataFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(name: string, args: MetadataFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:MetadataFunction", name, {}, options);
    const { platformBucket, dataBucket, tenantBuckets, table } = args.storage;
    this.function = new BundledFunction(
      name,
      {
        entry: "handlers/metadata.ts",
        title: "metadata",
        description: "Plans the chunks of a run",
        timeoutSeconds: 900,
        memoryMiB: 1_769,
        logRetentionDays: args.logRetentionDays,
        environment: { [env.platformBucket]: platformBucket.bucket, [env.table]: table.name },
        statements: [
          {
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: interpolate`${platformBucket.arn}/${platformKeys.tenants}`,
          },
          {
            Effect: "Allow",
            Action: ["s3:GetObject", "s3:PutObject"],
            Resource: interpolate`${platformBucket.arn}/runs/*`,
          },
          // Names of originals, to cut them into chunks: nothing else of what tenants have, and no content.
          {
            Effect: "Allow",
            Action: "s3:ListBucket",
            Resource: [dataBucket, ...Object.values(tenantBuckets)].map(({ arn }) => arn),
            Condition: { StringLike: { "s3:prefix": `${tenantDataPrefix("*")}${originalsPrefix}` } },
          },
          ...recordAccess(table.arn),
        ],
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}
