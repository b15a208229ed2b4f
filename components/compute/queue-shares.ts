import { SchedulingPolicy } from "@pulumi/aws/batch/schedulingPolicy.js";
import type { ComponentResource } from "@pulumi/pulumi";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import type { ArgumentChecks } from "../argument-error.ts";

/**
 * Workflow → its share of the queue: one of 2 gets twice the vCPUs of one of 1 while both have jobs waiting.
 * From 0.01 to 10,000.
 */
export type Shares = Readonly<Record<string, number>>;

/** What ran within the last hour counts against a workflow. */
const decaySeconds = 3_600;

/** The policy by which a queue divides its vCPUs among workflows. Every job must then carry its `shareIdentifier`. */
export function schedulingPolicy(name: string, shares: Shares, parent: ComponentResource): SchedulingPolicy {
  return new SchedulingPolicy(
    name,
    {
      fairSharePolicy: {
        shareDecaySeconds: decaySeconds,
        // Nothing is kept free for workflows that have no jobs.
        computeReservation: 0,
        shareDistributions: Object.entries(shares).map(([workflow, share]) => ({
          shareIdentifier: shareIdentifier(workflow),
          // Batch counts the other way round: the lower the weight, the more.
          weightFactor: Number((1 / share).toPrecision(4)),
        })),
      },
    },
    { parent },
  );
}

export function checkShares(checks: ArgumentChecks, shares: Shares): void {
  // Batch's limit of share identifiers in a policy.
  checks.distinct("shares", Object.keys(shares).map(shareIdentifier), 500);
  for (const [workflow, share] of Object.entries(shares))
    if (!(share >= 0.01 && share <= 10_000))
      checks.fail("BL-K001", `shares.${workflow}`, `expected a number from 0.01 to 10000, got ${share}`);
}
