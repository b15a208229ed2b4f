import type {
  CreateSchedulingPolicyRequest,
  SchedulingPolicyDetail,
  ShareAttributes,
  UpdateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import { check, checkBetween, notEmulated } from "../checks/client-exception.ts";
import { globMatches } from "../glob.ts";
import { given, NamedResources, type With } from "../named-resources.ts";
import type { FairShare } from "../scheduler/fair-share.ts";

type SchedulingPolicy = With<SchedulingPolicyDetail, "name" | "arn">;

/** Batch treats a decay of 0 seconds as 600. https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html */
const leastDecaySeconds = 600;

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html */
const limits = {
  shares: 500,
  decaySeconds: 604_800,
  reservation: 99,
  weightFactor: [0.0001, 999.9999],
} as const;

/** Throws ClientException for quota shares, which are not emulated, and for an invalid fair-share policy. */
function checkSchedulingPolicy(
  spec: Pick<CreateSchedulingPolicyRequest, "fairsharePolicy" | "quotaSharePolicy">,
): void {
  const { fairsharePolicy, quotaSharePolicy } = spec;
  check(
    fairsharePolicy === undefined || quotaSharePolicy === undefined,
    "A scheduling policy can have either fairsharePolicy or quotaSharePolicy",
  );
  notEmulated("quotaSharePolicy", quotaSharePolicy);
  const { shareDistribution: shares = [], shareDecaySeconds, computeReservation } = fairsharePolicy ?? {};
  const { decaySeconds, reservation } = limits;
  checkBetween(
    shareDecaySeconds,
    [0, decaySeconds],
    `Share decay seconds should be between 0 and ${decaySeconds}.`,
  );
  checkBetween(
    computeReservation,
    [0, reservation],
    `Compute reservation should be between 0 and ${reservation}.`,
  );
  check(shares.length <= limits.shares, `ShareDistribution size cannot be greater than ${limits.shares}.`);
  checkShares(shares);
}

function checkShares(shares: readonly ShareAttributes[]): void {
  const [least, most] = limits.weightFactor;
  const names: string[] = [];
  for (const { shareIdentifier = "", weightFactor = 1 } of shares) {
    checkShareIdentifier(shareIdentifier);
    check(
      weightFactor >= least && weightFactor <= most,
      `Weight factor should be between ${least} and ${most}.`,
    );
    check(!names.includes(shareIdentifier), "Cannot have two or more identical shareIdentifiers.");
    const other = names.find(
      (each) => globMatches(each, shareIdentifier) || globMatches(shareIdentifier, each),
    );
    check(
      other === undefined,
      `Share identifier ${shareIdentifier} matches another share identifier ${other}`,
    );
    names.push(shareIdentifier);
  }
}

/** Throws ClientException for an invalid identifier. https://docs.aws.amazon.com/batch/latest/APIReference/API_ShareAttributes.html */
export function checkShareIdentifier(identifier: string): void {
  const isValid = /^(?!$)[A-Za-z0-9]{0,255}\*?$/.test(identifier);
  check(isValid, "ShareIdentifier name should match a valid pattern.");
}

/** Fair-share policies. */
export class SchedulingPolicies extends NamedResources<SchedulingPolicy> {
  constructor(region: string) {
    super(region, "scheduling-policy");
  }

  /** Throws ClientException for a used name, and for what Batch refuses. */
  create(spec: CreateSchedulingPolicyRequest): SchedulingPolicy {
    const name = this.newName(spec.name, "Scheduling policy");
    checkSchedulingPolicy(spec);
    return this.add(name, { ...spec, name, arn: this.arnOf(name), tags: spec.tags ?? {} });
  }

  /** Throws ClientException for an unknown policy, and for what Batch refuses. */
  update({ arn, ...changes }: UpdateSchedulingPolicyRequest): SchedulingPolicy {
    const policy = this.get(arn);
    checkSchedulingPolicy(changes);
    return Object.assign(policy, given(changes));
  }

  /** By ARN only. */
  override find(arn: string | undefined): SchedulingPolicy | undefined {
    const policy = super.find(arn);
    return policy?.arn === arn ? policy : undefined;
  }
}

/** A policy as the scheduler takes it. */
export function fairShareOf({ fairsharePolicy }: SchedulingPolicyDetail): FairShare {
  const { shareDecaySeconds, computeReservation = 0, shareDistribution = [] } = fairsharePolicy ?? {};
  const weights = new Map(shareDistribution.map((each) => [each.shareIdentifier, each.weightFactor ?? 1]));
  return {
    decayMs: (shareDecaySeconds || leastDecaySeconds) * 1000,
    reservation: computeReservation,
    weightOf(share) {
      const exact = weights.get(share);
      if (exact !== undefined) return exact;
      const prefix = [...weights].find(([identifier = ""]) => globMatches(identifier, share));
      return prefix === undefined ? 1 : prefix[1];
    },
  };
}
