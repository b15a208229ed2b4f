import type {
  CreateSchedulingPolicyRequest,
  SchedulingPolicyDetail,
  UpdateSchedulingPolicyRequest,
} from "@aws-sdk/client-batch";
import { check, checkBetween } from "../checks/client-exception.ts";
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
  name: string,
  spec: Pick<CreateSchedulingPolicyRequest, "fairsharePolicy" | "quotaSharePolicy">,
): void {
  const title = `scheduling policy ${name}:`;
  check(spec.quotaSharePolicy === undefined, `${title} quotaSharePolicy is not in the embedded AWS`);
  const { shareDistribution: shares = [], shareDecaySeconds = 0, ...policy } = spec.fairsharePolicy ?? {};
  checkBetween(`${title} shareDecaySeconds`, shareDecaySeconds, [0, limits.decaySeconds]);
  checkBetween(`${title} computeReservation`, policy.computeReservation ?? 0, [0, limits.reservation]);
  check(
    shares.length <= limits.shares,
    `${title} shareDistribution has ${shares.length} shares; at most ${limits.shares} are allowed`,
  );
  const names: string[] = [];
  for (const { shareIdentifier = "", weightFactor = 1 } of shares) {
    check(
      /^(?!$)[A-Za-z0-9]{0,255}\*?$/.test(shareIdentifier),
      `${title} shareIdentifier takes up to 255 letters and digits and one * at the end, not ${JSON.stringify(shareIdentifier)}`,
    );
    checkBetween(`${title} weightFactor of ${shareIdentifier}`, weightFactor, limits.weightFactor);
    const other = names.find(
      (each) => globMatches(each, shareIdentifier) || globMatches(shareIdentifier, each),
    );
    check(other === undefined, `${title} shareIdentifier ${shareIdentifier} overlaps with ${other}`);
    names.push(shareIdentifier);
  }
}

/** Fair-share policies. */
export class SchedulingPolicies extends NamedResources<SchedulingPolicy> {
  constructor(region: string) {
    super(region, "scheduling-policy");
  }

  /** Throws ClientException for a used name, and for what Batch refuses. */
  create(spec: CreateSchedulingPolicyRequest): SchedulingPolicy {
    const name = this.newName(spec.name, "name");
    checkSchedulingPolicy(name, spec);
    return this.add(name, { ...spec, name, arn: this.arnOf(name), tags: spec.tags ?? {} });
  }

  /** Throws ClientException for an unknown policy, and for what Batch refuses. */
  update({ arn, ...changes }: UpdateSchedulingPolicyRequest): SchedulingPolicy {
    const policy = this.get(arn);
    checkSchedulingPolicy(policy.name, changes);
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
