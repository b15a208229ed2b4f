import type { StackConfig } from "./stack.ts";

/** A workflow as far as its use of secrets goes; see `Workflow`. */
export interface WorkflowWithSecrets {
  readonly name: string;
  readonly stages: Readonly<Record<string, { readonly secrets?: Readonly<Record<string, string>> }>>;
}

/** Thrown when a stage gets a secret that the stack does not have: one paragraph for each. */
export class MissingSecretsError extends Error {
  override readonly name = "MissingSecretsError";
}

/**
 * Those of the stack's secrets that some stage gets, name → ARN.
 *
 * @throws {MissingSecretsError} with everything that is missing.
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
  const problems = wanted
    .filter(({ secret }) => !Object.hasOwn(given, secret))
    .map(
      ({ workflow, stage, variable, secret }) =>
        `workflow ${JSON.stringify(workflow)}: stages.${stage}.secrets.${variable}: is ${JSON.stringify(secret)}, ` +
        `and batchline:secrets of stack ${stack} does not say which secret of Secrets Manager that is\n` +
        `  pulumi config set --stack ${stack} --path 'batchline:secrets.${secret}' arn:aws:secretsmanager:<region>:<account>:secret:<name>-<suffix>`,
    );
  if (problems.length > 0) throw new MissingSecretsError(problems.join("\n"));
  const used = new Set(wanted.map(({ secret }) => secret));
  return Object.fromEntries(Object.entries(given).filter(([secret]) => used.has(secret)));
}
