const turns = 5_000_000;

/**
 * The CPU time of `work`, as a multiple of a loop of 5 million turns in the same thread: some 24 ms on a laptop. A limit in
 * milliseconds would fail on a slow machine. The least of three tries counts, because other processes only add to it.
 * @example expect(await relativeCpuTime(() => parse(long))).to.be.below(10);
 */
export async function relativeCpuTime(work: () => unknown): Promise<number> {
  const tries: number[] = [];
  while (tries.length < 3) {
    const reference = referenceCpuMs();
    tries.push((await cpuMs(work)) / reference);
  }
  return Math.min(...tries);
}

/** What the loop takes now, in milliseconds of CPU. */
export function referenceCpuMs(): number {
  const before = process.threadCpuUsage();
  let sum = 0;
  for (let turn = 0; turn < turns; turn++) sum = (sum * 31 + turn) | 0;
  return cpuMsSince(before);
}

async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  return cpuMsSince(before);
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
