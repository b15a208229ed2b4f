import type { EmbeddedService } from "../../host/embedded-service.ts";
import { regionalArn } from "../../providers/arn.ts";
import { declaredOnly } from "../../providers/declared-only.ts";
import { textOf } from "../../providers/inputs.ts";
import { uuidOf } from "../../providers/physical-name.ts";

/** KMS keys: declared only. */
export const kms: EmbeddedService<"kms"> = {
  name: "kms",
  resources: {
    "aws:kms/key:Key": declaredOnly((resource, { region }) => {
      const keyId = uuidOf(resource);
      return { id: keyId, outputs: { keyId, arn: regionalArn("kms", region, `key/${keyId}`) } };
    }),
    "aws:kms/alias:Alias": declaredOnly((resource, { region }) => {
      const name = textOf(resource.inputs.name) ?? `alias/${resource.name}`;
      return { id: name, outputs: { name, arn: regionalArn("kms", region, name) } };
    }),
  },
};
