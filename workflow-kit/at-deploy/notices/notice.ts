import type { Cause } from "../../../contract/causes.ts";
import type { Health } from "../../../contract/notices.ts";
import type { ItemCounts } from "../../../contract/records.ts";

/** A tenant in an operators' notice. */
export interface NotedTenant {
  readonly id: string;
  /** As its file says, in one line. */
  readonly name: string;
  /** Why it failed. Has text of suppliers. Absent if it did not. */
  readonly reason?: string;
}

/** The end of a run, for operators and the webhook. Texts of suppliers are one line each, and may have any visible character. */
export interface RunNotice {
  readonly stack: string;
  readonly workflow: string;
  readonly runId: string;
  readonly status: "SUCCEEDED" | "FAILED";
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. */
  readonly endedAt: string;
  /** The run's result in one sentence. */
  readonly reason: string;
  /** Set if the run failed without a tenant: it broke, still fails, or is well again. */
  readonly itself?: "broke" | "stillBroken" | "wellAgain";
  /** Tenants that this recipient was not told to be broken. */
  readonly broke: readonly NotedTenant[];
  /** Tenants that fail as before. */
  readonly stillBroken: readonly NotedTenant[];
  /** Tenants that this recipient was told to be broken, and that have succeeded. */
  readonly wellAgain: readonly NotedTenant[];
  /** Why tenants failed, equal causes together. */
  readonly causes: readonly Cause[];
  /** Commands to type, the most useful first. @example ["npx batchline why run-1 --stack prod"] */
  readonly commands: readonly string[];
}

/** The end of a run for one tenant's contact. It has nothing of other tenants. */
export interface TenantNotice {
  readonly workflow: string;
  readonly runId: string;
  readonly tenant: Readonly<Record<"id" | "name", string>>;
  readonly health: Health;
  /** Whether `health` is news to the contact. False only for contacts that hear of every run. */
  readonly isChange: boolean;
  /** ISO 8601. */
  readonly startedAt: string;
  /** ISO 8601. */
  readonly endedAt: string;
  /** Stage → items of the tenant's chunks. */
  readonly items: Readonly<Record<string, ItemCounts>>;
  /** Why it failed, where the tenant or its supplier can do something: what its stage reported. Absent for faults of the platform. */
  readonly reason?: string;
}

/** A mail or a message: plain text, so that nothing in it needs escaping. */
export interface NoticeText {
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

/** A workflow's own texts. What is absent has the standard text. */
export interface NoticeTemplates {
  /** What operators read. @default `operatorsText` */
  operators?(notice: RunNotice): NoticeText;
  /** What a tenant's contact reads. @default `tenantText` */
  tenant?(notice: TenantNotice): NoticeText;
}
