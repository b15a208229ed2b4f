import { parseSecretReference } from "@batchline/aws-facts";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { regionalArn } from "../../providers/arn.ts";
import { declaredOnly, settingOf } from "../../providers/declared-only.ts";
import { nameOf } from "../../providers/inputs.ts";
import { SecretsManager } from "./secrets-manager.ts";

/** Secrets Manager, whose values are in a file of this machine. Secrets of the program are declared only. */
export const secretsManager: EmbeddedService<"secretsManager", SecretsManager> = {
  name: "secretsManager",
  start: ({ identity, region, secretsFile: file }) => new SecretsManager({ identity, region, file }),
  wire: ({ service }) => service,
  resources: {
    "aws:secretsmanager/secret:Secret": declaredOnly(
      (resource, { digits, region }) => {
        const read = resource.readId === undefined ? undefined : parseSecretReference(resource.readId);
        if (read !== undefined)
          return { id: read.secretArn, outputs: { name: read.name, arn: read.secretArn } };
        const name = nameOf(resource);
        // AWS adds six characters to the name, so that rights on a secret do not apply to its successor.
        const arn = regionalArn("secretsmanager", region, `secret:${name}-${digits.slice(0, 6)}`);
        return { id: arn, outputs: { name, arn } };
      },
      { naming: { maxLength: 512 } },
    ),
    "aws:secretsmanager/secretPolicy:SecretPolicy": settingOf("secretArn"),
  },
};
