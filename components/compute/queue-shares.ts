import { SchedulingPolicy } from "@pulumi/aws/batch/schedulingPolicy.js";
import type { ComponentResource } from "@pulumi/pulumi";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import { isShare, shareRange } from "../../workflow-kit/at-deploy/stage-limits.ts";
import type { ArgumentChecks } from "../argument-error.ts";

/**
 * Workflow → its share of the queue, 0.01–5,000. A share of 2 gets twice the vCPUs of a share of 1 while both have
 * jobs waiting.
 * @example { "weekly-report": 4, "nightly-report": 1 }
 */
export type Shares = Readonly<Record<string, number>>;

/** Use within the last hour counts against a workflow. */
const decaySeconds = 3_600;

/** Declares the policy that divides a queue among workflows. Every job must then have its `shareIdentifier`. */
export function schedulingPolicy(name: string, shares: Shares, parent: ComponentResource): SchedulingPolicy {
  return new SchedulingPolicy(
    name,
    {
      fairSharePolicy: {
        shareDecaySeconds: decaySeconds,
        // No capacity is reserved for workflows without jobs.
        computeReservation: 0,
        shareDistributions: Object.entries(shares).map(([workflow, share]) => ({
          shareIdentifier: shareIdentifier(workflow),
          weightFactor: weightOf(share),
        })),
      },
    },
    { parent },
  );
}

/**
 * In Batch a lower weight gets more. Its weights have four decimals, from 0.0001. The provider reads them back as 32-bit
 * numbers: another number would differ at every deployment. @example weightOf(4) // 0.25
 */
export function weightOf(share: number): number {
  return Math.fround(Number((1 / share).toFixed(4)));
}

export function checkShares(checks: ArgumentChecks, shares: Shares): void {
  // Batch's limit of share identifiers in a policy.
  checks.distinct("shares", Object.keys(shares).map(shareIdentifier), 500);
  for (const [workflow, share] of Object.entries(shares))
    if (!isShare(share)) checks.fail("BL-K001", `shares.${workflow}`, `expected ${shareRange}, got ${share}`);
}
