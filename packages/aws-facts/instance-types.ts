/** What one instance has. */
export interface InstanceSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

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

/**
 * vCPUs of families' largest sizes, `metal` among them, the first match counts; 192 where none does.
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
/** A `metal` instance is a whole machine; which size that is differs by family. */
const metal = 96;

/** What one instance of the largest type holds, and how much memory comes with a vCPU at most. */
export interface InstanceRoom {
  readonly largest: InstanceSize;
  readonly memoryMiBPerVcpu: number;
}

/**
 * The room on instances of these types, families (`c7i`) or `optimal`, nominally: the ECS agent and the system take a few
 * per cent of the memory for themselves. Fargate environments name no types: a task there has up to 16 vCPUs and 120 GiB.
 */
export function instanceRoom(types: readonly string[] = []): InstanceRoom {
  if (types.length === 0)
    return { largest: { vcpus: 16, memoryMiB: 120 * 1024 }, memoryMiBPerVcpu: 8 * 1024 };
  const sizes = types.map(largestInstance);
  return {
    largest: {
      vcpus: Math.max(...sizes.map(({ vcpus }) => vcpus)),
      memoryMiB: Math.max(...sizes.map(({ memoryMiB }) => memoryMiB)),
    },
    memoryMiBPerVcpu: Math.max(...sizes.map(({ vcpus, memoryMiB }) => memoryMiB / vcpus)),
  };
}

/** The type itself, the largest of a family, or the largest that `optimal` may be; memory as EC2 sells it. */
export function largestInstance(type: string): InstanceSize {
  const { gib, vcpus } = ratioAndSize(type);
  return { vcpus, memoryMiB: vcpus * gib * 1024 };
}

function ratioAndSize(type: string): { gib: number; vcpus: number } {
  const [family = "", size] = type.split(".");
  const letters = /^[a-z]+/.exec(family)?.[0] ?? "";
  // Families are named by a letter or three (`inf2`), then other letters say what is special about them (`c7gd`).
  const gib = gibPerVcpu[letters] ?? gibPerVcpu[letters[0] ?? ""];
  if (gib === undefined || !/^[a-z]+\d/.test(family)) return anyFamily;
  return { gib, vcpus: size === undefined ? largestOf(family) : vcpusOfSize(size) };
}

function largestOf(family: string): number {
  return largestSizes.find(([pattern]) => pattern.test(family))?.[1] ?? largestOfAll;
}

function vcpusOfSize(size: string): number {
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  if (times !== undefined) return 4 * Number(times || 1);
  const fixed: Readonly<Record<string, number>> = { medium: 1, large: 2, nano: 2, micro: 2, small: 2 };
  return fixed[size] ?? metal;
}
