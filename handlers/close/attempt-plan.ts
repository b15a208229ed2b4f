import { platformKeys } from "../../contract/object-keys.ts";
import type { PlanFile, Shard, StageGraph } from "../../contract/plan.ts";
import type { Bucket } from "../storage/bucket.ts";
import type { Claim } from "../storage/claim.ts";
import type { Stores } from "../storage/stores.ts";
import type { WorkflowByName } from "../workflow-by-name.ts";
import { manifestLines } from "./manifest-lines.ts";

/** What an execution planned, and what closing its run needs of the run's first plan. */
export interface AttemptPlan extends Claim {
  readonly stages: StageGraph;
  /** The tenants that it ran. A resume leaves the others as they are. */
  readonly tenants: ReadonlySet<string>;
  /** Prefix of the manifest with all chunks of the run. */
  readonly allChunks: string;
  readonly shards: readonly Shard[];
  /** A chunk's place in the execution's own manifest; undefined if the execution did not run it. */
  readonly positionOf: (chunk: number) => number | undefined;
}

/**
 * Reads what the execution of a claim planned. Plans of the version before name no stages: today's count.
 * @throws {MissingObjectError} if a plan or a manifest is missing
 * @throws {UnknownWorkflowError} for an earlier plan of a workflow that is not deployed any more
 * @example const { stages } = await attemptPlan(stores, claim, workflowIn(workflows));
 */
export async function attemptPlan(
  { bucket }: Pick<Stores, "bucket">,
  claim: Claim,
  workflowNamed: WorkflowByName,
): Promise<AttemptPlan> {
  const { workflow, runId, execution } = claim;
  const first = await requiredPlan(bucket, { ...claim, execution: runId });
  const isFirst = execution === runId;
  const own = isFirst ? first : await requiredPlan(bucket, claim);
  const places = new Map<number, number>();
  if (!isFirst)
    for await (const { index } of manifestLines(bucket, own.manifest)) places.set(index, places.size);
  return {
    ...claim,
    stages: own.stages ?? workflowNamed(workflow).stages,
    tenants: new Set(own.running.map(({ tenant }) => tenant)),
    allChunks: first.manifest,
    shards: own.shards,
    // In a run's first attempt a chunk's place is its id.
    positionOf: isFirst ? (chunk) => chunk : (chunk) => places.get(chunk),
  };
}

async function requiredPlan(bucket: Bucket, { workflow, runId, execution }: Claim): Promise<PlanFile> {
  const key = platformKeys.plan(workflow, runId, execution);
  return JSON.parse(await bucket.requiredText(key, "the run cannot be closed")) as PlanFile;
}
