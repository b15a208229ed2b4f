import { z } from "zod";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { PlannedWorkflow } from "../../handlers/plan/planned-workflow.ts";
import type { TenantFacts } from "../../workflow-kit/at-deploy/chunking.ts";

/** A workflow whose tenants say how many chunks they want, in the stages of a catalogue's import. */
export const chunky: PlannedWorkflow = {
  name: "chunky",
  params: z.strictObject({
    chunks: z.int().min(0).default(1),
    skipIfSucceededWithin: z.string().optional(),
  }),
  stages: { fetch: {}, download: { needs: ["fetch"] }, rescale: { needs: ["download"] } },
  chunks: {
    chunksOf(_, params) {
      const { chunks } = params as { readonly chunks: number };
      return Array.from({ length: chunks }, (_, part) => ({ part, parts: chunks }));
    },
  },
};

/** The ARN of its state machine. */
export const stateMachine = "arn:aws:states:eu-central-1:000000000000:stateMachine:chunky";

/** For workflows that ask nothing about tenants. */
export const noFacts = (): TenantFacts => ({
  names: () => {
    throw new Error("asked for names");
  },
  lastSuccess: () => Promise.reject(new Error("asked for the last success")),
  source: () => Promise.reject(new Error("asked for a source")),
});

/** A deployed tenant that takes part in `chunky`. */
export function tenant(
  id: string,
  fields: Partial<DeployedTenant> & { readonly chunks?: number } = {},
): DeployedTenant {
  const { chunks = 1, ...rest } = fields;
  return {
    id,
    name: id,
    weight: 1,
    data: { bucket: "data", prefix: `tenants/${id}/` },
    workflows: { chunky: { chunks } },
    ...rest,
  };
}
