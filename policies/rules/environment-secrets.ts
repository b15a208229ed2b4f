import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { readJson } from "../kit/json-text.ts";
import { jobDefinition, resourceType, stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { formOfSecret } from "../kit/secrets/secret-forms.ts";
import { isLiteral, namesSecret } from "../kit/secrets/secret-names.ts";
import { secretsInText } from "../kit/secrets/secrets-in-text.ts";

const lambda = resourceType<FunctionArgs>("aws:lambda/function:Function");

export const environmentSecrets = resourceRule({
  name: "environment-secrets",
  code: "BL-P022",
  title: "Variables, parameters and commands of jobs and functions have no secrets in plain text",
  severity: "critical",
  enforcement: "mandatory",
  remediation:
    "Keep it in Secrets Manager. A job gets it as a variable by its stage's `secrets`, which ECS reads at its start; a function is given the secret's ARN and reads it. Whoever may describe jobs or functions can read what is there now: replace it.",
  config: z.object({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Names of variables and parameters that are no secrets, although they look like it."),
  }),
  checks: ({ allowed }) => {
    const judge = (
      path: string,
      values: Iterable<readonly [name: string, value: string]>,
      report: (message: string) => void,
    ) => {
      for (const [name, value] of values) {
        if (allowed.includes(name)) continue;
        const what = formOfSecret(value) ?? (namesSecret(name) && isLiteral(value) ? "a secret" : undefined);
        if (what !== undefined) report(`${path}.${name} is ${what} in plain text`);
      }
    };
    return [
      onContainers(({ path, container: { environment, command, logConfiguration } }, { report }) => {
        const variables = environment.map(({ name, value }) => [name, value] as const);
        judge(`${path}.environment`, variables, report);
        judge(`${path}.logConfiguration.options`, Object.entries(logConfiguration?.options ?? {}), report);
        const [secret] = secretsInText(command.join(" "), allowed);
        if (secret !== undefined) report(`${path}.command has ${secret.what} in plain text`);
      }),
      on(jobDefinition, ({ props }, { each, report }) =>
        each(Object.keys(props.parameters ?? {}), (name) =>
          judge("parameters", [[name, props.parameters?.[name] ?? ""]], report),
        ),
      ),
      on(stateMachine, ({ props }, { report }) => {
        for (const { name, value } of variablesIn(readJson(z.unknown(), props.definition)))
          judge("definition: Environment", [[name, value]], report);
      }),
      on(lambda, ({ props }, { each, report }) =>
        each(Object.keys(props.environment?.variables ?? {}), (name) =>
          judge("environment.variables", [[name, props.environment?.variables?.[name] ?? ""]], report),
        ),
      ),
    ];
  },
});

const variable = z.object({ Name: z.string(), Value: z.string() });

/** What states set beside the job definition: in a list of names and values, wherever that is. */
function variablesIn(value: unknown): { readonly name: string; readonly value: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const own = variable.safeParse(value).data;
  return [
    ...(own === undefined ? [] : [{ name: own.Name, value: own.Value }]),
    ...Object.values(value).flatMap(variablesIn),
  ];
}
