import type { ComponentResource, Input } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import type { Storage } from "../storage/storage.ts";
import { BundledFunction, type BundledFunctionArgs } from "./bundled-function.ts";

/** Arguments of the plan, close and stop functions. */
export interface RunFunctionArgs {
  readonly storage: Storage;
  /** One of CloudWatch's periods, in days. @example 30 */
  readonly logRetentionDays: number;
}

/** Makes one of the functions that work on runs: they share size, time limit and the variables that name the stores. */
export function runFunction(
  name: string,
  { storage, logRetentionDays }: RunFunctionArgs,
  own: Pick<BundledFunctionArgs, "entry" | "title" | "description" | "statements"> & {
    readonly environment?: Readonly<Record<string, Input<string>>>;
  },
  parent: ComponentResource,
): BundledFunction {
  const { platformBucket, table } = storage;
  const stores = { [env.platformBucket]: platformBucket.bucket, [env.table]: table.name };
  return new BundledFunction(
    name,
    {
      ...own,
      timeoutSeconds: 900,
      memoryMiB: 1_769,
      logRetentionDays,
      environment: { ...stores, ...own.environment },
    },
    { parent },
  );
}
