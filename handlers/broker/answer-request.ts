import type { BatchClient } from "@aws-sdk/client-batch";
import type { S3Client } from "@aws-sdk/client-s3";
import type { STSClient } from "@aws-sdk/client-sts";
import type { Granted } from "../../contract/broker/answer.ts";
import { BrokerRequest } from "../../contract/broker/request.ts";
import { chunkName } from "../../contract/record-keys.ts";
import type { Table } from "../storage/table.ts";
import { callerJob } from "./caller-job.ts";
import { chunkSession } from "./chunk-session.ts";
import { checkRunLives } from "./live-run.ts";
import { RefusedError } from "./not-granted.ts";
import type { Placements } from "./placements.ts";
import { useProof } from "./proof-fence.ts";
import { type BrokerPlace, provenCaller } from "./proven-caller.ts";
import { readChunk } from "./read-chunk.ts";

export interface Broker extends BrokerPlace {
  readonly batch: BatchClient;
  readonly s3: S3Client;
  /** With the broker's own role. */
  readonly stsClient: STSClient;
  readonly placements: Placements;
  readonly table: Table;
  readonly platformBucket: string;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What is known of a request, for the log: nothing of it is secret. */
export type Facts = Record<string, unknown>;

/**
 * Grants the container's chunk, after every check. Each check uses only what an earlier one has established.
 * @param facts Gets what becomes known. @throws {RefusedError} @throws {NotYetError}
 */
export async function answerRequest(event: unknown, broker: Broker, facts: Facts): Promise<Granted> {
  const { data: request, error } = BrokerRequest.safeParse(event);
  if (request === undefined) {
    const paths = error.issues.map(({ path }) => path.join("."));
    throw new RefusedError("BL-B001", "this is not a request of a container", { paths });
  }
  const { kind, jobId } = request;
  Object.assign(facts, { kind, jobId });
  const caller = await provenCaller(request, broker, broker.now());
  Object.assign(facts, { role: caller.role, task: caller.taskId });
  await useProof(broker.table, caller.taskId, request.proof.time);
  const { ownFailures, tenantRole, containerInstance, ...job } = await callerJob(broker.batch, jobId, caller);
  const { workflow, runId, execution, manifest, position } = job;
  Object.assign(facts, job);
  await checkRunLives(broker.table, job);
  const { chunk, chunksInRun } = await readChunk(broker.s3, broker.platformBucket, manifest, position);
  const { tenant, index } = chunk;
  Object.assign(facts, { tenant, chunk: index });
  const tags = { tenant, workflow, run: runId, chunk: chunkName(index) };
  const [session, placement] = await Promise.all([
    chunkSession(broker.stsClient, tenantRole, caller, tags),
    broker.placements.of(containerInstance, (placementUnknown) => Object.assign(facts, { placementUnknown })),
  ]);
  Object.assign(facts, { placement });
  return { outcome: "granted", chunk, chunksInRun, execution, ownFailures, placement, session };
}
