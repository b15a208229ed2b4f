import type { CreateComputeEnvironmentRequest } from "@aws-sdk/client-batch";
import { clientException } from "./client-exception.ts";

/** Throws ClientException for a managed environment without `maxvCpus`. */
export function checkComputeEnvironment(name: string, spec: CreateComputeEnvironmentRequest): void {
  const { maxvCpus = 0 } = spec.computeResources ?? {};
  if (spec.type === "MANAGED" && !(maxvCpus > 0)) {
    throw clientException(`computeResources.maxvCpus of ${name} must be at least 1`);
  }
}
