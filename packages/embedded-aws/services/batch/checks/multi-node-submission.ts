import type { ComputeEnvironmentDetail, JobDefinition, SubmitJobRequest } from "@aws-sdk/client-batch";
import { clientException } from "./client-exception.ts";

/**
 * Throws ClientException for a multi-node parallel job that Batch does not run: as an array, with overrides for one container,
 * or on any environment of Spot or Fargate; and for any other job that is given nodes.
 * https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export function checkMultiNode(
  input: SubmitJobRequest,
  definition: JobDefinition,
  environments: readonly ComputeEnvironmentDetail[],
  requestId: string,
): void {
  const refuse = (what: string) => {
    throw clientException(what, requestId);
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
    const { type } = computeResources ?? {};
    if (type === undefined || type === "EC2") continue;
    refuse(
      `Multi-node parallel jobs are not supported on compute environments of type ${type}: ${computeEnvironmentName}.`,
    );
  }
}
