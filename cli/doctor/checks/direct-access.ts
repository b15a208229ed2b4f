import { DescribeJobsCommand, type JobDetail, type JobStatus, paginateListJobs } from "@aws-sdk/client-batch";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { plural } from "@batchline/diagnostics";
import { age } from "../age.ts";
import { type Check, type Finding, note, ok } from "../check.ts";
import { orFailure } from "../failure.ts";
import type { Subject } from "../subject.ts";

const unfinished: readonly JobStatus[] = ["SUBMITTED", "PENDING", "RUNNABLE", "STARTING", "RUNNING"];

/** DescribeJobs takes so many at once. */
const together = 100;

/** Whether containers may assume the tenant role themselves, and whether some still do. */
export const directAccess: Check = {
  name: "direct-access",
  why: "A container that may assume the tenant role itself reaches every tenant. The broker gives it one chunk's rights.",
  actions: ["batch:ListJobs", "batch:DescribeJobs", "iam:GetRole"],
  async run(subject, signal) {
    const { outputs } = subject;
    if (outputs === undefined) return [note("not checked: there are no roles yet")];
    if (outputs.directRoles === undefined) return [note("not checked: the stack has no output directRoles")];
    const roles = Object.entries(outputs.directRoles);
    if (roles.length === 0) return [ok("containers reach tenants only through the broker")];
    const inUse = await rolesOfJobs(subject, signal);
    const found = roles.map(async ([workflow, role]) => {
      const jobs = inUse.filter((each) => each === role).length;
      return describe(workflow, role, jobs, subject, signal);
    });
    return Promise.all(found.map((each) => orFailure(each, directAccess.actions)));
  },
};

async function describe(
  workflow: string,
  role: string,
  jobs: number,
  { clients, now, stack }: Subject,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const RoleName = role.slice(role.lastIndexOf("/") + 1);
  const may = `${workflow}: containers from before the broker may assume the tenant role`;
  if (jobs > 0)
    return note(
      `${may}, and ${RoleName} is used by ${plural(jobs, "unfinished job")}`,
      "wait until they have ended",
    );
  const { Role } = await clients.iam.send(new GetRoleCommand({ RoleName }), { abortSignal });
  const used = Role?.RoleLastUsed?.LastUsedDate;
  const last = used === undefined ? "never" : `${age(now() - used.getTime())} ago`;
  const set = `npx pulumi config set --stack ${stack} batchline:directTenantAccess false`;
  // A run that waits has no jobs yet.
  const deny = `a day after the update: ${set} && npx pulumi up --stack ${stack}`;
  return note(`${may}; no unfinished job uses ${RoleName}, which was last used ${last}`, deny);
}

/** The job roles of all unfinished jobs in the stack's queues. An array of jobs counts once. */
async function rolesOfJobs({ clients, outputs }: Subject, abortSignal: AbortSignal): Promise<string[]> {
  const ids: string[] = [];
  for (const jobQueue of Object.values(outputs?.jobQueues ?? {}))
    for (const jobStatus of unfinished)
      for await (const { jobSummaryList = [] } of paginateListJobs(
        { client: clients.batch },
        { jobQueue, jobStatus },
        { abortSignal },
      ))
        ids.push(...jobSummaryList.flatMap(({ jobId }) => jobId ?? []));
  const roles: string[] = [];
  for (let at = 0; at < ids.length; at += together) {
    const request = new DescribeJobsCommand({ jobs: ids.slice(at, at + together) });
    const { jobs = [] } = await clients.batch.send(request, { abortSignal });
    roles.push(...jobs.flatMap((job) => roleOf(job) ?? []));
  }
  return roles;
}

function roleOf({ container, nodeProperties }: JobDetail): string | undefined {
  return container?.jobRoleArn ?? nodeProperties?.nodeRangeProperties?.[0]?.container?.jobRoleArn;
}
