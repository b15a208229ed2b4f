import type { EmbeddedService } from "../../host/embedded-service.ts";
import { resourcePolicy } from "../../providers/resource-policy.ts";
import { secret } from "./secret.ts";
import { SecretsManager } from "./secrets-manager.ts";

/** Secrets Manager, whose values are in a file of this machine. */
export const secretsManager: EmbeddedService<"secretsManager", SecretsManager> = {
  name: "secretsManager",
  start: ({ secretsFile: file, ...host }) => new SecretsManager({ ...host, file }),
  wire: ({ service }) => service,
  resources: {
    "aws:secretsmanager/secret:Secret": secret,
    "aws:secretsmanager/secretPolicy:SecretPolicy": resourcePolicy("secretArn"),
  },
};
