import type { Cause } from "../../contract/causes.ts";
import type { NoticeMode } from "../../contract/notices.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { NoticeTemplates } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { oneLine } from "../../workflow-kit/at-deploy/notices/one-line.ts";
import type { EndedRun } from "./ended-run.ts";
import type { Sending } from "./sending.ts";
import type { ToldTable } from "./told-table.ts";

/** A run's end, and the ways to report it. */
export interface Telling {
  readonly stack: string;
  /** Ends commands. @example "--stack prod" */
  readonly option: string;
  readonly ended: EndedRun;
  readonly told: ToldTable;
  readonly tenants: ReadonlyMap<string, DeployedTenant>;
  /** Why the run, or one tenant, failed. Of one tenant: from its records only, as equal causes of several have the words of one. */
  readonly causesOf: (tenant?: string) => readonly Cause[];
  readonly templates: NoticeTemplates;
  readonly sending: Sending;
  /** When operators and the webhook get notices. */
  readonly mode: NoticeMode;
}

/** An error's message in one line. */
export function messageOf(cause: unknown): string {
  return oneLine(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
}
