import type * as batch from "@pulumi/aws/batch/index.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import { plannerCommand } from "../../contract/plan.ts";
import { stageLimits } from "../../workflow-kit/at-deploy/stage-limits.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import { type CalledFunction, planRights } from "../functions/run-rights.ts";
import { policyDocument } from "../policy-document.ts";
import { JobContainers, type JobContainersArgs } from "./job-containers.ts";
import { jobDefinition } from "./job-definition.ts";
import { checkFit } from "./job-fits-instances.ts";
import { attemptsIn, countsAttempts } from "./spot-retry.ts";

export interface PlannerJobArgs extends JobContainersArgs {
  /** 1–192. @default 1 @example 2 */
  readonly vcpus?: number;
  /** Memory in MiB, at least 256. It holds the whole manifest. @default 2048 @example 4096 */
  readonly memoryMiB?: number;
  /** Time limit of one attempt, 60–86,400 s. An execution ends after 23 hours. @default 21600, six hours @example 3600 */
  readonly timeoutSeconds?: number;
  /** Failures after which planning ends, 1–10. Reclaims of Spot instances do not count. @default 3 @example 2 */
  readonly attempts?: number;
  /** The environments of the queue "compute", to reject a job that none of them can hold. @default not checked @example [{ name: "spot", purchase: "spot", maxVcpus: 256, instanceTypes: ["m7g"] }] */
  readonly environments?: readonly EnvironmentArgs[];
  /** Prefixes below a tenant's own whose objects planning lists: `listedPrefixes` of the workflow. @example ["images/"] */
  readonly listedPrefixes: readonly string[];
  /** Closes a run whose execution is dead, so that the next one can begin. @example closeFunction.function.lambda */
  readonly closeFunction: CalledFunction;
}

/**
 * Plans a workflow's runs in a container, with the rights of the plan function but without its limit of 15 minutes.
 * @throws {ArgumentError}
 * @example
 * const args = { image: worker.uri, closeFunction, storage, region, accountId, logRetentionDays: 30 };
 * new PlannerJob("nightly-report-planner", { ...args, workflow: "nightly-report", listedPrefixes: ["prices/"] });
 */
export class PlannerJob extends ComponentResource {
  readonly definition: batch.JobDefinition;
  /** Rights of the container itself. */
  readonly jobRole: iam.Role;
  /** Rights that ECS needs to start it. */
  readonly executionRole: iam.Role;
  readonly logGroup: LogGroup;

  constructor(name: string, args: PlannerJobArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:PlannerJob", name, {}, options);
    const { vcpus, memoryMiB, timeoutSeconds, attempts, ownFailures } = validate(name, args);
    const { workflow, storage, closeFunction } = args;
    const roles = name.replace(/-planner$/, "-plan");
    const containers = new JobContainers(
      args,
      {
        log: { name, path: `planner/${workflow}` },
        roles: {
          execution: { name: `${roles}-exec`, former: `${name}-execution` },
          job: { name: `${roles}-job`, former: `${name}-job` },
        },
        descriptions: {
          execution: `Starts the planner of ${workflow}`,
          job: `Plans the chunks of ${workflow}`,
        },
        policy: policyDocument(
          ...planRights(storage, args.listedPrefixes, closeFunction),
          ...(ownFailures === undefined ? [] : [countsAttempts]),
        ),
      },
      this,
    );
    this.logGroup = containers.logGroup;
    this.executionRole = containers.executionRole;
    this.jobRole = containers.jobRole;
    const own = { command: [plannerCommand], vcpus, memoryMiB };
    const container = containers.properties("plan", own, {
      [env.platformBucket]: storage.platformBucket.bucket,
      [env.closeFunction]: closeFunction.name,
      [env.attempts]: ownFailures?.toString(),
    });
    this.definition = jobDefinition(
      name,
      { workflow, stage: "plan", attempts, timeout: timeoutSeconds, container },
      { parent: this, dependsOn: [...containers.rights] },
    );
    this.registerOutputs({ arn: this.definition.arn });
  }
}

/** The sizes with their defaults. */
function validate(name: string, args: PlannerJobArgs) {
  const { vcpus = 1, memoryMiB = 2_048, timeoutSeconds = 6 * 3_600, attempts = defaultAttempts } = args;
  const checks = new ArgumentChecks("PlannerJob", name);
  checks.within("vcpus", vcpus, stageLimits.vcpus);
  checks.within("memoryMiB", memoryMiB, { ...stageLimits.memoryMiB, least: 256 });
  checks.within("timeoutSeconds", timeoutSeconds, stageLimits.timeout);
  checks.within("attempts", attempts, stageLimits.attempts);
  if (args.environments) checkFit(checks, "vcpus", { vcpus, memoryMiB }, args.environments);
  return { vcpus, memoryMiB, timeoutSeconds, ...attemptsIn(args.environments, attempts) };
}
