import { plural } from "@batchline/diagnostics";
import type { Cause } from "../../contract/causes.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord, LockRecord } from "../../contract/records.ts";
import { explainReasons } from "../../workflow-kit/causes/aws-reasons.ts";
import { follow, helpfulCommand } from "../../workflow-kit/causes/helpful-command.ts";
import type { JobFacts } from "../../workflow-kit/causes/reason-rule.ts";
import type { OpenRun } from "../records/open-run.ts";
import { RecordReader } from "../records/record-reader.ts";
import type { Asking } from "./asking.ts";
import { queueRoom } from "./queue-room.ts";
import { scarceUnits } from "./scarce-units.ts";
import { type WaitingJobs, waitingJobs } from "./waiting-jobs.ts";

/** From this silence on a stage may hang, in milliseconds: 10 minutes. */
const longSilence = 600_000;

/** What holds the work of a run that is under way: another run, room in a queue, units of a resource, silence. */
export async function holdsOf(
  open: OpenRun,
  chunks: readonly ChunkRecord[],
  asking: Asking,
  now: number,
): Promise<Cause[]> {
  const isPlanned = open.run?.plannedAt !== undefined || (open.run?.chunks ?? 0) > 0;
  const busy = isPlanned ? [] : await busyCause(open, asking);
  if (busy.length > 0) return busy;
  const waiting = await asking.for("jobs that wait", () => waitingJobs(open), []);
  const waits = await Promise.all(waiting.map((jobs) => waitCause(open, jobs, asking)));
  return [...waits, ...silentCauses(open, chunks, now)];
}

/** A run without a plan waits for the one that has its workflow's lock. */
async function busyCause({ stack, workflow, runId, run }: OpenRun, asking: Asking): Promise<Cause[]> {
  const records = new RecordReader(stack.clients.dynamodb, stack.outputs.table);
  const read = () => records.get<LockRecord>(tableKeys.lock(workflow));
  const holder = await asking.for("the workflow's lock", read, undefined);
  if (holder === undefined || holder.runId === runId || holder.execution === run?.execution) return [];
  return [
    {
      ...{ key: `holds|busy|${holder.runId}`, kind: "busy", effect: "holds", tenants: [], chunks: 0 },
      sentence: `it waits for the run ${holder.runId}, which has been under way since ${holder.acquiredAt}`,
      help: "follow that run, or stop it",
      command: follow(holder.runId, stack.option),
    },
  ];
}

async function waitCause(
  { stack, workflow, runId }: OpenRun,
  { queue, stage, count, first }: WaitingJobs,
  asking: Asking,
): Promise<Cause> {
  const { batch } = stack.clients;
  const common = { effect: "holds", stage, tenants: [], chunks: count } as const;
  const job = { stage, ...needsOf(first) };
  const explained = first.statusReason ? explainReasons([first.statusReason], job) : undefined;
  if (explained !== undefined) {
    const cause = { ...common, ...explained, key: `holds|${explained.kind}|${stage}` };
    const command = helpfulCommand(cause, { runId, workflow }, stack.option);
    return {
      ...cause,
      sentence: explained.sentence.replace("was never", "is not"),
      ...(command && { command }),
    };
  }
  const scarce = await asking.for("the limited resources", () => scarceUnits(batch, first), undefined);
  if (scarce !== undefined)
    return {
      ...{ ...common, key: `holds|units|${stage}|${workflow}`, kind: "queue" },
      sentence: `waiting for units of a limited resource, ${scarce}`,
      help: "wait, or raise its number in batchline:consumableResources",
    };
  const parent = (first.jobId ?? "").replace(/[:#].*/, "");
  const isOwn = (jobId: string) => jobId.startsWith(parent);
  const workflows = Object.keys(stack.outputs.stateMachines);
  const room = await asking.for(
    "the queue's order",
    () => queueRoom(batch, queue, { workflows, isOwn }),
    "who has the room is not known",
  );
  const name = queue.slice(queue.lastIndexOf("/") + 1);
  return {
    ...{ ...common, key: `holds|queue|${stage}|${workflow}`, kind: "queue" },
    sentence: `waiting for room in the queue ${name}: ${room}`,
    help: "wait, or raise batchline:maxVcpus; a workflow's share sets its part while others wait",
  };
}

function needsOf({ container }: WaitingJobs["first"]): Omit<JobFacts, "stage"> {
  const names = { VCPU: "vcpus", MEMORY: "memoryMiB", GPU: "gpus" } as const;
  const needs = (container?.resourceRequirements ?? []).flatMap(({ type, value }) =>
    type === undefined ? [] : [[names[type], Number(value)] as const],
  );
  return Object.fromEntries(needs);
}

function silentCauses(
  { runId, workflow, stack }: OpenRun,
  chunks: readonly ChunkRecord[],
  now: number,
): Cause[] {
  const silent = new Map<string, ChunkRecord[]>();
  for (const record of chunks) {
    const { status, heardAt, stage } = record;
    if (status !== "RUNNING" || heardAt === undefined || now - Date.parse(heardAt) < longSilence) continue;
    silent.set(stage, [...(silent.get(stage) ?? []), record]);
  }
  return [...silent].flatMap(([stage, records]) => {
    const [longest] = records.sort((a, b) => ((a.heardAt ?? "") < (b.heardAt ?? "") ? -1 : 1));
    if (longest?.heardAt === undefined) return [];
    const { tenant, chunk, attempts, logGroup, logStream, jobId, heardAt } = longest;
    const minutes = Math.floor((now - Date.parse(heardAt)) / 60_000);
    const cause: Cause = {
      ...{ key: `holds|silent|${stage}`, kind: "silent", effect: "holds", stage, at: heardAt },
      sentence: `no progress for ${plural(minutes, "minute")}`,
      help: "see its log; its timeout ends it, and Batch tries again",
      tenants: [...new Set(records.map((record) => record.tenant))].sort(),
      chunks: records.length,
      example: {
        ...{ tenant, chunk, stage, attempts },
        ...(jobId !== undefined && { jobId }),
        ...(logGroup !== undefined && { logGroup }),
        ...(logStream !== undefined && { logStream }),
      },
    };
    const command = helpfulCommand(cause, { runId, workflow }, stack.option);
    return [{ ...cause, ...(command && { command }) }];
  });
}
