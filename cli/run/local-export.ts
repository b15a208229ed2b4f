import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { RunOutcome } from "./follow.ts";
import type { LocalStack } from "./local-stack.ts";

/**
 * Lays the run's results out for a person below the session's folder, and says where: `tenants/<id>/` leads to all that a
 * tenant has in S3, its renditions among it, and `records/` holds the run's records as JSON.
 */
export async function exportSession(
  { session, outputs }: LocalStack,
  outcome: RunOutcome,
): Promise<string[]> {
  const tenantsDir = join(session, "tenants");
  const records = join(session, "records");
  await Promise.all([tenantsDir, records].map((dir) => mkdir(dir, { recursive: true })));
  const { run, tenants, chunks } = outcome;
  for (const [name, value] of Object.entries({ run, tenants, chunks })) {
    await writeFile(join(records, `${name}.json`), `${JSON.stringify(value ?? null, null, 2)}\n`);
  }
  for (const { tenant, status } of tenants) {
    if (status === "SKIPPED") continue;
    const bucket = outputs.tenantBuckets?.[tenant] ?? outputs.dataBucket;
    // The embedded S3 keeps each object as a file under its own name.
    const data = join(session, "s3", bucket, "tenants", tenant);
    await symlink(relative(tenantsDir, data), join(tenantsDir, tenant), "dir");
  }
  return [
    `Images   ${tenantsDir}/<tenant>/renditions/`,
    `Records  ${records}/`,
    `Logs     ${join(session, "logs")}/`,
  ];
}
