import { hasPrices, vcpuPrice } from "@batchline/aws-facts";
import type { RunRecord } from "../../contract/records.ts";
import type { StageUsage } from "../../contract/stage-usage.ts";
import type { StackOutputs } from "../stack/target.ts";

/** About what containers cost. Instances also cost while they boot and wait, and so do network and stores: AWS's bill is higher. */
export interface CostEstimate {
  /** US dollars, without taxes and discounts. Undefined if the region's prices are not known. */
  readonly usd: number | undefined;
  /** vCPU hours that are not in it: their instance, or its price, is not known. */
  readonly unpricedVcpuHours: number;
}

/**
 * Estimates what the containers of a stage cost, by the vCPUs that they had. Memory counts if it is more than the vCPUs' share of an instance.
 * @param region @example "eu-central-1"
 * @example estimateCost(run.usage.fetch, "eu-central-1").usd // 0.42
 */
export function estimateCost(usage: StageUsage, region: string): CostEstimate {
  const { spot, onDemand, unknown } = usage.vcpuSeconds;
  const had = spot + onDemand + unknown;
  let usd = 0;
  let priced = 0;
  for (const [family, seconds] of Object.entries(usage.families)) {
    const price = vcpuPrice(family, region);
    if (price === undefined || had === 0) continue;
    // Memory that is more than the vCPUs' share keeps other containers off the instance.
    const share = Math.max(1, usage.gibSeconds / had / price.gibPerVcpu);
    usd += ((seconds.spot * price.spot + seconds.onDemand * price.onDemand) * share) / 3600;
    priced += seconds.spot + seconds.onDemand;
  }
  return {
    usd: hasPrices(region) ? usd : undefined,
    unpricedVcpuHours: Math.max(0, had - priced) / 3600,
  };
}

/** @example sumOf([fetch, rescale].map((usage) => estimateCost(usage, region))).usd */
export function sumOf(estimates: readonly CostEstimate[]): CostEstimate {
  return estimates.reduce(
    (a, b) => ({
      usd: a.usd === undefined || b.usd === undefined ? undefined : a.usd + b.usd,
      unpricedVcpuHours: a.unpricedVcpuHours + b.unpricedVcpuHours,
    }),
    { usd: 0, unpricedVcpuHours: 0 },
  );
}

/** The estimate of a run, of all its stages. It is unknown until the run has ended. @example costEstimateOf(run.record, "eu-central-1").usd */
export function costEstimateOf(run: Pick<RunRecord, "usage"> | undefined, region: string): CostEstimate {
  if (run?.usage === undefined) return { usd: undefined, unpricedVcpuHours: 0 };
  return sumOf(Object.values(run.usage).map((usage) => estimateCost(usage, region)));
}

/** The region of a stack, by the ARNs of its state machines. @example regionOf(stack.outputs) // "eu-central-1" */
export function regionOf({ stateMachines }: Pick<StackOutputs, "stateMachines">): string {
  const [arn = ""] = Object.values(stateMachines);
  return arn.split(":")[3] ?? "";
}
