import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type Check, ok, wrong } from "../check.ts";
import { network } from "../failure.ts";

/** Who asks, in which account, and whether the commands use the stack's region. */
export const caller: Check = {
  name: "caller",
  why: "Each command works in the account and region of these credentials.",
  // GetCallerIdentity needs no right.
  actions: [],
  async run({ clients, client, outputs, region, stack }, abortSignal) {
    const identity = await clients.sts.send(new GetCallerIdentityCommand(), { abortSignal });
    const { Arn: who, Account: account } = identity;
    if (account === undefined) return [wrong("not checked: no answer of AWS", network)];
    const deployedIn = Object.values(outputs?.stateMachines ?? {})[0]?.split(":")[4];
    if (deployedIn !== undefined && deployedIn !== account)
      return [
        wrong(
          `${who} is of account ${account}, and stack ${stack} is deployed in ${deployedIn}`,
          "choose the other account's profile with AWS_PROFILE",
        ),
      ];
    const sts = new STSClient(client);
    const own = await sts.config.region().catch(() => undefined);
    sts.destroy();
    if (own !== region)
      return [
        wrong(
          `${who} uses ${own === undefined ? "no region" : `the region ${own}`}, and stack ${stack} is in ${region}`,
          `export AWS_REGION=${region}`,
        ),
      ];
    return [ok(`${who} in ${region}`)];
  },
};
