import { queryService } from "../../host/gateway/protocols/query.ts";
import type { Service } from "../../host/gateway/service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { accountId } from "../../host/identity/principal.ts";
import { assumeRole } from "./assume-role.ts";

export function sts(options: { readonly identity: Identity }): Service {
  return queryService({
    signingName: "sts",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    operations: {
      // No policy can deny it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      GetCallerIdentity: (_, { principal }) => ({
        UserId: principal.userId,
        Account: accountId,
        Arn: principal.arn,
      }),
      AssumeRole: (parameters, { principal }) => assumeRole(parameters, principal, options.identity),
    },
  });
}
