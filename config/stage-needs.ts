import { CodedError } from "@batchline/diagnostics";
import type { Stage } from "../workflow-kit/at-deploy/declaration.ts";
import type { ConfigErrorCode } from "./error-codes.ts";
import type { StackConfig } from "./stack.ts";

/** The parts of a workflow that refer to the stack's configuration; see `Workflow`. */
export interface NeedyWorkflow {
  readonly name: string;
  readonly stages: Readonly<Record<string, Pick<Stage, "consumes" | "secrets">>>;
}

/** Something that a stage needs and the stack's configuration lacks. */
interface UnmetNeed {
  readonly workflow: string;
  readonly stage: string;
  /** The stage's field. @example "consumes" */
  readonly field: string;
  /** @example 'needs 2 of "licences"' */
  readonly needs: string;
  /** The setting that should define it, its key there, and the value. */
  readonly config: "consumableResources" | "secrets";
  readonly key: string;
  readonly value: string;
  /** What the setting has instead. @example "has only 1" */
  readonly lacks: string;
}

/** Stages need what the stack's configuration lacks. One paragraph for each need, with the command that fixes it. */
export class UnmetNeedsError extends CodedError<ConfigErrorCode> {
  constructor(stack: string, unmet: readonly UnmetNeed[]) {
    const paragraphs = unmet.map(
      ({ workflow, stage, field, needs, config, key, value, lacks }) =>
        `workflow ${JSON.stringify(workflow)}: stages.${stage}.${field}: ${needs}, and batchline:${config} of stack ${stack} ${lacks}\n` +
        `  pulumi config set --stack ${stack} --path 'batchline:${config}.${key}' ${value}`,
    );
    super("BL-C006", paragraphs.join("\n"));
  }
}

/**
 * The stack's consumable resources, name → units. Each has enough units for one job of any stage; otherwise the job
 * would wait RUNNABLE forever. @throws {UnmetNeedsError} with everything that is missing.
 */
export function consumableResourcesOf(
  { consumableResources: totals }: Pick<StackConfig, "consumableResources">,
  workflows: readonly NeedyWorkflow[],
  stack: string,
): StackConfig["consumableResources"] {
  const unmet = stagesOf(workflows).flatMap(({ workflow, stage, consumes = {} }) =>
    Object.entries(consumes).flatMap(([key, quantity]): UnmetNeed[] => {
      const total = Object.hasOwn(totals, key) ? totals[key] : undefined;
      if (total !== undefined && total >= quantity) return [];
      const needs = `needs ${quantity} of ${JSON.stringify(key)}`;
      const lacks = total === undefined ? "does not say how many there are" : `has only ${total}`;
      const place = { workflow, stage, field: "consumes", config: "consumableResources" } as const;
      return [{ ...place, key, value: String(quantity), needs, lacks }];
    }),
  );
  if (unmet.length > 0) throw new UnmetNeedsError(stack, unmet);
  return totals;
}

/** The stack's secrets that some stage uses, name → ARN. @throws {UnmetNeedsError} with everything that is missing. */
export function secretsOf(
  { secrets: defined }: Pick<StackConfig, "secrets">,
  workflows: readonly NeedyWorkflow[],
  stack: string,
): StackConfig["secrets"] {
  const wanted = stagesOf(workflows).flatMap(({ workflow, stage, secrets = {} }) =>
    Object.entries(secrets).map(([variable, secret]) => ({ workflow, stage, variable, secret })),
  );
  const value = "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>";
  const lacks = "does not say which secret of Secrets Manager that is";
  const missing = wanted.filter(({ secret }) => !Object.hasOwn(defined, secret));
  const unmet = missing.map(({ workflow, stage, variable, secret }): UnmetNeed => {
    const place = { workflow, stage, field: `secrets.${variable}`, config: "secrets", key: secret } as const;
    return { ...place, value, needs: `is ${JSON.stringify(secret)}`, lacks };
  });
  if (unmet.length > 0) throw new UnmetNeedsError(stack, unmet);
  const used = new Set(wanted.map(({ secret }) => secret));
  return Object.fromEntries(Object.entries(defined).filter(([secret]) => used.has(secret)));
}

function stagesOf(workflows: readonly NeedyWorkflow[]) {
  return workflows.flatMap(({ name: workflow, stages }) =>
    Object.entries(stages).map(([stage, spec]) => ({ workflow, stage, ...spec })),
  );
}
