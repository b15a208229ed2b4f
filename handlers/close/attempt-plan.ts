import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile, Shard, StageGraph } from "../../contract/plan.ts";
import { readRounds } from "../plan/rounds/read-round.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Claim } from "../storage/claim.ts";
import type { Stores } from "../storage/stores.ts";
import type { WorkflowByName } from "../workflow-by-name.ts";
import { manifestLines } from "./manifest-lines.ts";

/** Shards that were submitted together: by an execution's plan, or by one of its rounds. */
export interface Submission {
  readonly shards: readonly Shard[];
  /** A chunk's place in the manifest of these shards; undefined if it is not there. */
  readonly positionOf: (chunk: number) => number | undefined;
}

/** What an execution planned, and what closing its run needs of the run's first plan. */
export interface AttemptPlan extends Claim {
  readonly stages: StageGraph;
  /** The tenants that it ran. A resume leaves the others as they are. */
  readonly tenants: ReadonlySet<string>;
  /** Prefix of the manifest with all chunks of the run. */
  readonly allChunks: string;
  /** A chunk's place in the execution's own manifest; undefined if the execution did not run it. */
  readonly positionOf: (chunk: number) => number | undefined;
  /** First the plan's, then one for each round. */
  readonly submissions: readonly Submission[];
}

/**
 * Reads what the execution of a claim planned. @param rounds How many rounds it has begun. Plans of the version before name no stages: today's count.
 * @throws {MissingObjectError} if a plan or a manifest is missing
 * @throws {UnknownWorkflowError} for an earlier plan of a workflow that is not deployed any more
 * @example const { stages } = await attemptPlan(stores, claim, workflowIn(workflows), 0);
 */
export async function attemptPlan(
  { bucket }: Pick<Stores, "bucket">,
  claim: Claim,
  workflowNamed: WorkflowByName,
  rounds: number,
): Promise<AttemptPlan> {
  const { workflow, runId, execution } = claim;
  const first = await requiredPlan(bucket, { ...claim, execution: runId });
  const isFirst = execution === runId;
  const own = isFirst ? first : await requiredPlan(bucket, claim);
  // In a run's first attempt a chunk's place is its id.
  const positionOf = isFirst ? (chunk: number) => chunk : await positionsIn(bucket, own.manifest);
  const submissions: Submission[] = [{ shards: own.shards, positionOf }];
  for (const { shards, manifest } of await readRounds(bucket, claim, rounds))
    submissions.push({ shards, positionOf: await positionsIn(bucket, manifest) });
  return {
    ...claim,
    stages: own.stages ?? workflowNamed(workflow).stages,
    tenants: new Set(own.running.map(({ tenant }) => tenant)),
    allChunks: first.manifest,
    positionOf,
    submissions,
  };
}

async function positionsIn(bucket: Bucket, manifest: string): Promise<Submission["positionOf"]> {
  const places = new Map<number, number>();
  for await (const { index } of manifestLines(bucket, manifest)) places.set(index, places.size);
  return (chunk) => places.get(chunk);
}

async function requiredPlan(bucket: Bucket, { workflow, runId, execution }: Claim): Promise<PlanFile> {
  const key = platformKeys.plan(workflow, runId, execution);
  return JSON.parse(await bucket.requiredText(key, "the run cannot be closed")) as PlanFile;
}
