/**
 * NVIDIA GPUs of an instance type, or of the largest of a family; 0 where it has none that the ECS image with NVIDIA's
 * drivers (Amazon Linux 2023, x86_64) supports: AMD's (g4ad), shares of one (g6f), those on Graviton (g5g), old ones (g3, p3).
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html
 * https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
export function nvidiaGpus(type: string): number {
  const [family = "", size] = type.split(".");
  if (/^p([4-9]|\d\d)/.test(family)) return size === "4xlarge" ? 1 : 8;
  if (family === "gr6") return 1;
  if (!/^g(4dn|[5-9]e?)$/.test(family)) return 0;
  return size === undefined ? 8 : (severalBySize[size] ?? 1);
}

/** GPUs of those sizes of the g families that have more than one. */
const severalBySize: Readonly<Record<string, number>> = {
  "12xlarge": 4,
  "24xlarge": 4,
  "48xlarge": 8,
  metal: 8,
};
