import { DescribeJobsCommand, type JobDetail } from "@aws-sdk/client-batch";
import type { ChunkRecord } from "../../contract/records.ts";
import { awsFault } from "../stack/aws-failure.ts";
import type { Stack } from "../stack/stack.ts";

/** What a container had in a deployed run. Absent: not known any more. */
export interface DeployedLimits {
  readonly vcpus?: number;
  readonly memoryMiB?: number;
  /** Seconds for one attempt. */
  readonly timeoutSeconds?: number;
  /** The stage's own variables; those of Batchline and AWS name the deployed stack's resources. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the stage's last container had: by Batch, which keeps jobs for seven days, else by its record. */
export async function deployedLimits(stack: Stack, record: ChunkRecord): Promise<DeployedLimits> {
  const job = await jobOf(stack, record);
  const last = record.tries?.at(-1);
  const needs = new Map(
    job?.container?.resourceRequirements?.map(({ type, value }) => [type, Number(value)]),
  );
  const vcpus = needs.get("VCPU") ?? last?.vcpus;
  const memoryMiB = needs.get("MEMORY") ?? last?.memoryMiB;
  const timeoutSeconds = job?.timeout?.attemptDurationSeconds;
  const variables = job?.container?.environment ?? [];
  const own = variables.flatMap(({ name = "", value = "" }) =>
    /^(BATCHLINE_|AWS_|ECS_)/.test(name) ? [] : [[name, value] as const],
  );
  return {
    ...(vcpus !== undefined && { vcpus }),
    ...(memoryMiB !== undefined && { memoryMiB }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    environment: Object.fromEntries(own),
  };
}

async function jobOf({ clients }: Stack, { jobId }: ChunkRecord): Promise<JobDetail | undefined> {
  if (jobId === undefined) return undefined;
  try {
    return (await clients.batch.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs?.[0];
  } catch (cause) {
    if (awsFault(cause) === "right") return undefined;
    throw cause;
  }
}
