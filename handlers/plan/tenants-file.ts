import { platformKeys } from "../../contract/object-keys.ts";
import type { DeployedTenant, TenantsFile } from "../../contract/tenants.ts";
import type { Bucket } from "../storage/bucket.ts";

/** The tenants as `pulumi up` deployed them. Throws when their file is missing or is not one. */
export async function deployedTenants(bucket: Bucket): Promise<readonly DeployedTenant[]> {
  const key = platformKeys.tenants;
  const where = `s3://${bucket.name}/${key}`;
  const text = await bucket.text(key);
  if (text === undefined) {
    throw new Error(`${where} is missing, or this function may not read it: run \`pulumi up\``);
  }
  const file = JSON.parse(text) as Partial<TenantsFile>;
  if (!Array.isArray(file.tenants)) {
    throw new Error(`${where} has no list of tenants: run \`pulumi up\` to write it again`);
  }
  return file.tenants;
}
