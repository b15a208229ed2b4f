import { queryService } from "../gateway/protocols/query.ts";
import type { Service } from "../gateway/service.ts";
import type { Identity } from "../identity/identity.ts";
import { accountId } from "../identity/principal.ts";
import { assumeRole } from "./assume-role.ts";

/** STS: who am I, and sessions of other roles with tags. */
export function sts(options: { readonly identity: Identity }): Service {
  return queryService({
    signingName: "sts",
    namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    operations: {
      // Nothing can deny it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
      GetCallerIdentity: (_, { principal }) => ({
        UserId: principal.userId,
        Account: accountId,
        Arn: principal.arn,
      }),
      AssumeRole: (parameters, { principal }) => assumeRole(parameters, principal, options.identity),
    },
  });
}
