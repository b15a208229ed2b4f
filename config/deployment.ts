import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { vpcOf } from "./placement.ts";
import { type ConfigReader, loadStackConfig } from "./stack.ts";
import { loadTenants } from "./tenants.ts";
import { paramsOf } from "./workflow-params.ts";

/**
 * Reads and checks what a deployment of `stack` consists of: its configuration and the tenants of `tenantsDir`, for `workflows`.
 * Returns arguments of the component Batchline.
 * @throws {InvalidStackConfigError} @throws {InvalidTenantsError}
 * @example new Batchline("batchline", { ...readDeployment(new Config(), getStack(), "tenants", workflows), region });
 */
export function readDeployment(
  reader: ConfigReader,
  stack: string,
  tenantsDir: string,
  workflows: readonly Workflow[],
) {
  const config = loadStackConfig(reader, stack, workflows);
  const tenants = loadTenants(tenantsDir, paramsOf(workflows));
  return { ...config, vpc: vpcOf(config), tenants, workflows };
}
