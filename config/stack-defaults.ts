/** The default values of a stack's configuration. Pulumi.yaml repeats them for `pulumi config`; a test compares both. */
export const stackDefaults = {
  zones: 1,
  internet: "nat",
  architecture: "arm64",
  spot: true,
  spotAllocation: "SPOT_PRICE_CAPACITY_OPTIMIZED",
  minVcpus: 0,
  maxVcpus: 16,
  onDemandMaxVcpus: 0,
  gpuMaxVcpus: 16,
  gpuOnDemandMaxVcpus: 0,
  multiNodeMaxVcpus: 16,
  /** Minutes. */
  jobMinutesOnUpdate: 60,
  diskGiB: 50,
  registryLogin: "job",
  keptVersions: 20,
  scheduleEnabled: true,
  /** US dollars; 0: no budget. */
  monthlyBudgetUsd: 0,
  operatorNotices: "changes",
  webhookFormat: "json",
  removable: false,
  pointInTimeRecovery: true,
  executionLog: "ERROR",
  directTenantAccess: true,
  samples: false,
  /** Days. */
  logRetentionDays: 30,
} as const;

/**
 * The instance families used where the configuration names none: two generations of compute-optimised and
 * general-purpose ones. The more pools Spot can choose from, the fewer instances it reclaims.
 */
export const defaultInstanceTypes = {
  arm64: ["c7g", "m7g", "c6g", "m6g"],
  x86_64: ["c7i", "m7i", "c6i", "m6i", "c6a", "m6a"],
} as const;

/**
 * Families with NVIDIA GPUs, one GPU for 4 vCPUs in their smallest size. None is arm64: AWS's ECS image with NVIDIA's
 * drivers does not run on Graviton. https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
 */
export const defaultGpuInstanceTypes = ["g4dn", "g5", "g6"] as const;
