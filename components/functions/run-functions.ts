import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, output } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import type { Storage } from "../storage/storage.ts";
import { BundledFunction, type BundledFunctionArgs } from "./bundled-function.ts";
import type { WorkflowHandler } from "./handler-bundle.ts";
import { type CalledFunction, closeRights, type JobPlace, looksAtJobs, planRights } from "./run-rights.ts";

export interface RunFunctionArgs {
  /** @example new Storage("storage", { tenants, removable: false, pointInTimeRecovery: true }) */
  readonly storage: Storage;
  /** One of CloudWatch's periods, in days. @example 30 */
  readonly logRetentionDays: number;
  /** The module that exports the stack's workflows as `workflows`, relative to the program's folder. @example "workflows/declarations.ts" */
  readonly declarations: string;
}

type Own = Pick<BundledFunctionArgs, "title" | "description" | "statements"> & {
  readonly handler: WorkflowHandler["handler"];
  readonly environment?: Readonly<Record<string, Input<string>>>;
  /** @default 900, the most that Lambda allows */
  readonly timeoutSeconds?: number;
};

/** A function that works on runs. All share their size and the variables that name the stores.
 * @example super("batchline:functions:SummaryFunction", name, args, { handler, title, description, statements }, options); */
export abstract class RunFunction extends ComponentResource {
  readonly function: BundledFunction;

  constructor(
    type: string,
    name: string,
    args: RunFunctionArgs,
    { handler, ...own }: Own,
    options?: ComponentResourceOptions,
  ) {
    super(type, name, {}, options);
    const { storage, logRetentionDays, declarations } = args;
    const { platformBucket, table } = storage;
    const stores = { [env.platformBucket]: platformBucket.bucket, [env.table]: table.name };
    const limits = { timeoutSeconds: 900, memoryMiB: 1_769, logRetentionDays };
    const environment = { ...stores, ...own.environment };
    const entry = { handler, declarations };
    this.function = new BundledFunction(name, { ...limits, ...own, entry, environment }, { parent: this });
  }
}

interface PlanFunctionArgs extends RunFunctionArgs {
  /** Prefixes below a tenant's own whose objects planning lists: `listedPrefixes` of the workflows. @example ["images/"] */
  readonly listedPrefixes: readonly string[];
  /** Closes a run whose execution is dead, so that the next one can begin. @example closeFunction.function.lambda */
  readonly closeFunction: CalledFunction;
  /** A stage gets more memory when its containers run out of it. @default false */
  readonly growsMemory?: boolean;
}

/**
 * Plans a run: reads `tenants.json` and the history, writes the chunk manifest, returns a few facts.
 * @example new PlanFunction("metadata", { storage, declarations, listedPrefixes: [], closeFunction, logRetentionDays: 30 });
 */
export class PlanFunction extends RunFunction {
  constructor(name: string, args: PlanFunctionArgs, options?: ComponentResourceOptions) {
    const { storage, listedPrefixes, closeFunction, growsMemory = false } = args;
    const statements = [
      ...planRights(storage, listedPrefixes, closeFunction),
      ...(growsMemory ? [looksAtJobs] : []),
    ];
    const environment = { [env.closeFunction]: closeFunction.name };
    const own = { handler: "plan" as const, title: "metadata", statements, environment };
    const description = "Plans the chunks of a run";
    super("batchline:functions:MetadataFunction", name, args, { ...own, description }, options);
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}

interface CloseFunctionArgs extends RunFunctionArgs, JobPlace {}

/**
 * Closes a run: ends what still runs of it, combines the outcomes of its chunks into one result per tenant and writes the history.
 * @example new CloseFunction("summary", { storage, declarations, jobQueueArns, region, accountId, logRetentionDays: 30 });
 */
export class CloseFunction extends RunFunction {
  constructor(name: string, args: CloseFunctionArgs, options?: ComponentResourceOptions) {
    const statements = closeRights(args.storage, args);
    const environment = jobQueuesVariable(args);
    const own = { handler: "close" as const, title: "summary", statements, environment };
    // A deployed input: the words stay.
    const description = "Folds the outcomes of a run into one result a tenant";
    super("batchline:functions:SummaryFunction", name, args, { ...own, description }, options);
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}

/** The variable that names the queues. */
export function jobQueuesVariable({ jobQueueArns }: JobPlace): Record<string, Input<string>> {
  return { [env.jobQueues]: output(jobQueueArns).apply((arns) => arns.join(",")) };
}
