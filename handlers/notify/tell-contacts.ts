import type { TenantRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { TenantNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { oneLine } from "../../workflow-kit/at-deploy/notices/one-line.ts";
import { tenantText } from "../../workflow-kit/at-deploy/notices/tenant-text.ts";
import { type Change, newsFor } from "./news.ts";
import { messageOf, type Telling } from "./telling.ts";

/** Tells the tenants' contacts, each of its own tenant only. Returns what could not be sent. @example const problems = await tellContacts(telling); */
export async function tellContacts(telling: Telling): Promise<readonly Error[]> {
  const { sending, ended, told, tenants, templates } = telling;
  const { mail } = sending;
  if (mail === undefined) return [];
  const { execution, endedAt } = ended.run;
  const problems: Error[] = [];
  for (const [id, change] of newsFor("contact", ended, told.of).tenants) {
    const tenant = tenants.get(id);
    const record = ended.tenants.get(id);
    if (tenant?.contact === undefined || record === undefined) continue;
    if (!isDue(change, tenant, told.of(id)?.contact?.execution === execution)) continue;
    try {
      await mail(tenant.contact, (templates.tenant ?? tenantText)(noticeOf(telling, tenant, record, change)));
    } catch (cause) {
      problems.push(new Error(`the contact of ${id}: ${messageOf(cause)}`, { cause }));
      continue;
    }
    const health = record.status === "FAILED" ? "broken" : "well";
    await told.remember("contact", new Map([[id, { health, execution, endedAt }]]));
  }
  return problems;
}

function isDue(change: Change, { notices = "changes" }: DeployedTenant, isTold: boolean): boolean {
  if (notices === "off") return false;
  if (notices === "every-run") return !isTold;
  return change === "broke" || change === "wellAgain";
}

function noticeOf(
  { ended, causesOf }: Telling,
  { id, name }: DeployedTenant,
  record: TenantRecord,
  change: Change,
): TenantNotice {
  const { workflow, runId, startedAt, endedAt = ended.run.endedAt, items = {} } = record;
  // What happened inside of the platform is the operators' business.
  const own = causesOf(id).find(({ kind, effect }) => kind === "stage" && effect === "failed");
  return {
    ...{ workflow, runId, startedAt, endedAt, items },
    tenant: { id, name: oneLine(name) },
    health: record.status === "FAILED" ? "broken" : "well",
    isChange: change === "broke" || change === "wellAgain",
    ...(record.status === "FAILED" && own !== undefined && { reason: oneLine(own.sentence) }),
  };
}
