import { must } from "@batchline/diagnostics";
import { type SimulatedJob, simulate } from "@batchline/embedded-aws/testing";
import { Random } from "../samples/supplier/random.ts";
import { catalogImport } from "../workflows/catalog-import/workflow.ts";

/** 16 vCPUs, with 4 GiB each as on general-purpose instances. */
const capacity = { vcpus: 16, memoryMiB: 16 * 4096 };
/** Chunks of a usual run, limited by its longest chunk, and of a large one, limited by the capacity. */
const sizes = [30, 300];
/** Median seconds of a chunk by stage. With `sigma` 1 the longest takes about twenty times the median. */
const medianSeconds = { fetch: 5, download: 60, rescale: 90 };
const sigma = 1;

/**
 * Makespan of catalog-import in virtual time, divided by its lower bound max(total work / capacity, longest chunk's chain). `barriers`:
 * the same chunks, with each stage waiting for the whole stage before it.
 */
export function makespan() {
  return Object.fromEntries(sizes.map((chunks) => [`${chunks}Chunks`, compare(chunks)]));
}

function compare(chunks: number) {
  const random = new Random(7);
  const stages = Object.entries(catalogImport.stages).map(([id, stage]) => {
    const medianMs = 1000 * medianSeconds[id as keyof typeof medianSeconds];
    return { id, stage, ms: Array.from({ length: chunks }, () => logNormal(random, medianMs)) };
  });
  const run = (type?: "N_TO_N") =>
    simulate({
      capacity,
      jobs: stages.map(({ id, stage: { vcpus, memoryMiB, needs = [] }, ms }): SimulatedJob => {
        const dependsOn = needs.map((jobId) => (type === undefined ? { jobId } : { jobId, type }));
        const run = (index: number) => ({ ms: must(ms[index], "each chunk has a duration") });
        return { id, vcpus, memoryMiB, arraySize: chunks, dependsOn, run };
      }),
    });
  const [chain, barriers] = [run("N_TO_N"), run()];
  const chains = Array.from({ length: chunks }, (_, index) =>
    stages.reduce((sum, { ms }) => sum + must(ms[index], "each chunk has a duration"), 0),
  );
  const lowerBound = Math.max(chain.vcpuMs / capacity.vcpus, ...chains);
  return {
    chainOverLowerBound: chain.makespanMs / lowerBound,
    barriersOverLowerBound: barriers.makespanMs / lowerBound,
    barriersOverChain: barriers.makespanMs / chain.makespanMs,
  };
}

/** Durations of chunks: most are near the median, a few are many times longer. */
function logNormal(random: Random, median: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return median * Math.exp(sigma * normal);
}
