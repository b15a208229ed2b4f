import pLimit from "p-limit";
import type { TenantRecord } from "../../contract/records.ts";
import type { DeployedTenant } from "../../contract/tenants.ts";
import type { TenantNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { oneLine } from "../../workflow-kit/at-deploy/notices/one-line.ts";
import { tenantText } from "../../workflow-kit/at-deploy/notices/tenant-text.ts";
import { type Change, newsFor } from "./news.ts";
import type { Sending } from "./sending.ts";
import { messageOf, type Telling } from "./telling.ts";

/** Mails sent at once. SES takes 14 a second of most accounts, and the client slows down to what it takes. */
const concurrency = 8;

/** Tells the tenants' contacts, each of its own tenant only. Returns what could not be sent. @example const problems = await tellContacts(telling); */
export async function tellContacts(telling: Telling): Promise<readonly Error[]> {
  const { mail } = telling.sending;
  if (mail === undefined) return [];
  const { tenants } = newsFor("contact", telling.ended, telling.told.of);
  const told = await pLimit(concurrency).map(tenants, ([id, change]) =>
    tellContact(telling, mail, id, change),
  );
  return told.flatMap((problem) => problem ?? []);
}

async function tellContact(
  telling: Telling,
  mail: NonNullable<Sending["mail"]>,
  id: string,
  change: Change,
): Promise<Error | undefined> {
  const { ended, told, tenants, templates } = telling;
  const { execution, endedAt } = ended.run;
  const tenant = tenants.get(id);
  const record = ended.tenants.get(id);
  if (tenant?.contact === undefined || record === undefined) return undefined;
  const last = told.of(id)?.contact;
  // A rerun leaves the records of tenants that it does not touch.
  const isTold =
    last !== undefined && (last.execution === execution || (record.endedAt ?? endedAt) <= last.endedAt);
  if (!isDue(change, tenant, isTold)) return undefined;
  try {
    await mail(tenant.contact, (templates.tenant ?? tenantText)(noticeOf(telling, tenant, record, change)));
  } catch (cause) {
    return new Error(`the contact of ${id}: ${messageOf(cause)}`, { cause });
  }
  const health = record.status === "FAILED" ? "broken" : "well";
  await told.remember("contact", new Map([[id, { health, execution, endedAt }]]));
  return undefined;
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
