import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import type { BundledFunction } from "./bundled-function.ts";
import { type RunFunctionArgs, runFunction } from "./run-function.ts";
import { planRights } from "./run-rights.ts";

export interface PlanFunctionArgs extends RunFunctionArgs {
  /** Prefixes below a tenant's own whose objects planning lists: `listedPrefixes` of the workflows. */
  readonly listedPrefixes: readonly string[];
}

/**
 * Plans a run: reads `tenants.json` and the history, writes the chunk manifest, returns a few facts.
 * @example new PlanFunction("metadata", { storage, listedPrefixes: [], logRetentionDays: 30 });
 */
export class PlanFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(name: string, args: PlanFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:MetadataFunction", name, {}, options);
    this.function = runFunction(
      name,
      args,
      {
        entry: "handlers/plan/plan-handler.ts",
        title: "metadata",
        description: "Plans the chunks of a run",
        statements: planRights(args.storage, args.listedPrefixes),
      },
      this,
    );
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}
