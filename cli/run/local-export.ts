import { existsSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { renditionsPrefix, sitemapsPrefix, tenantKeys } from "../../contract/keys.ts";
import type { LocalStack } from "./local-stack.ts";
import type { FinishedRun } from "./run-in-order.ts";
import type { StackOutputs } from "./target.ts";

/** Where tenants' data is. */
type Buckets = Pick<StackOutputs, "dataBucket" | "tenantBuckets">;

/**
 * Lays the runs' results out for a person below the session's folder, and says where: `tenants/<id>/` leads to all that a
 * tenant has in S3, its renditions among it, and `records/<workflow>/` holds the records of the workflow's last run as JSON.
 */
export async function exportSession(
  { session, outputs }: Pick<LocalStack, "session"> & { readonly outputs: Buckets },
  runs: readonly FinishedRun[],
): Promise<string[]> {
  const tenantsDir = join(session, "tenants");
  const records = join(session, "records");
  await mkdir(tenantsDir, { recursive: true });
  for (const { workflow, outcome } of runs) {
    const { run, tenants, chunks } = outcome;
    await mkdir(join(records, workflow), { recursive: true });
    for (const [name, value] of Object.entries({ run, tenants, chunks })) {
      const text = `${JSON.stringify(value ?? null, null, 2)}\n`;
      await writeFile(join(records, workflow, `${name}.json`), text);
    }
  }
  const worked = new Set(
    runs.flatMap(({ outcome }) =>
      outcome.tenants.filter(({ status }) => status !== "SKIPPED").map(({ tenant }) => tenant),
    ),
  );
  for (const tenant of worked) {
    const bucket = outputs.tenantBuckets?.[tenant] ?? outputs.dataBucket;
    // The embedded S3 keeps each object as a file under its own name.
    const data = join(session, "s3", bucket, "tenants", tenant);
    await symlink(relative(tenantsDir, data), join(tenantsDir, tenant), "dir");
  }
  // Where the report says what was found, that is to be found as a file, too.
  const reported = runs.filter(({ outcome }) => outcome.chunks.some(({ result }) => result !== undefined));
  const made = (folder: string) => [...worked].some((tenant) => existsSync(join(tenantsDir, tenant, folder)));
  return [
    ...(made(renditionsPrefix) ? [`Images   ${tenantsDir}/<tenant>/${renditionsPrefix}`] : []),
    ...(made(sitemapsPrefix) ? [`Sitemaps ${tenantsDir}/<tenant>/${sitemapsPrefix}`] : []),
    ...reported.map(
      ({ workflow, outcome: { runId } }) =>
        `Results  ${tenantsDir}/<tenant>/${tenantKeys.outputs(workflow, runId)}`,
    ),
    `Records  ${records}/`,
    `Logs     ${join(session, "logs")}/`,
  ];
}
