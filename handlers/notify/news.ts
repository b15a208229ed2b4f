import type { Health, NoticeRecord, Recipient, Told } from "../../contract/notices.ts";
import type { EndedRun } from "./ended-run.ts";

/** What a run's end is to someone, by what they were told last. */
export type Change = "broke" | "stillBroken" | "wellAgain" | "stillWell";

/** What a recipient was told last: of a tenant, or of runs that failed without one. */
export type ToldOf = (tenant?: string) => NoticeRecord | undefined;

/** A recipient's news. */
export interface News {
  /** Tenant → what changed. Absent are tenants of which a later run was reported. */
  readonly tenants: ReadonlyMap<string, Change>;
  /** Absent if the run says nothing about itself. */
  readonly itself?: Change;
}

/**
 * What a run's end is to a recipient. It compares the run with what the recipient was told. So a second call finds no change after a notice
 * was sent. A notice that could not be sent is sent with the next run.
 * @example const { tenants } = newsFor("operators", ended, (tenant) => told.get(tenant));
 */
export function newsFor(recipient: Recipient, { run, tenants }: EndedRun, told: ToldOf): News {
  const { endedAt } = run;
  const changes = [...tenants].flatMap(([tenant, { status }]): [string, Change][] => {
    const change = changeOf(status === "FAILED" ? "broken" : "well", told(tenant)?.[recipient], endedAt);
    return change === undefined ? [] : [[tenant, change]];
  });
  const health = healthOfItself({ run, tenants });
  const itself = health && changeOf(health, told()?.[recipient], endedAt);
  return { tenants: new Map(changes), ...(itself && { itself }) };
}

/** Whether something broke or is well again. */
export function isNews({ tenants, itself }: News): boolean {
  return [...tenants.values(), itself].some((change) => change === "broke" || change === "wellAgain");
}

/** Whether the run, apart from its tenants, failed. Undefined if it had nothing to do. */
export function healthOfItself({ run, tenants }: EndedRun): Health | undefined {
  const failed = [...tenants.values()].some(({ status }) => status === "FAILED");
  if (run.status === "FAILED" && !failed) return "broken";
  return tenants.size > 0 ? "well" : undefined;
}

function changeOf(health: Health, told: Told | undefined, endedAt: string): Change | undefined {
  if (told !== undefined && told.endedAt > endedAt) return undefined;
  if (health === "broken") return told?.health === "broken" ? "stillBroken" : "broke";
  return told?.health === "broken" ? "wellAgain" : "stillWell";
}
