/** A quota of an account in one region. */
export interface Quota {
  /** As Service Quotas and the AWS CLI have them. @example "ec2" */
  readonly service: string;
  /** @example "L-34B43A08" */
  readonly code: string;
  readonly name: string;
  /** AWS's default. New accounts may have less. */
  readonly default: number;
}

const ec2 = { service: "ec2" } as const;
const vcpus = (code: string, name: string, standard: number) => ({
  ...ec2,
  code,
  name,
  default: standard,
});

/**
 * The vCPUs that instances of a family may have at once, by how they are bought. The families' letters are in the names.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits
 */
const instanceVcpus = {
  standard: {
    spot: vcpus("L-34B43A08", "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 5),
    "on-demand": vcpus("L-1216C47A", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5),
  },
  graphics: {
    spot: vcpus("L-3819A6DF", "All G and VT Spot Instance Requests", 0),
    "on-demand": vcpus("L-DB2E81BA", "Running On-Demand G and VT instances", 0),
  },
  accelerated: {
    spot: vcpus("L-7212CCBC", "All P Spot Instance Requests", 0),
    "on-demand": vcpus("L-417A185B", "Running On-Demand P instances", 0),
  },
} as const satisfies Record<string, Record<"spot" | "on-demand", Quota>>;

/**
 * The quotas that count the vCPUs of these instance types, families or `optimal`. Families that have a quota of their own, such
 * as X and Inf, are not known here: they return none.
 * @example vcpuQuotas(["m7g", "c7g.xlarge"], "spot").map(({ code }) => code) // ["L-34B43A08"]
 */
export function vcpuQuotas(types: readonly string[], purchase: "spot" | "on-demand"): Quota[] {
  const classes = new Set(types.flatMap((type) => classOf(type) ?? []));
  return [...classes].map((each) => instanceVcpus[each][purchase]);
}

function classOf(type: string): keyof typeof instanceVcpus | undefined {
  if (/^(optimal|default_)/.test(type)) return "standard";
  const letters = /^[a-z]+(?=\d)/.exec(type)?.[0] ?? "";
  if (/^(g|gr|vt)$/.test(letters)) return "graphics";
  if (letters === "p") return "accelerated";
  return /^(a|c|d|h|i|im|is|m|r|t|z)$/.test(letters) ? "standard" : undefined;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const elasticIps = { ...ec2, code: "L-0263D0A3", name: "EC2-VPC Elastic IPs", default: 5 } as const;
/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
export const vpcs = { service: "vpc", code: "L-F678F1CE", name: "VPCs per Region", default: 5 } as const;

/** They cannot be raised. https://docs.aws.amazon.com/batch/latest/userguide/service_limits.html */
export const batchQuotas = {
  computeEnvironments: {
    service: "batch",
    code: "L-144F0CA5",
    name: "Compute environment limit",
    default: 50,
  },
  jobQueues: { service: "batch", code: "L-4CEA37AD", name: "Job queue limit", default: 50 },
} as const satisfies Record<string, Quota>;

/** AWS's default of registered state machines. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const maxStateMachines = 10_000;
