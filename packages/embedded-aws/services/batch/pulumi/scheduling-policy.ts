import { z } from "zod";
import { regionalArn } from "../../../providers/arn.ts";
import { named, readInputs, tags } from "../../../providers/inputs.ts";
import type { ResourceType } from "../../../providers/resource-type.ts";
import type { Batch } from "../batch.ts";
import { naming } from "./naming.ts";
import { unlessGone } from "./unless-gone.ts";

const number = z.number().optional();

const fairShare = z.object({
  computeReservation: number,
  shareDecaySeconds: number,
  shareDistributions: z.array(z.object({ shareIdentifier: z.string(), weightFactor: number })).optional(),
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
  exists: ({ id }, { service: batch }) => batch && batch.policies.find(id) !== undefined,
  delete: (existing, { service: batch }) => unlessGone(() => batch?.deleteSchedulingPolicy(existing.id)),
};

/** The provider has other names than the API. */
function asRequested(policy: z.output<typeof fairShare> | undefined) {
  if (policy === undefined) return {};
  const { shareDistributions: shareDistribution, ...rest } = policy;
  return { fairsharePolicy: { ...rest, ...(shareDistribution && { shareDistribution }) } };
}
