import { containerRoom, nvidiaGpus } from "@batchline/aws-facts";
import type { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";

/** What one container requests. */
export interface JobNeeds {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly gpus?: number;
}

/** Rejects a job that no instance of the queue can hold: it would stay RUNNABLE until the queue cancels it. */
export function checkFit(
  checks: ArgumentChecks,
  field: string,
  needs: JobNeeds,
  environments: readonly EnvironmentArgs[],
): void {
  const { vcpus, memoryMiB, gpus = 0 } = needs;
  const refuseGpus = (lack: string) =>
    checks.fail("BL-K005", `${field}.gpus`, `needs ${gpus}, and no ${lack}`);
  if (gpus > 0 && !environments.some(({ gpu }) => gpu))
    refuseGpus("environment of its queue has GPUs; set gpu on one");
  const rooms = environments.flatMap((environment) =>
    environment.instanceTypes.map((type) => roomOf(type, environment)),
  );
  const most = Math.max(...rooms.map((room) => room.gpus));
  if (gpus > most) refuseGpus(`instance of its queue has more than ${most}`);
  if (rooms.some((room) => room.gpus >= gpus && room.vcpus >= vcpus && room.memoryMiB >= memoryMiB)) return;
  const widest = rooms.reduce((best, room) => (room.memoryMiB > best.memoryMiB ? room : best));
  checks.fail(
    "BL-K005",
    field,
    `needs ${vcpus} vCPUs and ${memoryMiB} MiB, and no instance of its queue has both for a container; the largest, ` +
      `${widest.type}, has ${widest.vcpus} vCPUs and about ${widest.memoryMiB} MiB. Request less, or allow larger ` +
      "instanceTypes and maxVcpus",
  );
}

function roomOf(type: string, { maxVcpus, gpu }: EnvironmentArgs) {
  return { type, ...containerRoom(type, maxVcpus), gpus: gpu ? nvidiaGpus(type) : 0 };
}
