import type { CreateSchedulingPolicyRequest } from "@aws-sdk/client-batch";
import { clientException } from "./client-exception.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_FairsharePolicy.html */
const limits = {
  shares: 500,
  decaySeconds: 604_800,
  reservation: 99,
  weightFactor: { least: 0.0001, most: 999.9999 },
};

/** Throws ClientException for quota shares, which are not emulated, and for an invalid fair-share policy. */
export function checkSchedulingPolicy(name: string, spec: CreateSchedulingPolicyRequest): void {
  const refuse = (what: string) => {
    throw clientException(`scheduling policy ${name}: ${what}`);
  };
  if (spec.quotaSharePolicy !== undefined) refuse("quotaSharePolicy is not in the embedded AWS");
  const {
    shareDecaySeconds = 0,
    computeReservation = 0,
    shareDistribution = [],
  } = spec.fairsharePolicy ?? {};
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
    if (!/^(?!$)[A-Za-z0-9]{0,255}\*?$/.test(shareIdentifier)) {
      refuse(
        `shareIdentifier takes up to 255 letters and digits and one * at the end, not ${JSON.stringify(shareIdentifier)}`,
      );
    }
    const { least, most } = limits.weightFactor;
    if (!(weightFactor >= least && weightFactor <= most)) {
      refuse(`weightFactor of ${shareIdentifier} must be between ${least} and ${most}, not ${weightFactor}`);
    }
    const other = names.find((each) => covers(each, shareIdentifier) || covers(shareIdentifier, each));
    if (other !== undefined) refuse(`shareIdentifier ${shareIdentifier} overlaps with ${other}`);
    names.push(shareIdentifier);
  }
}

/** Whether a share identifier, or a prefix with * at its end, includes `share`. */
export function covers(identifier: string, share: string): boolean {
  return identifier.endsWith("*") ? share.startsWith(identifier.slice(0, -1)) : identifier === share;
}
