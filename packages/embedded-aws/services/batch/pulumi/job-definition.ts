import type { RetryStrategy } from "@aws-sdk/client-batch";
import { changedPaths, containsPath, type PropertyMap, type Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import { regionalArn } from "../../../providers/arn.ts";
import { alsoReplacing } from "../../../providers/difference.ts";
import { named, readInputs, tags, textOf } from "../../../providers/inputs.ts";
import type { ResourceType } from "../../../providers/resource-type.ts";
import type { Batch } from "../batch.ts";
import { checkedInput } from "./checked-input.ts";
import { jsonDocument } from "./json-document.ts";
import { naming } from "./naming.ts";

const text = z.string().optional();
/** The provider's own bounds, which a preview already checks. */
const between = (least: number, most = Number.MAX_SAFE_INTEGER) => z.int().min(least).max(most).optional();

const exitRule = z.object({ action: z.string(), onExitCode: text, onReason: text, onStatusReason: text });

const inputs = z.object({
  ...named,
  type: z.enum(["container", "multinode"]),
  containerProperties: jsonDocument.optional(),
  nodeProperties: jsonDocument.optional(),
  ecsProperties: jsonDocument.optional(),
  parameters: z.record(z.string(), z.string()).optional(),
  platformCapabilities: z.array(z.enum(["EC2", "FARGATE"])).optional(),
  deregisterOnNewRevision: z.boolean().default(true),
  propagateTags: z.boolean().optional(),
  // The provider leaves its bounds to Batch.
  schedulingPriority: z.number().optional(),
  timeout: z.object({ attemptDurationSeconds: between(60) }).optional(),
  retryStrategy: z
    .object({ attempts: between(1, 10), evaluateOnExits: z.array(exitRule).max(5).default([]) })
    .optional(),
  tags,
});

/** As resourceJobDefinition… of the AWS provider: internal/service/batch/job_definition.go */
export const jobDefinition: ResourceType<Batch> = {
  naming,
  inputs,
  create(resource, { service: batch, region }) {
    const outputs = register(resource, batch, region);
    return { id: outputs.arn, outputs };
  },
  diff(resource, existing, unhooked) {
    // `forceNew` of a list of blocks is about their number.
    const isRecounted = (path: string) =>
      exitRules(existing) !== exitRules(resource) && containsPath("retryStrategy.evaluateOnExits", path);
    const difference = alsoReplacing(unhooked, resource, naming, isRecounted);
    return difference.replaces.length === 0 && isNewRevision(difference.changed)
      ? { ...difference, recomputes: ["arn", "revision"] }
      : difference;
  },
  /** Pulumi keeps the id, which is the ARN of the first revision. */
  update(resource, existing, { service: batch, region }) {
    if (!isNewRevision(changedPaths(existing.inputs, resource.inputs))) return existing;
    const { deregisterOnNewRevision } = readInputs(inputs, resource);
    const outputs = register(resource, batch, region);
    if (deregisterOnNewRevision) batch?.definitions.deregister(textOf(existing.outputs.arn));
    return { id: existing.id, outputs };
  },
  exists: ({ outputs }, { service: batch }) =>
    batch && batch.definitions.find(textOf(outputs.arn))?.status === "ACTIVE",
  /** Only the latest revision comes back. */
  restore({ inputs: given, outputs }, { service: batch }) {
    batch?.definitions.register(requestOf(given), Number(outputs.revision));
  },
  delete({ id }, { service: batch }) {
    const name = id.replace(/^.*\//, "").replace(/:\d+$/, "");
    for (const revision of batch?.definitions.all() ?? []) {
      if (revision.jobDefinitionName === name) batch?.definitions.deregister(revision.jobDefinitionArn);
    }
  },
};

/** The number of rules for exits; 0 if it is unknown. */
function exitRules(of: { readonly inputs: PropertyMap }): number {
  const { data } = inputs.pick({ retryStrategy: true }).safeParse(of.inputs);
  return data?.retryStrategy?.evaluateOnExits.length ?? 0;
}

/** Each change but of tags registers a revision. */
function isNewRevision(changed: readonly string[]): boolean {
  return changed.some((path) => !containsPath("tags", path) && !path.startsWith("__"));
}

function requestOf(given: PropertyMap) {
  const {
    name,
    retryStrategy,
    schedulingPriority,
    deregisterOnNewRevision: _,
    ...rest
  } = readInputs(inputs, { inputs: given });
  return {
    ...rest,
    jobDefinitionName: name,
    // The provider reads it with GetOk, which does not see 0.
    ...(schedulingPriority && { schedulingPriority }),
    ...(retryStrategy && { retryStrategy: asRetryStrategy(retryStrategy) }),
  };
}

function register(resource: Registration, batch: Batch | undefined, region: string) {
  const request = requestOf(resource.inputs);
  const { jobDefinitionName: name } = request;
  const revision = batch?.registerJobDefinition(checkedInput("RegisterJobDefinition", request)).revision ?? 1;
  const arnPrefix = regionalArn("batch", region, `job-definition/${name}`);
  return { arn: `${arnPrefix}:${revision}`, name, revision, arnPrefix, region } satisfies PropertyMap;
}

/** The provider accepts an action in either case, the API only in capitals. */
function asRetryStrategy(of: NonNullable<z.output<typeof inputs>["retryStrategy"]>): RetryStrategy {
  const asAction = (action: string) => (action.toUpperCase() === "EXIT" ? "EXIT" : "RETRY");
  const evaluateOnExit = of.evaluateOnExits.map(
    (rule) => ({ ...rule, action: asAction(rule.action) }) as const,
  );
  return { attempts: of.attempts, evaluateOnExit };
}
