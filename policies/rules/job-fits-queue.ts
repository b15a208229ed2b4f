import { z } from "zod";
import { largestInstance } from "../../contract/instance-types.ts";
import { containersOf, demandOf } from "../containers.ts";
import { environmentsOf, submissionsOf } from "../queues.ts";
import { stackRule } from "../rule.ts";

/**
 * What of an instance's memory containers can have: the system and the ECS agent take a little that differs by type.
 * https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html
 */
const usable = 0.95;

export const jobFitsQueue = stackRule({
  name: "job-fits-queue",
  code: "BL-P006",
  title: "Some instance of a job's queue can hold the job",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Ask for less in the stage's declaration, or allow larger instanceTypes and maxVcpus: such a job waits RUNNABLE until it is cancelled.",
  config: z.object({}),
  check(stack, context) {
    context.each(submissionsOf(stack, context), ({ definition, queue }) => {
      const rooms = environmentsOf(queue, stack, context).flatMap(({ props: { computeResources } }) =>
        (computeResources?.instanceTypes ?? []).map((type) => {
          const { vcpus, memoryMiB } = largestInstance(type);
          return {
            vcpus: Math.min(vcpus, computeResources?.maxVcpus ?? vcpus),
            memoryMiB: Math.floor(memoryMiB * usable),
          };
        }),
      );
      if (rooms.length === 0) return; // Fargate, or environments that were told of as unseen
      for (const { path, container } of containersOf(definition.props)) {
        const { vcpus, memoryMiB } = demandOf(container);
        if (rooms.some((room) => room.vcpus >= vcpus && room.memoryMiB >= memoryMiB)) continue;
        const most = (of: "vcpus" | "memoryMiB") => Math.max(...rooms.map((room) => room[of]));
        context.report(
          `${path} asks for ${vcpus} vCPUs and ${memoryMiB} MiB; no instance of ${queue.name} has both, the largest have ${most("vcpus")} vCPUs or about ${most("memoryMiB")} MiB`,
          definition,
        );
      }
    });
  },
});
