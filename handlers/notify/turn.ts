import type { NoticeTurn } from "../../contract/notices.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import type { Table } from "../storage/table.ts";

/**
 * Lets one call at a time tell about a workflow, as EventBridge may deliver an event twice. A call that died keeps its turn until Lambda
 * would have ended it. Returns false, without calling `work`, if the turn does not become free.
 * @param turn The caller's. @param pause Waits between two tries; returns false when it is time to give up.
 * @example const told = await inTurn(table, "nightly-report", { holder: requestId, until }, now, pause, tell);
 */
export async function inTurn(
  table: Table,
  workflow: string,
  turn: NoticeTurn,
  now: () => number,
  pause: () => Promise<boolean>,
  work: () => Promise<void>,
): Promise<boolean> {
  const key = tableKeys.noticeTurn(workflow);
  const isFree = () => ({
    expression: "attribute_not_exists(pk) OR #until < :now",
    names: { "#until": "until" },
    values: { ":now": now() },
  });
  while (!(await table.put({ ...key, ...turn }, isFree()))) if (!(await pause())) return false;
  try {
    await work();
  } finally {
    const own = {
      expression: "#holder = :holder",
      names: { "#holder": "holder" },
      values: { ":holder": turn.holder },
    };
    await table.update(key, { set: { until: 0 } }, own);
  }
  return true;
}
