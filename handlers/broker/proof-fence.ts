import { proofGapMs, proofToleranceMs } from "../../contract/broker/identity-request.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { ProofRecord } from "../../contract/records.ts";
import type { Table } from "../storage/table.ts";
import { NotYetError } from "./not-granted.ts";

/** Longer than any proof can be used: DynamoDB may delete the item then. */
const keptMs = 12 * proofToleranceMs;

/** Uses up a container's proof: no earlier one, not this one, and none that is hardly later passes again. @param time Of the proof. @throws {NotYetError} */
export async function useProof(table: Table, taskId: string, time: number): Promise<void> {
  const record: ProofRecord = { at: time, expiresAt: Math.ceil((time + keptMs) / 1000) };
  const isLater = {
    expression: "attribute_not_exists(#at) OR #at <= :latest",
    values: { ":latest": time - proofGapMs },
  };
  if (await table.update(tableKeys.proof(taskId), { set: record }, isLater)) return;
  throw new NotYetError("BL-B003", "this proof is not two seconds later than the latest that was used");
}
