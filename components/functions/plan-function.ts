import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import type { Storage } from "../storage/storage.ts";
import { BundledFunction, type FunctionArgs } from "./bundled-function.ts";
import { planningRights } from "./plan-rights.ts";

export interface MetadataFunctionArgs extends FunctionArgs {
  readonly storage: Storage;
}

/** Plans a run: reads `tenants.json` and the history, writes the chunk manifest, answers with a few facts. */
export class MetadataFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(name: string, args: MetadataFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:MetadataFunction", name, {}, options);
    const { platformBucket, table } = args.storage;
    this.function = new BundledFunction(
      name,
      {
        entry: "handlers/plan/plan-handler.ts",
        title: "metadata",
        description: "Plans the chunks of a run",
        timeoutSeconds: 900,
        memoryMiB: 1_769,
        logRetentionDays: args.logRetentionDays,
        environment: { [env.platformBucket]: platformBucket.bucket, [env.table]: table.name },
        statements: planningRights(args.storage),
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}
