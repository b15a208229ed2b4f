import { must } from "@batchline/diagnostics";
import { z } from "zod";
import { onContainers } from "../kit/jobs/containers.ts";
import { readJson } from "../kit/json-text.ts";
import { jobDefinition, lambda, stateMachine } from "../kit/resource-types.ts";
import { type Context, on, resourceRule, texts } from "../kit/rule.ts";
import { formOfSecret } from "../kit/secrets/secret-forms.ts";
import { isLiteral, namesSecret } from "../kit/secrets/secret-names.ts";
import { secretsInText } from "../kit/secrets/secrets-in-text.ts";

export const environmentSecrets = resourceRule({
  name: "environment-secrets",
  code: "BL-P022",
  title: "Variables, parameters and commands of jobs and functions contain no secrets in plain text",
  severity: "critical",
  fix: "Keep the secret in Secrets Manager. A job gets it as a variable by its stage's `secrets`: ECS reads it when the job starts. A function gets the secret's ARN and reads it. Replace the secret: everyone who may describe jobs or functions can read it.",
  config: z.object({
    allowed: texts("Names of variables and parameters whose values look like secrets but are not."),
  }),
  checks: ({ allowed }) => {
    const check = (path: string, name: string, value: string, { report }: Context) => {
      if (allowed.includes(name)) return;
      const what = formOfSecret(value) ?? (namesSecret(name) && isLiteral(value) ? "a secret" : undefined);
      if (what !== undefined) report(`${path}.${name}`, `is ${what} in plain text`);
    };
    const checkAll = (path: string, values: Readonly<Record<string, string>> = {}, context: Context) =>
      context.each(Object.keys(values), (name) =>
        check(path, name, must(values[name], "it is one of the keys"), context),
      );
    return [
      onContainers(({ path, container: { environment, command, logConfiguration } }, context) => {
        for (const { name, value } of environment) check(`${path}.environment`, name, value, context);
        checkAll(`${path}.logConfiguration.options`, logConfiguration?.options, context);
        const [secret] = secretsInText(command.join(" "), allowed);
        if (secret !== undefined) context.report(`${path}.command`, `has ${secret.what} in plain text`);
      }),
      on(jobDefinition, ({ props }, context) => checkAll("parameters", props.parameters, context)),
      on(stateMachine, ({ props }, context) => {
        for (const { Name, Value } of variablesIn(readJson(z.unknown(), props.definition)))
          check("definition Environment", Name, Value, context);
      }),
      on(lambda, ({ props }, context) =>
        checkAll("environment.variables", props.environment?.variables, context),
      ),
    ];
  },
});

const variable = z.object({ Name: z.string(), Value: z.string() });

/** Variables that states add to a job: lists of names and values at any depth. */
function variablesIn(value: unknown): z.output<typeof variable>[] {
  if (typeof value !== "object" || value === null) return [];
  const own = variable.safeParse(value).data;
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(variablesIn)];
}
