/** GPUs of a family: of some sizes, and of its other sizes. */
interface Gpus {
  readonly family: RegExp;
  readonly bySize: Readonly<Record<string, number>>;
  readonly otherSizes: number;
  /** The ECS image with NVIDIA's drivers for Amazon Linux 2023 does not support the family. */
  readonly old?: true;
}

/**
 * Families with whole NVIDIA GPUs on x86_64. Not here: AMD's (g4ad), Graviton's (g5g), and fractions of one (g6f, gr6f).
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
 */
const families: readonly Gpus[] = [
  {
    family: /^g(4dn|[5-9]e?)$/,
    bySize: { "12xlarge": 4, "24xlarge": 4, "48xlarge": 8, metal: 8 },
    otherSizes: 1,
  },
  { family: /^gr6$/, bySize: {}, otherSizes: 1 },
  { family: /^p([4-9]|\d\d)/, bySize: { "4xlarge": 1 }, otherSizes: 8 },
  { family: /^p3/, bySize: { "2xlarge": 1, "8xlarge": 4 }, otherSizes: 8, old: true },
  { family: /^p2$/, bySize: { xlarge: 1, "8xlarge": 8 }, otherSizes: 16, old: true },
  { family: /^g3s?$/, bySize: { "8xlarge": 2, "16xlarge": 4 }, otherSizes: 1, old: true },
];

/**
 * NVIDIA GPUs that containers can use on an instance type, or on the largest of a family. 0 for types without.
 * @param image The ECS image with drivers for Amazon Linux 2023, or another one, which may also support old families.
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html @default "ECS_AL2023_NVIDIA"
 * @example
 * nvidiaGpus("g5.12xlarge"); // 4
 * nvidiaGpus("p3"); // 0
 * nvidiaGpus("p3", "other"); // 8
 */
export function nvidiaGpus(type: string, image: "ECS_AL2023_NVIDIA" | "other" = "ECS_AL2023_NVIDIA"): number {
  const [name, size] = type.split(".") as [string, string?];
  const found = families.find(({ family, old }) => family.test(name) && !(old && image !== "other"));
  if (found === undefined) return 0;
  const { bySize, otherSizes } = found;
  return size === undefined ? Math.max(otherSizes, ...Object.values(bySize)) : (bySize[size] ?? otherSizes);
}
