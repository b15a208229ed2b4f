import { parseSecretReference, secretVariable } from "@batchline/aws-facts";
import { must } from "@batchline/diagnostics";
import type { ArgumentChecks } from "../argument-error.ts";

/** The arguments of a workflow's stages that concern secrets. */
interface StageSecrets {
  /** Stage → variable → the secret's name. */
  readonly stages: Readonly<Record<string, { readonly secrets?: Readonly<Record<string, string>> }>>;
  /** Name → ARN of the secret, or of one of its JSON keys. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Variable → the ARN that ECS reads it from, for one stage. `checkSecrets` has passed. */
export function secretVariablesOf({ stages, secrets = {} }: StageSecrets, stage: string) {
  return Object.fromEntries(
    Object.entries(stages[stage]?.secrets ?? {}).map(([variable, name]) => [variable, arnOf(secrets, name)]),
  );
}

/** The secrets that some stage gets, each once. Rights are on a whole secret, even if a stage gets only one of its keys. */
export function secretArnsOf({ stages, secrets = {} }: StageSecrets): string[] {
  const used = Object.values(stages).flatMap((stage) => Object.values(stage.secrets ?? {}));
  const arns = used.flatMap((name) => parseSecretReference(arnOf(secrets, name))?.secretArn ?? []);
  return [...new Set(arns)];
}

function arnOf(secrets: Readonly<Record<string, string>>, name: string): string {
  return must(secrets[name], "checkSecrets found every secret that a stage names");
}

/** @throws {ArgumentError} for a malformed ARN, a reserved variable, or a secret that `secrets` lacks. */
export function checkSecrets(checks: ArgumentChecks, { stages, secrets = {} }: StageSecrets): void {
  for (const [name, arn] of Object.entries(secrets)) {
    const problem = `expected the whole ARN of a secret, with the six characters at its end, got ${JSON.stringify(arn)}`;
    if (parseSecretReference(arn) === undefined) checks.fail("BL-K003", `secrets.${name}`, problem);
  }
  for (const [stage, spec] of Object.entries(stages)) {
    for (const [variable, name] of Object.entries(spec.secrets ?? {})) {
      const field = `stages.${stage}.secrets.${variable}`;
      if (!secretVariable.test(variable))
        checks.fail("BL-K003", field, "a job's variable may not have this name; choose another");
      if (!Object.hasOwn(secrets, name))
        checks.fail("BL-K007", field, `there is no ${JSON.stringify(name)} among secrets; add its ARN there`);
    }
  }
}
