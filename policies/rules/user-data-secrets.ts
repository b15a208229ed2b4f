import { z } from "zod";
import { instanceSources, readUserData, sectionsOf } from "../kit/instances.ts";
import { launchTemplate } from "../kit/resource-types.ts";
import { on, resourceRule, texts } from "../kit/rule.ts";
import { secretsInText } from "../kit/secrets/secrets-in-text.ts";

export const userDataSecrets = resourceRule({
  name: "user-data-secrets",
  code: "BL-P021",
  title: "User data of instances contains no passwords, keys, tokens or registry logins in plain text",
  severity: "critical",
  fix: "Keep the secret in Secrets Manager, and read it at boot, as components/compute/registry-auth.ts does for a registry. For jobs use registrySecretArn: ECS reads it. Everyone who may describe launch templates and every process on the instance can read user data. Replace the secret: old versions of the template keep it.",
  config: z.object({ allowed: texts("Names whose values look like secrets but are not.") }),
  checks: ({ allowed }) =>
    instanceSources.map((source) =>
      on(source, ({ props }, { separately, report, unchecked }) => {
        const search = (property: string, text: string | undefined) => {
          if (text === undefined) return unchecked(`${property}, which cannot be decompressed`);
          for (const { path, content } of sectionsOf(text))
            for (const { line, what } of secretsInText(content, allowed))
              report(`${property} ${path} line ${line}`, `has ${what} in plain text`);
        };
        const inBase64 = (property: "userData" | "userDataBase64") => {
          const given = props[property];
          if (given === undefined) return;
          const data = readUserData(given);
          // AWS refuses other text than base64, but it still holds the secret.
          search(property, data === undefined ? given : data.text);
        };
        separately(() => {
          if (source.token === launchTemplate.token) inBase64("userData");
          else if (props.userData !== undefined) search("userData", props.userData);
        });
        separately(() => inBase64("userDataBase64"));
      }),
    ),
});
