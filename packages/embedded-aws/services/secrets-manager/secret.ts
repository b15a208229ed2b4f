import { parseSecretReference } from "@batchline/aws-facts";
import { z } from "zod";
import { regionalArn } from "../../providers/arn.ts";
import { named, readInputs } from "../../providers/inputs.ts";
import type { ResourceType } from "../../providers/resource-type.ts";
import type { SecretsManager } from "./secrets-manager.ts";

const inputs = z.object({
  ...named,
  recoveryWindowInDays: z
    .number()
    .default(30)
    .refine((days) => days === 0 || (days >= 7 && days <= 30), "0, or 7 to 30 days"),
});

/** A secret without a value: values are in a file of this machine. Its name stays taken while the secret may be recovered. */
export const secret: ResourceType<SecretsManager> = {
  naming: { maxLength: 512, pattern: /^[\w/+=.@-]+$/ },
  inputs,
  create(resource, { service: secrets, digits, region }) {
    const { name } = readInputs(inputs, resource);
    secrets?.createSecret(name);
    // AWS adds six characters to the name, so that rights on a secret do not apply to its successor.
    const arn = regionalArn("secretsmanager", region, `secret:${name}-${digits.slice(0, 6)}`);
    return { id: arn, outputs: { name, arn } };
  },
  read: ({ readId = "" }) => describe(readId),
  update: (_, { id }) => describe(id),
  delete(existing, { service: secrets }) {
    const { name, recoveryWindowInDays } = readInputs(inputs, existing);
    secrets?.deleteSecret(name, recoveryWindowInDays);
  },
};

function describe(arn: string) {
  const name = parseSecretReference(arn)?.name ?? arn;
  return { id: arn, outputs: { name, arn } };
}
