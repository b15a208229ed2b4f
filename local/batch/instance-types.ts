import type { Resources } from "./core/capacity.ts";

/**
 * GiB of memory per vCPU, by the letters that start an instance family's name: what EC2 sells as compute optimised (c),
 * general purpose (m, t), memory optimised (r, z, x), storage (i, d, h) and accelerated (g, p, inf, trn).
 * https://aws.amazon.com/ec2/instance-types/
 */
const gibPerVcpu: Readonly<Record<string, number>> = {
  a: 2,
  c: 2,
  d: 8,
  f: 8,
  g: 4,
  h: 4,
  i: 8,
  inf: 2,
  m: 4,
  p: 8,
  r: 8,
  t: 4,
  trn: 4,
  x: 16,
  z: 8,
};

/** What `optimal`, `default_x86_64` and `default_arm64` may launch reaches up to the r family. */
const anyFamily = { gib: 8, vcpus: 96 };

const largestOfFamily = 192;
/** A `metal` instance is a whole machine; which size that is differs by family. */
const metal = 96;

/** What one instance of the largest type holds, and how much memory comes with a vCPU at most. */
export interface InstanceRoom {
  readonly largest: Resources;
  readonly memoryMiBPerVcpu: number;
}

/**
 * The room on instances of these types, families (`c7i`) or `optimal`, nominally: the ECS agent and the system take a few
 * per cent of the memory for themselves. Fargate environments name no types: a task there has up to 16 vCPUs and 120 GiB.
 */
export function instanceRoom(types: readonly string[] = []): InstanceRoom {
  if (types.length === 0)
    return { largest: { vcpus: 16, memoryMiB: 120 * 1024 }, memoryMiBPerVcpu: 8 * 1024 };
  const rooms = types.map(roomOfType);
  const memoryOf = (room: { gib: number; vcpus: number }) => room.gib * room.vcpus * 1024;
  return {
    largest: {
      vcpus: Math.max(...rooms.map(({ vcpus }) => vcpus)),
      memoryMiB: Math.max(...rooms.map(memoryOf)),
    },
    memoryMiBPerVcpu: Math.max(...rooms.map(({ gib }) => gib * 1024)),
  };
}

function roomOfType(type: string): { gib: number; vcpus: number } {
  const [family = "", size] = type.split(".");
  const letters = /^[a-z]+/.exec(family)?.[0] ?? "";
  // Families are named by a letter or three (`inf2`), then other letters say what is special about them (`c7gd`).
  const gib = gibPerVcpu[letters] ?? gibPerVcpu[letters[0] ?? ""];
  if (gib === undefined || !/^[a-z]+\d/.test(family)) return anyFamily;
  return { gib, vcpus: size === undefined ? largestOfFamily : vcpusOfSize(size) };
}

function vcpusOfSize(size: string): number {
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  if (times !== undefined) return 4 * Number(times || 1);
  const fixed: Readonly<Record<string, number>> = { medium: 1, large: 2, nano: 2, micro: 2, small: 2 };
  return fixed[size] ?? metal;
}
