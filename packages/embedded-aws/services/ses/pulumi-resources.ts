import { z } from "zod";
import { readInputs } from "../../providers/inputs.ts";
import type { ResourceTypes } from "../../providers/resource-type.ts";
import { type Ses, sesArn } from "./ses.ts";

const emailIdentity = z.object({ emailIdentity: z.string() });

export const resources: ResourceTypes<Ses> = {
  "aws:sesv2/emailIdentity:EmailIdentity": {
    inputs: emailIdentity,
    create(resource, { service: ses, region }) {
      const { emailIdentity: name } = readInputs(emailIdentity, resource);
      ses?.createIdentity(name);
      return { id: name, outputs: describe(name, region) };
    },
    update: (_, { id }, { region }) => ({ id, outputs: describe(id, region) }),
    exists: ({ id }, { service: ses }) => ses?.hasIdentity(id),
    delete: ({ id }, { service: ses }) => ses?.deleteIdentity(id),
  },
};

function describe(name: string, region: string) {
  return {
    arn: sesArn(region, name),
    identityType: name.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
    verificationStatus: "SUCCESS",
    verifiedForSendingStatus: true,
    region,
  };
}
