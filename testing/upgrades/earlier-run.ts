import { tableKeys } from "../../contract/record-keys.ts";
import type { ChunkRecord } from "../../contract/records.ts";
import type { EmbeddedStores } from "../handlers/embedded-stores.ts";
import recorded from "./run-4be406e.json" with { type: "json" };

/** The id of the run in the recording. */
const recordedId = "EARLIER";

/**
 * Puts a run of `chunky` as the commit 4be406e planned it, with what its containers had recorded when it was half done: acme's chunk 0 has
 * finished, bolt's chunk 1 downloads, acme's chunk 2 fetches. The commit 506c5e7 wrote the same. @param isPlanned Whether its plan is complete.
 */
export async function putEarlierRun(
  { table, bucket }: EmbeddedStores,
  runId: string,
  isPlanned = true,
): Promise<void> {
  const { items, objects }: Pick<typeof recorded, "items"> & { objects: Record<string, string> } = JSON.parse(
    JSON.stringify(recorded).replaceAll(recordedId, runId),
  );
  for (const item of items) await table.put(item);
  for (const [key, text] of Object.entries(objects))
    if (isPlanned || !key.endsWith("/plan.json")) await bucket.put(key, text, "application/json");
}

/** Writes fields of a record as a container of that version does. */
export async function workedEarlier(
  { table }: EmbeddedStores,
  runId: string,
  [chunk, tenant, stage]: readonly [number, string, string],
  fields: Partial<ChunkRecord> = {},
): Promise<void> {
  const at = { startedAt: "2026-11-23T12:10:00.000Z", endedAt: "2026-11-23T12:11:00.000Z" };
  const items = { done: 10, failed: 0, skipped: 2 };
  const record = { runId, tenant, chunk, stage, attempts: 1, expiresAt: 1_803_211_200, items };
  const key = { pk: `run#${runId}`, sk: `chunk#${String(chunk).padStart(8, "0")}#${stage}` };
  await table.update(key, { set: { ...record, ...at, status: "SUCCEEDED", ...fields } });
}

/** The lock as that version's planner takes it: only if it is free, its own, or has expired. Returns whether it got it. */
export function lockedEarlier({ table, now }: EmbeddedStores, execution: string): Promise<boolean> {
  const seconds = Math.floor(now() / 1000);
  const lock = { runId: execution, execution, acquiredAt: new Date(now()).toISOString() };
  return table.put(
    { ...tableKeys.lock("chunky"), ...lock, expiresAt: seconds + 24 * 3600 },
    {
      expression: "attribute_not_exists(pk) OR execution = :execution OR expiresAt <= :now",
      values: { ":execution": execution, ":now": seconds },
    },
  );
}
