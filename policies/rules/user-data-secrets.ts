import { z } from "zod";
import { instanceSources, readUserData, sectionsOf } from "../kit/instances.ts";
import { launchTemplate } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { secretsInText } from "../kit/secrets/secrets-in-text.ts";

export const userDataSecrets = resourceRule({
  name: "user-data-secrets",
  code: "BL-P021",
  title: "User data of instances has no passwords, keys, tokens or registry logins in plain text",
  severity: "critical",
  enforcement: "mandatory",
  remediation:
    "Keep it in Secrets Manager and let the instance read it at boot, as components/compute/registry-auth.ts does for a registry; for jobs use registrySecretArn, which ECS reads itself. Whoever may describe launch templates, and every process on the instance, can read user data. Replace what was in plain text, because old versions of the template keep it.",
  config: z.object({
    allowed: z
      .array(z.string())
      .default([])
      .describe("Names that are given values which are no secrets, although they look like it."),
  }),
  checks: ({ allowed }) =>
    instanceSources.map((source) =>
      on(source, ({ props }, { apart, report, unseen }) => {
        const search = (property: string, text: string | undefined) => {
          if (text === undefined) return unseen(`${property}, which cannot be decompressed`);
          for (const { path, content } of sectionsOf(text))
            for (const { line, what } of secretsInText(content, allowed))
              report(`${property}, ${path}, line ${line}: ${what} is in plain text`);
        };
        const inBase64 = (property: "userData" | "userDataBase64") => {
          const given = props[property];
          if (given === undefined) return;
          const data = readUserData(given);
          // What is not base64 is refused by AWS, and still there to be read.
          search(property, data === undefined ? given : data.text);
        };
        apart(() => {
          if (source.token === launchTemplate.token) inBase64("userData");
          else if (props.userData !== undefined) search("userData", props.userData);
        });
        apart(() => inBase64("userDataBase64"));
      }),
    ),
});
