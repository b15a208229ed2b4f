import { parseSecretReference, secretVariable } from "@batchline/aws-facts";
import type { ArgumentChecks } from "../argument-error.ts";

/** A workflow's stages, as far as the secrets go that they get. */
export interface StageSecrets {
  /** Stage → variable → the secret's name. */
  readonly stages: Readonly<Record<string, { readonly secrets?: Readonly<Record<string, string>> }>>;
  /** Name → ARN of the secret, or of one of its JSON keys. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Variable → the ARN that ECS sets it by, of one stage; the arguments were checked before. */
export function secretVariablesOf(
  { stages, secrets = {} }: StageSecrets,
  stage: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stages[stage]?.secrets ?? {}).map(([variable, name]) => [variable, secrets[name] ?? ""]),
  );
}

/** Of those secrets that some stage gets, each once. Rights are on a whole secret, also where a stage gets only a key of it. */
export function secretArnsOf({ stages, secrets = {} }: StageSecrets): string[] {
  const used = Object.values(stages).flatMap((stage) => Object.values(stage.secrets ?? {}));
  const arns = used.flatMap((name) => parseSecretReference(secrets[name] ?? "")?.secretArn ?? []);
  return [...new Set(arns)];
}

/** Throws ArgumentError for what is not the ARN of a secret, for a secret that is not there, and for a variable that is taken. */
export function checkSecrets(checks: ArgumentChecks, { stages, secrets = {} }: StageSecrets): void {
  for (const [name, arn] of Object.entries(secrets)) {
    if (parseSecretReference(arn) === undefined)
      checks.refuse(
        `secrets.${name}`,
        `expected the whole ARN of a secret, with the six characters at its end, got ${JSON.stringify(arn)}`,
      );
  }
  for (const [stage, spec] of Object.entries(stages)) {
    for (const [variable, name] of Object.entries(spec.secrets ?? {})) {
      const field = `stages.${stage}.secrets.${variable}`;
      if (!secretVariable.test(variable))
        checks.refuse(field, "not a name that a variable of a job may have");
      if (!Object.hasOwn(secrets, name))
        checks.refuse(field, `there is no ${JSON.stringify(name)} among secrets; add its ARN there`);
    }
  }
}
