import { GetRoleCommand, paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { platformKeys, tenantsPrefix } from "../../../contract/object-keys.ts";
import { type PlatformResource, runsOf } from "../../../contract/people-rights.ts";
import { type Check, type Finding, note, ok, wrong } from "../check.ts";
import { type CommandRights, commandRights, simulation } from "../command-rights.ts";
import type { Subject } from "../subject.ts";

/** Actions that are asked about at once. */
const together = 50;

/** What the caller may do, for each command. `asking` are the doctor's other checks. */
export function permissions(asking: readonly Check[]): Check {
  return {
    name: "permissions",
    why: "A command that lacks a right stops in the middle.",
    actions: simulation,
    async run(subject, signal) {
      const who = await principalOf(subject, signal);
      if (who.endsWith(":root"))
        return [note("the account's root user may do everything: use a role instead")];
      if (!/:(user|role)\//.test(who)) return [note(`not checked: IAM cannot simulate ${who}`)];
      const commands = commandRights(asking);
      return Promise.all(commands.map((command) => checkCommand(command, who, subject, signal)));
    },
  };
}

/** The caller's ARN in IAM: of an assumed role the role's, whose path only IAM knows. */
async function principalOf({ clients }: Subject, abortSignal: AbortSignal): Promise<string> {
  const { Arn: arn = "" } = await clients.sts.send(new GetCallerIdentityCommand(), { abortSignal });
  const RoleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (RoleName === undefined) return arn;
  const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }), { abortSignal });
  return Role?.Arn ?? arn;
}

async function checkCommand(
  { command, own = [], anywhere = [], onNames = [], isRare = false }: CommandRights,
  who: string,
  subject: Subject,
  signal: AbortSignal,
): Promise<Finding> {
  const isDeployed = subject.outputs !== undefined;
  if (own.length > 0 && !isDeployed) return note(`${command}: not checked before the stack is deployed`);
  const asked = [
    ...own.map(({ actions, on }) => ({ actions: [actions].flat(), resources: arnsOf(subject, on) })),
    ...chunks(anywhere).map((actions) => ({ actions, resources: ["*"] })),
    ...onNames.map((action) => ({ actions: [action], resources: [named(action, who, subject)] })),
  ];
  const denied = await Promise.all(asked.map((each) => deniedOf(each, who, subject, signal)));
  const missing = [...new Set(denied.flat())];
  if (missing.length === 0) return ok(`${command}: allowed`);
  const what = `${command}: the caller lacks ${missing.join(", ")}`;
  if (isRare && isDeployed) return note(what);
  return wrong(what, `let an administrator allow them to ${who}; docs/doctor.md lists all rights`);
}

/** Actions on resources. */
interface Asked {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** IAM refuses some actions in one request (`[a] and [b] require different authorization information`): then half of them, and half. */
async function deniedOf(asked: Asked, who: string, subject: Subject, signal: AbortSignal): Promise<string[]> {
  try {
    return await simulated(asked, who, subject, signal);
  } catch (cause) {
    const { actions } = asked;
    const isMixed = cause instanceof Error && cause.message.includes("different authorization information");
    if (!isMixed || actions.length === 1) throw cause;
    const middle = Math.ceil(actions.length / 2);
    const halves = [actions.slice(0, middle), actions.slice(middle)];
    const denied = halves.map((half) => deniedOf({ ...asked, actions: half }, who, subject, signal));
    return (await Promise.all(denied)).flat();
  }
}

async function simulated(
  { actions, resources }: Asked,
  PolicySourceArn: string,
  { clients }: Subject,
  abortSignal: AbortSignal,
): Promise<string[]> {
  const input = { PolicySourceArn, ActionNames: [...actions], ResourceArns: [...resources] };
  const denied: string[] = [];
  const allowed: string[] = [];
  const pages = paginateSimulatePrincipalPolicy({ client: clients.iam }, input, { abortSignal });
  for await (const { EvaluationResults = [] } of pages)
    for (const { EvalActionName = "", EvalDecision } of EvaluationResults)
      (EvalDecision === "allowed" ? allowed : denied).push(EvalActionName);
  // Also what IAM does not answer is not known to be allowed.
  return actions.filter((action) => denied.includes(action) || !allowed.includes(action));
}

/** ARNs of the platform's resources. */
function arnsOf({ outputs, region }: Subject, on: PlatformResource): string[] {
  const machines = Object.values(outputs?.stateMachines ?? {});
  const [, partition, , , account] = (machines[0] ?? "").split(":");
  const at = (service: string) => `arn:${partition}:${service}:${region}:${account}`;
  const s3 = `arn:${partition}:s3::`;
  const buckets = [outputs?.dataBucket, ...Object.values(outputs?.tenantBuckets ?? {})];
  const dataBuckets = buckets.map((bucket) => `${s3}:${bucket}`);
  switch (on) {
    case "stateMachines":
      return machines;
    case "executions":
    case "mapRuns":
    case "executionsOfMapRuns":
      return machines.map((machine) => runsOf(machine)[on]);
    case "table":
      return [`${at("dynamodb")}:table/${outputs?.table}`];
    case "logGroups":
      return [`${at("logs")}:log-group:*`];
    case "jobQueues":
      return Object.values(outputs?.jobQueues ?? {});
    case "consumableResources":
      return [`${at("batch")}:consumable-resource/*`];
    case "runFiles":
      return [`${s3}:${outputs?.platformBucket}/${platformKeys.runs}*`];
    case "dataBuckets":
      return dataBuckets;
    case "tenantObjects":
      return dataBuckets.map((arn) => `${arn}/${tenantsPrefix}*`);
    case "everything":
      return ["*"];
  }
}

/** A role or profile of the stack: who deploys may have rights to these only. */
function named(action: string, who: string, { project, stack }: Subject): string {
  const [, partition, , , account] = who.split(":");
  const kind = action.endsWith("InstanceProfile") ? "instance-profile" : "role";
  const name =
    action === "iam:CreateServiceLinkedRole"
      ? "aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"
      : `${project}-${stack}-any`;
  return `arn:${partition}:iam::${account}:${kind}/${name}`;
}

function chunks(actions: readonly string[]): string[][] {
  const count = Math.ceil(actions.length / together);
  return Array.from({ length: count }, (_, at) => actions.slice(at * together, (at + 1) * together));
}
