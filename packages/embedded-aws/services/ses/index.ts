import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { sesService } from "./operations.ts";
import { resources } from "./pulumi-resources.ts";
import { Ses } from "./ses.ts";

/** A message of the greatest size, in JSON. https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const maxBodyBytes = 40 * 1024 ** 2;

/** SES: e-mails become files; nothing leaves the machine. */
export const ses: EmbeddedService<"ses", Ses> = {
  name: "ses",
  start: ({ dir, clock, region }) => new Ses({ dir: join(dir, "mail"), clock, region }),
  wire: (ses) => ({ ...sesService(ses), maxBodyBytes }),
  resources,
  calls: {
    sdkName: "sesv2",
    model: "sesv2",
    package: "@aws-sdk/client-sesv2",
    client: "SESv2Client",
    name: "SesV2",
  },
};
