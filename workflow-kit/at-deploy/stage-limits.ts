import { longestRunSeconds } from "../../contract/plan.ts";

/**
 * The least and the most of a stage's numbers, all whole. A timeout ends before the execution's does. AWS Batch has fractions of vCPUs on Fargate only.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html and API_NodeProperties.html
 */
export const stageLimits = {
  vcpus: { least: 1, most: 192, hint: "; Batch has fractions on Fargate only" },
  memoryMiB: { least: 4, most: 1_572_864, hint: "" },
  timeout: { least: 60, most: longestRunSeconds, hint: ", in seconds; use minutes(…)" },
  attempts: { least: 1, most: 10, hint: "" },
  gpus: { least: 0, most: 16, hint: "" },
  nodes: { least: 2, most: 1_000, hint: "; remove it for one container for each chunk" },
} as const;

/**
 * AWS Batch's weights, 0.0001–999.9999, inverted. As a 32-bit number 0.0001 is a little too small.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html
 */
const shares = { least: 0.01, most: 5_000 };

/** The numbers that `isShare` accepts, for messages. */
export const shareRange = `a number from ${shares.least} to ${shares.most}`;

/** Whether a workflow may declare this share. @example isShare(0) // false */
export function isShare(share: number): boolean {
  return share >= shares.least && share <= shares.most;
}
