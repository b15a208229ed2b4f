import { must } from "@batchline/diagnostics";
import type { RoundFile } from "../../../contract/memory-rounds.ts";
import { platformKeys } from "../../../contract/object-keys.ts";
import type { Bucket } from "../../storage/bucket.ts";
import type { Claim } from "../../storage/claim.ts";

/** The plan of an execution's round; undefined if it has none. @example await readRound(bucket, claim, 1) */
export async function readRound(
  bucket: Bucket,
  { workflow, runId, execution }: Claim,
  round: number,
): Promise<RoundFile | undefined> {
  const text = await bucket.text(platformKeys.round(workflow, runId, execution, round));
  return text === undefined ? undefined : (JSON.parse(text) as RoundFile);
}

/** The plans of an execution's first rounds, in order. */
export function readRounds(bucket: Bucket, claim: Claim, count: number): Promise<RoundFile[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, before) =>
      must(await readRound(bucket, claim, before + 1), "a round of the run's item has a plan"),
    ),
  );
}
