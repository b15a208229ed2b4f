import { buildWorkflow } from "../workflow-kit/at-deploy/build-workflow.ts";
import { listedPrefixes } from "../workflow-kit/at-deploy/chunking.ts";
import { schedulesOf } from "../workflow-kit/at-deploy/schedules.ts";
import { queuesOf } from "../workflow-kit/at-deploy/stage-queue.ts";
import { workflows } from "../workflows/declarations.ts";
import { placedQueues, registryAccess, vpcOf } from "./placement.ts";
import { type ConfigReader, loadStackConfig } from "./stack.ts";
import { consumableResourcesOf, secretsOf } from "./stage-needs.ts";
import { loadTenants } from "./tenants.ts";

/**
 * Reads and checks what a deployment of `stack` consists of: its configuration, the tenants of `tenantsDir`, and the
 * workflows with their state machines and schedules.
 * @throws {InvalidStackConfigError} @throws {InvalidTenantsError} @throws {NoGpuError} @throws {UnmetNeedsError}
 */
export function readDeployment(reader: ConfigReader, stack: string, tenantsDir: string) {
  const config = loadStackConfig(reader, stack);
  const tenants = loadTenants(tenantsDir);
  const built = workflows.map((workflow) => ({
    ...workflow,
    machine: buildWorkflow(workflow),
    schedules: schedulesOf(workflow, tenants),
  }));
  const consumables = consumableResourcesOf(config, workflows, stack);
  const secrets = secretsOf(config, workflows, stack);
  // A queue exists if a stage needs it. It divides its vCPUs among the workflows that use it.
  const placed = placedQueues(config, queuesOf(workflows));
  return {
    config,
    tenants,
    workflows: built,
    consumables,
    secrets,
    placed,
    listedPrefixes: listedPrefixes(workflows),
    vpc: vpcOf(config),
    registry: registryAccess(config),
    /** Instances or ECS read secrets of Secrets Manager. */
    readsSecrets: config.registrySecretArn !== undefined || Object.keys(secrets).length > 0,
    hasNodes: placed.some(({ queue }) => queue === "on-demand"),
  };
}
