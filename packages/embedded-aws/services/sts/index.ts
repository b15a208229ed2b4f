import type { EmbeddedService } from "../../host/embedded-service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { sts as stsService } from "./sts.ts";

/** STS: the caller's identity, and sessions of other roles. */
export const sts: EmbeddedService<"sts", Identity> = {
  name: "sts",
  start: ({ identity }) => identity,
  wire: (identity) => stsService({ identity }),
  calls: { sdkName: "sts", package: "@aws-sdk/client-sts", client: "STSClient", name: "Sts" },
};
