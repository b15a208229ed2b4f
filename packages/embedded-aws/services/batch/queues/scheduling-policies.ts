import type { CreateSchedulingPolicyRequest, SchedulingPolicyDetail } from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { clientException } from "../checks/client-exception.ts";
import { checkName } from "../checks/name.ts";
import type { FairShare } from "../scheduler/fair-share.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html */
const limits = {
  shares: 500,
  decaySeconds: 604_800,
  /** What 0 seconds mean. */
  leastDecaySeconds: 600,
  reservation: 99,
  weightFactor: { least: 0.0001, most: 999.9999 },
};

/** Fair-share policies, by ARN. */
export class SchedulingPolicies {
  readonly #region: string;
  readonly #byArn = new Map<string, SchedulingPolicyDetail>();

  constructor(region: string) {
    this.#region = region;
  }

  arnOf(name: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:scheduling-policy/${name}`;
  }

  /** Throws ClientException for a bad name, one that exists, or a policy that Batch would not take. */
  create(spec: CreateSchedulingPolicyRequest): SchedulingPolicyDetail {
    const name = checkName(spec.name, "name");
    const arn = this.arnOf(name);
    if (this.#byArn.has(arn)) throw clientException("Object already exists");
    if (spec.quotaSharePolicy !== undefined) {
      throw clientException(`scheduling policy ${name}: quotaSharePolicy is not in the embedded AWS`);
    }
    const detail = { ...spec, name, arn, tags: spec.tags ?? {} };
    check(detail);
    this.#byArn.set(arn, detail);
    return detail;
  }

  find(arn: string): SchedulingPolicyDetail | undefined {
    return this.#byArn.get(arn);
  }
}

/** A policy as the scheduler sees it. */
export function fairShareOf({ fairsharePolicy }: SchedulingPolicyDetail): FairShare {
  const { shareDecaySeconds, computeReservation = 0, shareDistribution = [] } = fairsharePolicy ?? {};
  const weights = new Map(shareDistribution.map((each) => [each.shareIdentifier, each.weightFactor ?? 1]));
  return {
    decayMs: (shareDecaySeconds || limits.leastDecaySeconds) * 1000,
    reservation: computeReservation,
    weightOf(share) {
      const exact = weights.get(share);
      if (exact !== undefined) return exact;
      for (const [name = "", weight] of weights) {
        if (name.endsWith("*") && share.startsWith(name.slice(0, -1))) return weight;
      }
      return 1;
    },
  };
}

function check({ name, fairsharePolicy }: SchedulingPolicyDetail): void {
  const refuse = (what: string) => {
    throw clientException(`scheduling policy ${name}: ${what}`);
  };
  const { shareDecaySeconds = 0, computeReservation = 0, shareDistribution = [] } = fairsharePolicy ?? {};
  if (!(shareDecaySeconds >= 0 && shareDecaySeconds <= limits.decaySeconds)) {
    refuse(`shareDecaySeconds must be between 0 and ${limits.decaySeconds}, not ${shareDecaySeconds}`);
  }
  if (!(computeReservation >= 0 && computeReservation <= limits.reservation)) {
    refuse(`computeReservation must be between 0 and ${limits.reservation}, not ${computeReservation}`);
  }
  if (shareDistribution.length > limits.shares) {
    refuse(`shareDistribution has ${shareDistribution.length} shares; at most ${limits.shares} are allowed`);
  }
  const names: string[] = [];
  for (const { shareIdentifier = "", weightFactor = 1 } of shareDistribution) {
    if (!/^[A-Za-z0-9]{0,255}\*?$/.test(shareIdentifier) || shareIdentifier === "") {
      refuse(
        `shareIdentifier takes up to 255 letters and digits and one * at the end, not ${JSON.stringify(shareIdentifier)}`,
      );
    }
    const { least, most } = limits.weightFactor;
    if (!(weightFactor >= least && weightFactor <= most)) {
      refuse(`weightFactor of ${shareIdentifier} must be between ${least} and ${most}, not ${weightFactor}`);
    }
    const other = names.find((each) => overlap(each, shareIdentifier));
    if (other !== undefined) refuse(`shareIdentifier ${shareIdentifier} overlaps with ${other}`);
    names.push(shareIdentifier);
  }
}

function overlap(a: string, b: string): boolean {
  if (a.endsWith("*") && b.startsWith(a.slice(0, -1))) return true;
  return a === b || (b.endsWith("*") && a.startsWith(b.slice(0, -1)));
}
