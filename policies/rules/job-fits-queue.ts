import { largestInstance } from "@batchline/aws-facts";
import { z } from "zod";
import { containersOf, demandOf } from "../kit/containers.ts";
import { environmentsOf, submissionsOf } from "../kit/queues.ts";
import type { computeEnvironment } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

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
      const rooms = environmentsOf(queue, stack, context).flatMap(({ props }) =>
        roomsOf(props.computeResources),
      );
      if (rooms.length === 0) return; // Fargate, or environments that were told of as unseen
      for (const { path, container } of containersOf(definition.props)) {
        const { vcpus, memoryMiB, gpus } = demandOf(container);
        const fitting = rooms.filter((room) => gpus === 0 || room.hasGpus);
        if (fitting.some((room) => room.vcpus >= vcpus && room.memoryMiB >= memoryMiB)) continue;
        const most = (of: "vcpus" | "memoryMiB") => Math.max(...fitting.map((room) => room[of]));
        const asked = `${path} asks for ${vcpus} vCPUs and ${memoryMiB} MiB${gpus === 0 ? "" : `, and ${gpus} GPUs`}`;
        const found =
          fitting.length === 0
            ? `no environment of ${queue.name} has GPUs`
            : `no instance of ${queue.name} has both, the largest have ${most("vcpus")} vCPUs or about ${most("memoryMiB")} MiB`;
        context.report(`${asked}; ${found}`, definition);
      }
    });
  },
});

type ComputeResources = NonNullable<typeof computeEnvironment.props>["computeResources"];

/** What one container can have on an instance of each type. */
function roomsOf(resources: ComputeResources) {
  return (resources?.instanceTypes ?? []).map((type) => {
    const { vcpus, memoryMiB } = largestInstance(type);
    return {
      vcpus: Math.min(vcpus, resources?.maxVcpus ?? vcpus),
      memoryMiB: Math.floor(memoryMiB * usable),
      hasGpus: acceleratedFamily.test(type) && imageHasDrivers(resources),
    };
  });
}

/** Families with GPUs; g5g and g4ad have some that ECS does not give to containers. */
const acceleratedFamily = /^(p\d|g\d(?!g|ad)|gr\d)/;

/** Without a configuration Batch takes the image with NVIDIA's drivers for such instances by itself. */
function imageHasDrivers(resources: ComputeResources): boolean {
  const configurations = resources?.ec2Configurations ?? [];
  return configurations.every(
    ({ imageType, imageIdOverride }) => imageIdOverride !== undefined || (imageType ?? "").includes("NVIDIA"),
  );
}
