import { must } from "@batchline/diagnostics";
import type { BuiltMachine } from "@batchline/states/build";
import type { ComponentResourceOptions, ResourceHook } from "@pulumi/pulumi";
import type { PlacedQueue } from "../../config/placement.ts";
import { listedPrefixes } from "../../workflow-kit/at-deploy/chunking.ts";
import type { Workflow as Declared } from "../../workflow-kit/at-deploy/declaration.ts";
import type { NamedSchedule } from "../../workflow-kit/at-deploy/schedules.ts";
import { inStartOrder } from "../../workflow-kit/at-deploy/start-workflow.ts";
import { PlannerJob } from "../jobs/planner-job.ts";
import { StageJobs, type StageJobsArgs } from "../jobs/stage-jobs.ts";
import { mayAskForExecutions } from "./execution-rights.ts";
import { Workflow } from "./workflow.ts";
import { type SharedParts, tokensOfRights, workflowTokens } from "./workflow-tokens.ts";

/** A declared workflow with its machine and all its schedules. */
interface BuiltWorkflow extends Pick<Declared, "name" | "chunks" | "planner" | "stages"> {
  readonly machine: BuiltMachine;
  readonly schedules: readonly NamedSchedule[];
}

/** What all workflows of a stack share. */
interface WorkflowPlatform extends SharedParts, Omit<StageJobsArgs, "workflow" | "stages" | "environments"> {
  readonly placed: readonly PlacedQueue[];
  readonly scheduleEnabled: boolean;
  readonly executionLog: "ERROR" | "ALL";
  /** Called before a state machine is deleted. */
  readonly beforeDelete: ResourceHook;
}

/** A workflow's components. */
export interface DeployedWorkflow {
  readonly name: string;
  readonly jobs: StageJobs;
  /** Present if the workflow is planned in a container. */
  readonly planner?: PlannerJob | undefined;
  readonly workflow: Workflow;
}

/** Declares all workflows of a stack, and returns them in their order. @throws {StartOrderError} BL-W005 */
export function deployWorkflows(
  workflows: readonly BuiltWorkflow[],
  platform: Omit<WorkflowPlatform, "stateMachines">,
  options: ComponentResourceOptions,
): DeployedWorkflow[] {
  const deployed = new Map<string, DeployedWorkflow>();
  for (const workflow of inStartOrder(workflows)) {
    const stateMachines = new Map(
      [...deployed].map(([name, made]) => [name, made.workflow.stateMachine.arn]),
    );
    deployed.set(workflow.name, deployWorkflow(workflow, { ...platform, stateMachines }, options));
  }
  return workflows.map(({ name }) => must(deployed.get(name), "all are deployed"));
}

/** Declares a workflow's job definitions, its planner's job if it has one, and its state machine. */
function deployWorkflow(
  { name, chunks, planner: plannedIn, stages, schedules, machine }: BuiltWorkflow,
  platform: WorkflowPlatform,
  options: ComponentResourceOptions,
): DeployedWorkflow {
  const {
    placed,
    secrets,
    egressProxy,
    scheduleEnabled,
    executionLog,
    accountId,
    logRetentionDays,
    beforeDelete,
    broker,
    directTenantAccess,
    closeFunction,
  } = platform;
  const { image, registrySecretArn, storage, region } = platform;
  const environments = Object.fromEntries(placed.map(({ queue, environments }) => [queue, environments]));
  const common = { workflow: name, accountId, logRetentionDays };
  const container = { ...common, image, registrySecretArn, storage, region };
  const access = { broker, directTenantAccess };
  const jobs = new StageJobs(
    name,
    { ...container, ...access, stages, secrets, environments, egressProxy },
    options,
  );
  const planner =
    plannedIn === "batch"
      ? new PlannerJob(
          `${name}-planner`,
          {
            ...container,
            environments: environments.compute,
            listedPrefixes: listedPrefixes([{ chunks }]),
            closeFunction: closeFunction.function.lambda,
          },
          options,
        )
      : undefined;
  const parts = { ...platform, planner, jobs };
  const tokens = { tokens: workflowTokens(parts), tokensOfRights: tokensOfRights(parts) };
  const args = { ...common, machine, ...tokens, schedules, scheduleEnabled, executionLog, beforeDelete };
  const workflow = new Workflow(name, args, options);
  if (planner !== undefined) {
    const parent = { parent: planner };
    mayAskForExecutions(`${name}-plan`, planner.jobRole, [workflow.stateMachine.arn], parent);
  }
  return { name, jobs, planner, workflow };
}
