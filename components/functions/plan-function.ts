import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import type { BundledFunction } from "./bundled-function.ts";
import { type RunFunctionArgs, runFunction } from "./run-function.ts";
import { planRights } from "./run-rights.ts";

/**
 * Plans a run: reads `tenants.json` and the history, writes the chunk manifest, returns a few facts.
 *
 * @example
 * new PlanFunction("metadata", { storage, logRetentionDays: 30 });
 */
export class PlanFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(name: string, args: RunFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:MetadataFunction", name, {}, options);
    this.function = runFunction(
      name,
      args,
      {
        entry: "handlers/plan/plan-handler.ts",
        title: "metadata",
        description: "Plans the chunks of a run",
        statements: planRights(args.storage),
      },
      this,
    );
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}
