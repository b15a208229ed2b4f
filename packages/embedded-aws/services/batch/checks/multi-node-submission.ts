import type { SubmitJobRequest } from "@aws-sdk/client-batch";
import type { ComputeEnvironment } from "../environments/compute-environments.ts";
import type { JobDefinition } from "../job-definitions/job-definitions.ts";
import { clientException } from "./client-exception.ts";

/**
 * Throws ClientException for a multi-node parallel job as an array, with overrides for one container, or on Spot or Fargate.
 * Throws it also for any other job with overrides for nodes.
 * https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export function checkMultiNode(
  input: SubmitJobRequest,
  definition: JobDefinition,
  environments: readonly ComputeEnvironment[],
): void {
  const refuse = (what: string) => {
    throw clientException(what);
  };
  if (definition.type !== "multinode") {
    if (input.nodeOverrides !== undefined) {
      refuse("Node overrides can only be set for a job definition of type multinode.");
    }
    return;
  }
  if (input.arrayProperties !== undefined) refuse("A multi-node parallel job cannot be an array job.");
  if (input.containerOverrides !== undefined) {
    refuse("Container overrides cannot be set for a multi-node parallel job: use nodeOverrides.");
  }
  for (const { computeEnvironmentName, computeResources } of environments) {
    const { type = "EC2" } = computeResources ?? {};
    if (type === "EC2") continue;
    refuse(
      `Multi-node parallel jobs are not supported on compute environments of type ${type}: ${computeEnvironmentName}.`,
    );
  }
}
