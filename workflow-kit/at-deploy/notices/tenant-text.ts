import type { NoticeText, TenantNotice } from "./notice.ts";

/**
 * The standard mail to a tenant's contact.
 * @example workflow({ notices: { tenant: (notice) => ({ ...tenantText(notice), subject: `Your catalogue: ${notice.health}` }) }, … });
 */
export function tenantText(notice: TenantNotice): NoticeText {
  const { workflow, tenant, health, isChange, endedAt, items, reason, runId } = notice;
  const what =
    health === "broken" ? (isChange ? "failed" : "failed again") : isChange ? "works again" : "succeeded";
  const why = health === "well" ? [] : [`Why: ${reason ?? "ask the operators of the service"}`, ""];
  const counts = Object.entries(items).map(([stage, { done, failed, skipped }]) => {
    const rest = [
      ...(failed > 0 ? [`${failed} failed`] : []),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ];
    return `  ${stage}: ${[`${done} done`, ...rest].join(", ")}`;
  });
  const lines = [
    `${workflow} ${what} for ${tenant.name} at ${utc(endedAt)}.`,
    "",
    ...why,
    ...(counts.length > 0 ? ["Items of each stage:", ...counts, ""] : []),
    ...(health === "broken" && isChange ? ["You get the next mail when it works again.", ""] : []),
    `Run ${runId}, tenant ${tenant.id}`,
  ];
  return { subject: `${tenant.name}: ${workflow} ${what}`, text: `${lines.join("\n")}\n` };
}

/** `2026-11-28 03:12 UTC` */
export function utc(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}
