import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import type { BundledFunction } from "./bundled-function.ts";
import { type RunFunctionArgs, runFunction } from "./run-function.ts";
import { closeRights } from "./run-rights.ts";

/**
 * Closes a run: folds the outcomes of its chunks into one result a tenant and writes the history.
 * @example new CloseFunction("summary", { storage, logRetentionDays: 30 });
 */
export class CloseFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(name: string, args: RunFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:SummaryFunction", name, {}, options);
    this.function = runFunction(
      name,
      args,
      {
        entry: "handlers/close/close-handler.ts",
        title: "summary",
        description: "Folds the outcomes of a run into one result a tenant",
        statements: closeRights(args.storage),
      },
      this,
    );
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}
