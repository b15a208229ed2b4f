import type { EmbeddedService } from "../../host/embedded-service.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { queryService } from "../../host/gateway/protocols/query.ts";
import type { Service } from "../../host/gateway/service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { accountId } from "../../host/identity/principal.ts";
import { assumeRole } from "./assume-role.ts";
import { coverage } from "./coverage.ts";

/** STS: the caller's identity, and sessions of other roles. */
export const sts: EmbeddedService<"sts", Identity> = {
  name: "sts",
  start: ({ identity }) => identity,
  wire: stsService,
  calls: { sdkName: "sts", model: "sts", package: "@aws-sdk/client-sts", client: "STSClient", name: "Sts" },
};

export function stsService(identity: Identity): Service {
  return queryService({
    signingName: "sts",
    check: { model: "sts", coverage, frame: validationError("ValidationError") },
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    operations: {
      // In the order of AWS's answer. No policy can deny it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      GetCallerIdentity: (_, { principal: { userId, arn } }) => ({
        Arn: arn,
        UserId: userId,
        Account: accountId,
      }),
      AssumeRole: (parameters, { principal }) => assumeRole(parameters, principal, identity),
    },
  });
}
