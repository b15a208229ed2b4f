import * as config from "../config/deployment.ts";
import { loadTenants, type Tenant } from "../config/tenants.ts";
import { paramsOf } from "../config/workflow-params.ts";
import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import { reported } from "./reported-errors.ts";

/**
 * The tenants of the folder `dir`, one YAML file each, that may name `workflows`. Problems end the program. @throws {RunError}
 * @example readTenants("tenants", [nightlyReport])
 */
export function readTenants(dir: string, workflows: readonly Workflow[]): readonly Tenant[] {
  return reported(() => loadTenants(dir, paramsOf(workflows)));
}

/**
 * The tenants, and the settings of the stack's configuration, as arguments of Batchline. Problems end the program. @throws {RunError}
 * @example new Batchline("batchline", { ...readDeployment(new Config(), getStack(), "tenants", workflows), region });
 */
export function readDeployment(...args: Parameters<typeof config.readDeployment>) {
  return reported(() => config.readDeployment(...args));
}
