import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { runsOf } from "../../contract/people-rights.ts";
import { awsFault } from "../../runs/stack/aws-failure.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { MissingRights } from "../from-records/actions.ts";

/**
 * Which rights to rerun and to stop the caller lacks, by IAM's simulation. Nothing is missing where IAM does not answer: then a denied
 * action shows it.
 * @param stateMachine ARN.
 */
export async function missingRights(
  { client }: Pick<Target, "client">,
  stateMachine: string,
): Promise<MissingRights> {
  const [iam, sts] = [new IAMClient(client), new STSClient(client)];
  try {
    const { Arn: arn = "" } = await sts.send(new GetCallerIdentityCommand());
    const RoleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
    // IAM alone knows the path of a role.
    const who = RoleName === undefined ? arn : (await iam.send(new GetRoleCommand({ RoleName }))).Role?.Arn;
    if (who === undefined || !/:(user|role)\//.test(who)) return {};
    const lacks = async (action: string, resource: string) => {
      const asked = { PolicySourceArn: who, ActionNames: [action], ResourceArns: [resource] };
      const { EvaluationResults = [] } = await iam.send(new SimulatePrincipalPolicyCommand(asked));
      return EvaluationResults.some(({ EvalDecision }) => EvalDecision !== "allowed") ? action : undefined;
    };
    const [rerun, stop] = await Promise.all([
      lacks("states:StartExecution", stateMachine),
      lacks("states:StopExecution", runsOf(stateMachine).executions),
    ]);
    return { ...(rerun && { rerun }), ...(stop && { stop }) };
  } catch (cause) {
    if (awsFault(cause) === undefined) throw cause;
    return {};
  } finally {
    iam.destroy();
    sts.destroy();
  }
}
