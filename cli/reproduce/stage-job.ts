import { setTimeout as delay } from "node:timers/promises";
import {
  DescribeJobsCommand,
  type JobDefinition,
  type JobDetail,
  paginateDescribeJobDefinitions,
  SubmitJobCommand,
} from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { env } from "../../contract/env.ts";
import { jobsOfRun } from "../../contract/job-names.ts";
import { shareIdentifier } from "../../contract/share-identifier.ts";
import type { LogEvent } from "../../runs/logs/log-line.ts";
import { LogReader } from "../../runs/logs/log-reader.ts";
import type { DeployedLimits } from "../../runs/reproduce/deployed-limits.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import { CommandFailure } from "../errors.ts";

/** A stage of a chunk that is run alone. */
export interface StageJob {
  readonly workflow: string;
  readonly stage: string;
  readonly runId: string;
  readonly execution: string;
  /** A manifest with this chunk only. */
  readonly manifest: string;
  /** ARN. */
  readonly queue: string;
  readonly limits: DeployedLimits;
  /** Port on 127.0.0.1 of Node's debugger, which the stage waits for. Absent: none. */
  readonly inspect?: number;
}

/** Seconds for a stage that a person steps through: a day. */
const inspectedSeconds = 86_400;

/** Submits the stage's job once, with the stack's own job definition. Returns its id. */
export async function submitStage(stack: Stack, job: StageJob): Promise<string> {
  const { workflow, stage, runId, execution, manifest, queue, limits, inspect } = job;
  const definition = await definitionOf(stack, workflow, stage);
  const needs = { VCPU: limits.vcpus, MEMORY: limits.memoryMiB };
  const variables = {
    ...limits.environment,
    ...{ [env.runId]: runId, [env.execution]: execution, [env.manifest]: manifest, [env.shardOffset]: "0" },
    ...(inspect !== undefined && { NODE_OPTIONS: `--inspect-brk=127.0.0.1:${inspect}` }),
  };
  const seconds = inspect === undefined ? limits.timeoutSeconds : inspectedSeconds;
  const { jobId } = await stack.clients.batch.send(
    new SubmitJobCommand({
      jobName: `${jobsOfRun(workflow, runId, execution)}-0-${stage}`,
      jobDefinition: definition.jobDefinitionArn,
      jobQueue: queue,
      shareIdentifier: shareIdentifier(workflow),
      retryStrategy: { attempts: 1 },
      ...(seconds !== undefined && { timeout: { attemptDurationSeconds: seconds } }),
      containerOverrides: {
        environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
        resourceRequirements: (["VCPU", "MEMORY"] as const).flatMap((type) =>
          needs[type] === undefined ? [] : [{ type, value: String(needs[type]) }],
        ),
      },
    }),
  );
  return must(jobId, "SubmitJob returns an id");
}

/** Hands out the lines of the job's log as they appear, until it has ended. Returns the job then. */
export async function followJob(
  { clients, pollMs }: Stack,
  jobId: string,
  signal: AbortSignal,
  onEvents: (events: readonly LogEvent[]) => void,
): Promise<JobDetail> {
  let reader: LogReader | undefined;
  for (;;) {
    const { jobs = [] } = await clients.batch.send(new DescribeJobsCommand({ jobs: [jobId] }));
    const job = must(jobs[0], "Batch keeps a job for days");
    const isEnded = job.status === "SUCCEEDED" || job.status === "FAILED";
    const { logStreamName: stream, logConfiguration } = job.container ?? {};
    const group = logConfiguration?.options?.["awslogs-group"];
    if (stream !== undefined && group !== undefined)
      reader ??= new LogReader(clients.logs, { group, stream });
    for await (const events of reader?.next() ?? []) onEvents(events);
    if (isEnded) return job;
    await delay(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** The newest revision of the stage's job definition, which names workflow and stage. */
async function definitionOf(stack: Stack, workflow: string, stage: string): Promise<JobDefinition> {
  const pages = paginateDescribeJobDefinitions({ client: stack.clients.batch }, { status: "ACTIVE" });
  const found: JobDefinition[] = [];
  for await (const { jobDefinitions = [] } of pages)
    for (const definition of jobDefinitions) {
      const { command, environment = [] } = definition.containerProperties ?? {};
      const isOf = environment.some(({ name, value }) => name === env.workflow && value === workflow);
      if (isOf && command?.[0] === stage) found.push(definition);
    }
  const newest = found.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0];
  if (newest !== undefined) return newest;
  throw new CommandFailure(
    "BL-U018",
    `this project's program has no job definition for the stage ${stage} of ${workflow}, or it has several nodes: ` +
      "check out the version that is deployed",
  );
}
