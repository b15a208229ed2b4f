import { z } from "zod";
import type { Realisations } from "../../providers/deployment.ts";
import { readInputs } from "../../providers/inputs.ts";

const emailIdentity = z.object({ emailIdentity: z.string() });

/** SES: identities may send as soon as they are there. */
export const mail: Realisations = {
  "aws:sesv2/emailIdentity:EmailIdentity": (resource, { mail, region }) => {
    const { emailIdentity: name } = readInputs(emailIdentity, resource);
    const outputs = {
      arn: mail.createIdentity(name),
      identityType: name.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN",
      verificationStatus: "SUCCESS",
      verifiedForSendingStatus: true,
      region,
    };
    return { id: name, outputs };
  },
};
