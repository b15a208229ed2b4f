import type { EmbeddedService } from "../../host/embedded-service.ts";
import { regionalArn } from "../../providers/arn.ts";
import { declaredOnly } from "../../providers/declared-only.ts";
import { textOf } from "../../providers/inputs.ts";
import { uuid } from "../../providers/physical-id.ts";

/** KMS keys: declared only. */
export const kms: EmbeddedService<"kms"> = {
  name: "kms",
  resources: {
    "aws:kms/key:Key": declaredOnly((resource, { digits, region }) => {
      const keyId = resource.readId ?? uuid(digits);
      return { id: keyId, outputs: { keyId, arn: regionalArn("kms", region, `key/${keyId}`) } };
    }),
    "aws:kms/alias:Alias": declaredOnly((resource, { region }) => {
      const name = resource.readId ?? textOf(resource.inputs.name) ?? `alias/${resource.name}`;
      return { id: name, outputs: { name, arn: regionalArn("kms", region, name) } };
    }),
  },
};
