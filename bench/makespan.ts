import { type SimulatedJob, simulate } from "@batchline/embedded-aws/testing";
import { catalogImport } from "../workflows/catalog-import/workflow.ts";
import { logNormal, seededRandom } from "./random.ts";

/** What dev may use at most, with the memory that goes with it on general-purpose instances: 4 GiB a vCPU. */
const capacity = { vcpus: 16, memoryMiB: 16 * 4096 };
/** A night's usual run, which the longest chunk bounds, and a large one, which the capacity bounds. */
const sizes = [30, 300];
/** Median seconds of each stage's chunk; `sigma` makes the longest about twenty times the median. */
const medianSeconds: Readonly<Record<string, number>> = { fetch: 5, download: 60, rescale: 90 };
const sigma = 1;

/**
 * The makespan of the catalog-import chain, as AWS Batch's scheduler runs it in virtual time, over the lower bound
 * max(total work / capacity, longest chunk's chain), and the same chunks with the stages as barriers.
 */
export function makespan() {
  return Object.fromEntries(sizes.map((chunks) => [`${chunks}Chunks`, compare(chunks)]));
}

function compare(chunks: number) {
  const random = seededRandom(7);
  const stages = Object.entries(catalogImport.stages);
  const durations = stages.map(([stage]) =>
    Array.from({ length: chunks }, () => logNormal(random, (medianSeconds[stage] ?? 60) * 1000, sigma)),
  );
  const run = (dependency: "N_TO_N" | "barrier") =>
    simulate({
      capacity,
      jobs: stages.map(([id, stage], at): SimulatedJob => {
        const needs = stage.needs ?? [];
        return {
          id,
          vcpus: stage.vcpus,
          memoryMiB: stage.memoryMiB,
          arraySize: chunks,
          dependsOn: needs.map((jobId) =>
            dependency === "N_TO_N" ? { jobId, type: dependency } : { jobId },
          ),
          run: (index) => ({ ms: durations[at]?.[index] ?? 0 }),
        };
      }),
    });
  const [chain, barriers] = [run("N_TO_N"), run("barrier")];
  const chains = Array.from({ length: chunks }, (_, index) =>
    durations.reduce((sum, stage) => sum + (stage[index] ?? 0), 0),
  );
  const lowerBound = Math.max(chain.vcpuMs / capacity.vcpus, ...chains);
  return {
    chainOverLowerBound: chain.makespanMs / lowerBound,
    barriersOverLowerBound: barriers.makespanMs / lowerBound,
    barriersOverChain: barriers.makespanMs / chain.makespanMs,
  };
}
