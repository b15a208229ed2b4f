import type { CreateSchedulingPolicyRequest, SchedulingPolicyDetail } from "@aws-sdk/client-batch";
import { checkSchedulingPolicy, covers } from "../checks/scheduling-policy.ts";
import { NamedResources, type With } from "../named-resources.ts";
import type { FairShare } from "../scheduler/fair-share.ts";

type SchedulingPolicy = With<SchedulingPolicyDetail, "name" | "arn">;

/** Batch treats a decay of 0 seconds as 600. https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html */
const leastDecaySeconds = 600;

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
      const prefix = [...weights].find(([identifier = ""]) => covers(identifier, share));
      return prefix === undefined ? 1 : prefix[1];
    },
  };
}
