import { z } from "zod";
import { regionalArn } from "../../../providers/arn.ts";
import { named, readInputs, tags } from "../../../providers/inputs.ts";
import type { ResourceType } from "../../../providers/resource-type.ts";
import type { Batch } from "../batch.ts";
import { naming } from "./naming.ts";
import { unlessGone } from "./unless-gone.ts";

/** With the provider's own bounds, which a preview already checks. */
const fairShare = z.object({
  computeReservation: z.int().min(0).max(99).optional(),
  shareDecaySeconds: z.int().min(0).max(604_800).optional(),
  shareDistributions: z
    .array(
      z.object({
        shareIdentifier: z.string().regex(/^[A-Za-z0-9]{0,255}\*?$/),
        weightFactor: z.number().min(0.0001).max(999.9999).optional(),
      }),
    )
    .optional(),
});

const inputs = z.object({ ...named, fairSharePolicy: fairShare.optional(), tags });

export const schedulingPolicy: ResourceType<Batch> = {
  naming,
  inputs,
  create(resource, { service: batch, region }) {
    const { name, fairSharePolicy, ...rest } = readInputs(inputs, resource);
    batch?.createSchedulingPolicy({ ...rest, name, ...asRequested(fairSharePolicy) });
    const arn = regionalArn("batch", region, `scheduling-policy/${name}`);
    return { id: arn, outputs: { arn, name, region } };
  },
  update(resource, existing, { service: batch, region }) {
    const { name, fairSharePolicy } = readInputs(inputs, resource);
    batch?.updateSchedulingPolicy({ arn: existing.id, ...asRequested(fairSharePolicy) });
    return { id: existing.id, outputs: { arn: existing.id, name, region } };
  },
  /** The provider's state has the weights as 32-bit numbers. Another number differs each time. */
  diff(resource, _, difference) {
    const { data } = inputs.safeParse(resource.inputs);
    const odd = (data?.fairSharePolicy?.shareDistributions ?? []).flatMap(({ weightFactor = 0 }, index) =>
      Math.fround(weightFactor) === weightFactor
        ? []
        : [`fairSharePolicy.shareDistributions[${index}].weightFactor`],
    );
    return { ...difference, changed: [...new Set([...difference.changed, ...odd])] };
  },
  exists: ({ id }, { service: batch }) => batch && batch.policies.find(id) !== undefined,
  delete: (existing, { service: batch }) => unlessGone(() => batch?.deleteSchedulingPolicy(existing.id)),
};

/** The provider has other names than the API. It sends 0 for a missing number, also for a weight, which Batch refuses. */
function asRequested(policy: z.output<typeof fairShare> | undefined) {
  if (policy === undefined) return {};
  const { computeReservation = 0, shareDecaySeconds = 0, shareDistributions = [] } = policy;
  const shareDistribution = shareDistributions.map(({ shareIdentifier, weightFactor = 0 }) => ({
    shareIdentifier,
    weightFactor,
  }));
  return { fairsharePolicy: { computeReservation, shareDecaySeconds, shareDistribution } };
}
