import { readFile } from "node:fs/promises";
import os from "node:os";
import type { StageTry } from "../../contract/records.ts";
import type { StageContext } from "../../workflow-kit/at-run/stage.ts";

/** CPU seconds, and the most memory at any time. */
export type ResourcesUsed = Required<Pick<StageTry, "cpuSeconds" | "peakMiB">>;

/** What the container's processes have used so far: as the kernel counts it for the container, else this process and its decoders. @example const { peakMiB } = await resourcesUsed(context); */
export async function resourcesUsed({
  container: { memoryMiB },
  decoder,
}: Pick<StageContext, "container" | "decoder">): Promise<ResourcesUsed> {
  const counted = await ofContainer(memoryMiB);
  if (counted !== undefined) return counted;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const { cpuSeconds = 0, maxMemoryMiB = 0 } = decoder.usage ?? {};
  // A decoder may say anything: it uses no more than there is.
  const mostSeconds = process.uptime() * os.availableParallelism();
  return {
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 + Math.min(cpuSeconds, mostSeconds),
    peakMiB: Math.min(Math.round(maxRSS / 1024) + maxMemoryMiB, memoryMiB),
  };
}

/** Control groups, version 2, as a container sees its own. https://docs.kernel.org/admin-guide/cgroup-v2.html */
const controlGroup = "/sys/fs/cgroup";

/** Undefined unless the control group is this container's: it has the memory that ECS says. */
async function ofContainer(memoryMiB: number): Promise<ResourcesUsed | undefined> {
  const read = (file: string) => readFile(`${controlGroup}/${file}`, "utf8");
  try {
    if (Number(await read("memory.max")) !== memoryMiB * 2 ** 20) return undefined;
    const [peak, cpu] = await Promise.all([read("memory.peak"), read("cpu.stat")]);
    const microseconds = /^usage_usec (\d+)$/m.exec(cpu)?.[1];
    if (microseconds === undefined) return undefined;
    return { cpuSeconds: Number(microseconds) / 1e6, peakMiB: Math.ceil(Number(peak) / 2 ** 20) };
  } catch {
    // An earlier kernel, or none of Linux.
    return undefined;
  }
}
