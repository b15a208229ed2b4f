import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource, interpolate } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { recordAccess } from "../storage/record-access.ts";
import type { Storage } from "../storage/storage.ts";
import { BundledFunction, type FunctionArgs } from "./bundled-function.ts";

export interface SummaryFunctionArgs extends FunctionArgs {
  readonly storage: Storage;
}

/** Closes a run: folds what became of its chunks into one result a tenant and writes the history. */
export class SummaryFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(name: string, args: SummaryFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:SummaryFunction", name, {}, options);
    const { platformBucket, table } = args.storage;
    this.function = new BundledFunction(
      name,
      {
        entry: "handlers/close/close-handler.ts",
        title: "summary",
        description: "Folds the outcomes of a run into one result a tenant",
        timeoutSeconds: 900,
        memoryMiB: 1_769,
        logRetentionDays: args.logRetentionDays,
        environment: { [env.platformBucket]: platformBucket.bucket, [env.table]: table.name },
        statements: [
          { Effect: "Allow", Action: "s3:GetObject", Resource: interpolate`${platformBucket.arn}/runs/*` },
          ...recordAccess(table.arn),
          // Batch checks both on no narrower resource.
          { Effect: "Allow", Action: ["batch:DescribeJobs", "batch:ListJobs"], Resource: "*" },
        ],
      },
      { parent: this },
    );
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}
