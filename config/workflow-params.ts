import type { Workflow } from "../workflow-kit/at-deploy/declaration.ts";
import type { WorkflowParams } from "./tenants/types.ts";

/** The workflows that a tenant's file may name, with the schemas of their blocks. @example loadTenants("tenants", paramsOf(workflows)) */
export function paramsOf(workflows: readonly Pick<Workflow, "name" | "params">[]): WorkflowParams {
  return Object.fromEntries(workflows.map(({ name, params }) => [name, params]));
}
