/** vCPUs and memory of one instance. */
interface InstanceSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

/**
 * GiB of memory per vCPU, by the letters at the start of a family's name. Compute optimised: c. General purpose: m, t.
 * Memory optimised: r, z, x. Storage: i, d, h. Accelerated: g, p, inf, trn.
 * https://aws.amazon.com/ec2/instance-types/
 */
const gibPerVcpu = new Map([
  ...["a", "c", "inf"].map((family) => [family, 2] as const),
  ...["g", "h", "m", "t", "trn"].map((family) => [family, 4] as const),
  ...["d", "f", "i", "p", "r", "z"].map((family) => [family, 8] as const),
  ["x", 16],
]);

/** `optimal`, `default_x86_64` and `default_arm64` may launch families up to r. */
const anyFamily = { gib: 8, vcpus: 96 };

/**
 * vCPUs of a family's largest size, `metal` included. The first match counts; 192 without one.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html
 */
const largestSizes: readonly (readonly [family: RegExp, vcpus: number])[] = [
  [/^a1/, 16],
  [/^t\d/, 8],
  [/^d3/, 32],
  [/^z1/, 48],
  // Graviton2 and Graviton3.
  [/^([cmr]|x2?)[67]g|^x2g|^(hpc7|i4|g5)g|^(im|is)4g|^[cm]7i-flex|^h1/, 64],
  [/^c5n|^i3$/, 72],
  [/^([cmr]5|g4|p[34]|i3en)/, 96],
  [/^([cmr]6i|x1|x2i|i4i)/, 128],
];
const largestOfAll = 192;

/** vCPUs of the sizes below `xlarge`, which has 4. */
const smallSizes: Readonly<Record<string, number>> = { medium: 1, large: 2, nano: 2, micro: 2, small: 2 };

/** A `metal` instance is a whole machine: its size differs by family. */
const metalVcpus = 96;

/**
 * A Fargate task's largest size.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html
 */
const fargateTask: InstanceSize = { vcpus: 16, memoryMiB: 120 * 1024 };

/**
 * The share of an instance's memory that containers can use. The system and the ECS agent take the rest. It differs by type
 * and is known only on the instance. https://docs.aws.amazon.com/batch/latest/userguide/memory-management.html
 */
const usableMemory = 0.95;

/** The size of the largest instance, and the most memory per vCPU. */
interface InstanceRoom {
  readonly largest: InstanceSize;
  readonly memoryMiBPerVcpu: number;
}

/**
 * The nominal room on instances of these types (`c7i.large`), families (`c7i`) or `optimal`. Without types: the room of a
 * Fargate task, because Fargate environments name no types.
 * @example instanceRoom(["c7i", "m7i"]).largest.vcpus // 192
 */
export function instanceRoom(types: readonly string[] = []): InstanceRoom {
  const sizes = types.length === 0 ? [fargateTask] : types.map(largestInstance);
  return {
    largest: {
      vcpus: Math.max(...sizes.map(({ vcpus }) => vcpus)),
      memoryMiB: Math.max(...sizes.map(({ memoryMiB }) => memoryMiB)),
    },
    memoryMiBPerVcpu:
      types.length === 0 ? 8 * 1024 : Math.max(...sizes.map(({ vcpus, memoryMiB }) => memoryMiB / vcpus)),
  };
}

/**
 * The room for one container on the largest instance of a type, family or `optimal`: memory without the system's share.
 * @param maxVcpus The compute environment's limit. @default none
 * @example containerRoom("m7g.large") // { vcpus: 2, memoryMiB: 7782 }
 */
export function containerRoom(type: string, maxVcpus: number = Number.POSITIVE_INFINITY): InstanceSize {
  const { vcpus, memoryMiB } = largestInstance(type);
  return { vcpus: Math.min(vcpus, maxVcpus), memoryMiB: Math.floor(memoryMiB * usableMemory) };
}

/** The nominal size of a type itself, of a family's largest, or of the largest that `optimal` may launch. */
function largestInstance(type: string): InstanceSize {
  const { gib, vcpus } = ratioAndSize(type);
  return { vcpus, memoryMiB: vcpus * gib * 1024 };
}

function ratioAndSize(type: string): { gib: number; vcpus: number } {
  const [family, size] = type.split(".") as [string, string?];
  // A family is a letter or three (`inf2`), a generation, and letters for its options (`c7gd`).
  const letters = /^[a-z]+(?=\d)/.exec(family)?.[0];
  const gib = letters && (gibPerVcpu.get(letters) ?? gibPerVcpu.get(letters.charAt(0)));
  if (!gib) return anyFamily;
  if (size !== undefined) return { gib, vcpus: vcpusOfSize(size) };
  const largest = largestSizes.find(([pattern]) => pattern.test(family));
  return { gib, vcpus: largest?.[1] ?? largestOfAll };
}

function vcpusOfSize(size: string): number {
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? (smallSizes[size] ?? metalVcpus) : 4 * Number(times || 1);
}
