import { join } from "node:path";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { sesService } from "./operations.ts";
import { resources } from "./pulumi-resources.ts";
import { Ses } from "./ses.ts";

/** SES: e-mails become files; nothing leaves the machine. */
export const ses: EmbeddedService<"ses", Ses> = {
  name: "ses",
  start: ({ dir, clock, region }) => new Ses({ dir: join(dir, "mail"), clock, region }),
  wire: sesService,
  resources,
  calls: { sdkName: "sesv2", package: "@aws-sdk/client-sesv2", client: "SESv2Client", name: "SesV2" },
};
