/** Names that AWS limits to so few characters that long names of project, stack and workflow do not fit. */

interface LimitedName {
  /** Pulumi's type token. @example "aws:iam/role:Role" */
  readonly type: string;
  /** The name in the program. */
  readonly name: string;
  /** Most characters that AWS accepts. */
  readonly limit: number;
}

/** A name as long as the one that Pulumi generates. Undefined if it generates none. @example ({ name }) => `${name}-0000000` */
export type NameGenerator = (resource: Omit<LimitedName, "limit">) => string | undefined;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const role = (name: string) => ({ type: "aws:iam/role:Role", name, limit: 64 });

/** Names of a workflow's resources, whether it has them all or not. A test compares them with what a program registers. */
export function namesOfWorkflow(workflow: string): readonly LimitedName[] {
  const schedule = { type: "aws:scheduler/schedule:Schedule", limit: 64 };
  const longestStage = "s".repeat(30);
  return [
    ...["", "-exec", "-job", "-stage", "-tenant", "-schedule", "-plan-exec", "-plan-job"].map((end) =>
      role(workflow + end),
    ),
    { ...schedule, name: `${workflow}-schedule` },
    { ...schedule, name: ownScheduleName(workflow, "0".repeat(6)) },
    { type: "aws:sqs/queue:Queue", name: `${workflow}-schedule-dead-letters`, limit: 80 },
    { type: "aws:sfn/stateMachine:StateMachine", name: workflow, limit: 80 },
    { type: "aws:batch/jobDefinition:JobDefinition", name: `${workflow}-${longestStage}`, limit: 128 },
  ];
}

/** The longest of the names that a platform has without any workflow. */
export const namesOfPlatform: readonly LimitedName[] = [
  role("on-demand-instances"),
  { type: "aws:cloudwatch/eventRule:EventRule", name: "alarms-queue-blocked", limit: 64 },
  { type: "aws:s3/bucket:Bucket", name: "storage-platform", limit: 63 },
];

/** The name in the program of a schedule that only some tenants have. @param digest Six digits that stand for the schedule. */
export function ownScheduleName(workflow: string, digest: string): string {
  return `${workflow}-at-${digest}`;
}

/** Why the names of project and stack, or the workflow's, are too long; undefined if all names fit. @example nameProblem("price-report", generate) */
export function nameProblem(workflow: string, generate: NameGenerator): string | undefined {
  const stack = tightest(namesOfPlatform, generate);
  if (stack !== undefined && stack.room < 0)
    return `${explain(stack)}. Shorten the name of the project or of the stack by ${-stack.room} characters`;
  const own = tightest(namesOfWorkflow(workflow), generate);
  if (own === undefined || own.room >= 0) return undefined;
  const longest = workflow.length + own.room;
  const fit = longest > 0 ? `names of ${longest} characters fit` : "no name fits";
  return `${JSON.stringify(workflow)} has ${workflow.length} characters, and ${fit}: ${explain(own)}. Shorten it, or the name of the project or of the stack`;
}

/** The name with the least characters left. */
function tightest(names: readonly LimitedName[], generate: NameGenerator) {
  return names
    .flatMap(({ type, name, limit }) => {
      const generated = generate({ type, name });
      return generated === undefined ? [] : [{ type, generated, limit, room: limit - generated.length }];
    })
    .sort((a, b) => a.room - b.room)[0];
}

function explain({ type, generated, limit }: NonNullable<ReturnType<typeof tightest>>): string {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  return `the ${kind} ${generated} would have ${generated.length} characters, and AWS allows ${limit}`;
}
