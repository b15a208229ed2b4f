import { type UnmetNeed, UnmetNeedsError } from "./missing-stack-settings.ts";
import type { StackConfig } from "./stack.ts";

/** A workflow as far as its use of secrets goes; see `Workflow`. */
export interface WorkflowWithSecrets {
  readonly name: string;
  readonly stages: Readonly<Record<string, { readonly secrets?: Readonly<Record<string, string>> }>>;
}

/**
 * Those of the stack's secrets that some stage gets, name → ARN.
 *
 * @throws {UnmetNeedsError} with everything that is missing.
 */
export function secretsOf(
  { secrets: given }: Pick<StackConfig, "secrets">,
  workflows: readonly WorkflowWithSecrets[],
  stack: string,
): StackConfig["secrets"] {
  const wanted = workflows.flatMap(({ name: workflow, stages }) =>
    Object.entries(stages).flatMap(([stage, { secrets = {} }]) =>
      Object.entries(secrets).map(([variable, secret]) => ({ workflow, stage, variable, secret })),
    ),
  );
  const unmet = wanted
    .filter(({ secret }) => !Object.hasOwn(given, secret))
    .map(
      ({ workflow, stage, variable, secret }): UnmetNeed => ({
        ...{ workflow, stage, field: `secrets.${variable}`, config: "secrets", key: secret },
        value: "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>",
        needs: `is ${JSON.stringify(secret)}`,
        lacks: "does not say which secret of Secrets Manager that is",
      }),
    );
  if (unmet.length > 0) throw new UnmetNeedsError(stack, unmet);
  const used = new Set(wanted.map(({ secret }) => secret));
  return Object.fromEntries(Object.entries(given).filter(([secret]) => used.has(secret)));
}
