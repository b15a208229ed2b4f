import { containerRoom, nvidiaGpus } from "@batchline/aws-facts";
import { plural } from "@batchline/diagnostics";
import { containersOf, demandOf } from "../kit/jobs/containers.ts";
import { environmentsOf, submissionsOf } from "../kit/jobs/queues.ts";
import type { computeEnvironment } from "../kit/resource-types.ts";
import { stackRule } from "../kit/rule.ts";

export const jobFitsQueue = stackRule({
  name: "job-fits-queue",
  code: "BL-P006",
  title: "Some instance of a job's queue has room for the job",
  severity: "high",
  fix: "Request less in the stage's declaration, or allow larger instanceTypes and maxVcpus. Without such an instance the job waits RUNNABLE until it is cancelled.",
  check(stack, context) {
    context.each(submissionsOf(stack, context), ({ definition, queue }) => {
      const rooms = environmentsOf(queue, stack, context).flatMap(({ props }) =>
        roomsOf(props.computeResources),
      );
      if (rooms.length === 0) return; // Fargate, or environments that are reported as unchecked
      for (const { path, container } of containersOf(definition.props)) {
        const { vcpus, memoryMiB, gpus } = demandOf(container);
        if (vcpus === undefined || memoryMiB === undefined) {
          context.unchecked(`${path} of ${definition.name}, which requests no vCPUs or no memory`);
          continue;
        }
        const fitting = rooms.filter((room) => room.gpus >= gpus);
        if (fitting.some((room) => room.vcpus >= vcpus && room.memoryMiB >= memoryMiB)) continue;
        const most = (of: "vcpus" | "memoryMiB" | "gpus") =>
          Math.max(...(fitting.length > 0 ? fitting : rooms).map((room) => room[of]));
        const asked = `requests ${vcpus} vCPUs and ${memoryMiB} MiB${gpus === 0 ? "" : `, and ${plural(gpus, "GPU")}`}`;
        const found =
          fitting.length > 0
            ? `no instance of ${queue.name} has both; the largest have ${most("vcpus")} vCPUs or about ${most("memoryMiB")} MiB`
            : most("gpus") > 0
              ? `no instance of ${queue.name} has more than ${plural(most("gpus"), "GPU")}`
              : `no environment of ${queue.name} has GPUs`;
        context.report(path, `${asked}; ${found}`, definition);
      }
    });
  },
});

type ComputeResources = NonNullable<typeof computeEnvironment.props>["computeResources"];

/** The room for one container on an instance of each type. */
function roomsOf(resources: ComputeResources) {
  return (resources?.instanceTypes ?? []).map((type) => ({
    ...containerRoom(type, resources?.maxVcpus),
    gpus: gpusOn(type, resources?.ec2Configurations),
  }));
}

/** Without a configuration Batch chooses an image with NVIDIA's drivers for such instances. */
function gpusOn(type: string, images: NonNullable<ComputeResources>["ec2Configurations"] = []): number {
  if (images.some(({ imageType, imageIdOverride }) => !imageIdOverride && !imageType?.includes("NVIDIA")))
    return 0;
  const only2023 = images.some(
    ({ imageType, imageIdOverride }) => !imageIdOverride && imageType === "ECS_AL2023_NVIDIA",
  );
  return nvidiaGpus(type, only2023 ? "ECS_AL2023_NVIDIA" : "other");
}
