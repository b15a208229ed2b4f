import { existsSync } from "node:fs";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { tenantKeys } from "../../contract/object-keys.ts";
import type { StackOutputs } from "../../runs/stack/target.ts";
import { outputsOfRun } from "../../workflow-kit/at-deploy/declaration.ts";
import type { FinishedRun } from "./finished-run.ts";

/** Where tenants' data is. */
type Buckets = Pick<StackOutputs, "dataBucket" | "tenantBuckets">;

/** Arranges the runs' results for people below the session's folder and returns a line for each place. `tenants/<id>/`
 * leads to the tenant's data in S3. `records/<workflow>/` has the records of the workflow's last run as JSON. */
export async function exportSession(
  { session, outputs }: { readonly session: string; readonly outputs: Buckets },
  runs: readonly FinishedRun[],
): Promise<string[]> {
  const tenantsDir = join(session, "tenants");
  const records = join(session, "records");
  await mkdir(tenantsDir, { recursive: true });
  for (const { outcome } of runs) {
    const { workflow, run, tenants, chunks } = outcome;
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
    const link = join(tenantsDir, tenant);
    // An earlier run in the same session has left it.
    await rm(link, { force: true });
    await symlink(relative(tenantsDir, data), link, "dir");
  }
  const exists = (folder: string) =>
    [...worked].some((tenant) => existsSync(join(tenantsDir, tenant, folder)));
  const line = (label: string, place: string) => `${label.padEnd(8)} ${place}`;
  const [kept, ofRuns]: [string[], string[]] = [[], []];
  for (const { results, outcome } of runs)
    for (const { label, folder } of results) {
      const hasOutputs = outcome.chunks?.some(({ result }) => result !== undefined) ?? false;
      const outputs = tenantKeys.outputs(outcome.workflow, outcome.runId);
      if (folder !== outputsOfRun && exists(folder))
        kept.push(line(label, `${tenantsDir}/<tenant>/${folder}`));
      if (folder === outputsOfRun && hasOutputs)
        ofRuns.push(line(label, `${tenantsDir}/<tenant>/${outputs}`));
    }
  const found = new Set([...kept, ...ofRuns]);
  return [...found, line("Records", `${records}/`), line("Logs", `${join(session, "logs")}/`)];
}
