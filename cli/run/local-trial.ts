import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { must } from "@batchline/diagnostics";
import { platformKeys } from "../../contract/object-keys.ts";
import type { DeployedTenant, TenantsFile } from "../../contract/tenants.ts";
import type { Target } from "../../runs/stack/target.ts";
import type { Workflow } from "../../workflow-kit/at-deploy/declaration.ts";

/** Gives workflows that no tenant's file names a tenant for this local session, so that a new workflow can be run before
 * it has one. The session's tenants.json changes, the tenants' files do not. Returns a line for each such workflow.
 * @param named The tenants that the command names. @default the first that is not paused */
export async function lendTenants(
  { client, outputs: { platformBucket } }: Pick<Target, "client" | "outputs">,
  workflows: readonly Workflow[],
  named?: readonly string[],
): Promise<string[]> {
  const s3 = new S3Client(client);
  const at = { Bucket: platformBucket, Key: platformKeys.tenants };
  const { Body } = await s3.send(new GetObjectCommand(at));
  const text = await must(Body, "S3 returns an object's body").transformToString();
  const { tenants }: TenantsFile = JSON.parse(text);
  const lent = lend(workflows, tenants, named);
  if (lent.lines.length > 0) {
    const file: TenantsFile = { tenants: lent.tenants };
    await s3.send(
      new PutObjectCommand({ ...at, Body: JSON.stringify(file), ContentType: "application/json" }),
    );
  }
  s3.destroy();
  return lent.lines;
}

/** Adds the block `{}`, with its defaults, to the named tenants or the first one. */
export function lend(
  workflows: readonly Pick<Workflow, "name" | "params">[],
  tenants: readonly DeployedTenant[],
  named: readonly string[] = tenants
    .filter(({ paused }) => paused === undefined)
    .slice(0, 1)
    .map(({ id }) => id),
): { readonly tenants: readonly DeployedTenant[]; readonly lines: string[] } {
  const lines: string[] = [];
  let changed = tenants;
  for (const { name, params } of workflows) {
    if (named.length === 0 || tenants.some((tenant) => Object.hasOwn(tenant.workflows, name))) continue;
    const block = params.safeParse({});
    if (!block.success) {
      lines.push(`no tenant's file has a block workflows.${name}, so it has nothing to do: add one`);
      continue;
    }
    const instead = `this session runs it for ${named.join(", ")} with its defaults`;
    lines.push(`no tenant's file has a block workflows.${name}: ${instead}`);
    changed = changed.map((tenant) =>
      named.includes(tenant.id)
        ? { ...tenant, workflows: { ...tenant.workflows, [name]: block.data } }
        : tenant,
    );
  }
  return { tenants: changed, lines };
}
