import * as batch from "@pulumi/aws/batch/index.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { all, ComponentResource, jsonStringify } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import { plannerCommand } from "../../contract/plan.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import { planningRights } from "../functions/plan-rights.ts";
import { logGroup } from "../operations/log-group.ts";
import { policyDocument } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import { containerProperties, defaultOpenFiles, defaultTmpMiB } from "./container-properties.ts";
import { containerRoles } from "./container-roles.ts";
import { jobDefinitionArgs } from "./job-definition-args.ts";
import { checkFit } from "./job-fit.ts";

export interface PlannerJobArgs {
  /** The workflow's name. @example "rescale-images" */
  readonly workflow: string;
  /** The worker's, which has the planner too; by digest. */
  readonly image: Input<string>;
  /** The secret of a registry outside of ECR; see `StageJobsArgs`. @default none */
  readonly registrySecretArn?: string;
  /** 1–192. @default 1 */
  readonly vcpus?: number;
  /** Memory in MiB, at least 256: the manifest is made in it. @default 2048 */
  readonly memoryMiB?: number;
  /** How long one attempt may take, 60–86,400: the workflow's lock ends after a day. @default 21600, which is six hours */
  readonly timeoutSeconds?: number;
  /** How often it is tried, 1–10, beside those of which the instance was taken away. @default 3 */
  readonly attempts?: number;
  /** Of the queue "compute", so that a job that none of them can hold is refused. @default not checked */
  readonly environments?: readonly EnvironmentArgs[];
  readonly storage: Storage;
  readonly region: string;
  readonly accountId: Input<string>;
  readonly logRetentionDays: number;
}

const defaultVcpus = 1;
const defaultMemoryMiB = 2_048;
const defaultTimeoutSeconds = 6 * 3_600;

/** Plans the runs of a workflow in a container, for as long as that takes, with the rights of the metadata function. */
export class PlannerJob extends ComponentResource {
  readonly definition: batch.JobDefinition;
  /** What the container itself may do. */
  readonly jobRole: iam.Role;
  /** What ECS may do to start it. */
  readonly executionRole: iam.Role;
  readonly logGroup: LogGroup;

  constructor(name: string, args: PlannerJobArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:PlannerJob", name, {}, options);
    validate(name, args);
    const { workflow, storage, accountId, registrySecretArn, logRetentionDays } = args;
    this.logGroup = logGroup(name, { path: `planner/${workflow}`, retentionDays: logRetentionDays }, this);
    const roles = containerRoles(
      name,
      {
        descriptions: {
          execution: `Starts the planner of ${workflow}`,
          job: `Plans the chunks of ${workflow}`,
        },
        image: args.image,
        logGroup: this.logGroup,
        secretArns: registrySecretArn === undefined ? [] : [registrySecretArn],
        policy: policyDocument(...planningRights(storage)),
        accountId,
      },
      this,
    );
    this.executionRole = roles.executionRole;
    this.jobRole = roles.jobRole;
    this.definition = new batch.JobDefinition(
      name,
      {
        type: "container",
        platformCapabilities: ["EC2"],
        containerProperties: jsonStringify(this.#container(args)),
        ...jobDefinitionArgs({
          workflow,
          stage: "plan",
          attempts: args.attempts,
          timeout: args.timeoutSeconds ?? defaultTimeoutSeconds,
        }),
      },
      { parent: this, dependsOn: [...roles.rights] },
    );
    this.registerOutputs({ arn: this.definition.arn });
  }

  #container({ workflow, image, registrySecretArn, vcpus, memoryMiB, storage, region }: PlannerJobArgs) {
    return all([
      image,
      this.jobRole.arn,
      this.executionRole.arn,
      this.logGroup.name,
      storage.platformBucket.bucket,
      storage.table.name,
    ]).apply(([uri, jobRoleArn, executionRoleArn, logGroupName, platformBucket, table]) =>
      containerProperties({
        image: uri,
        registrySecretArn,
        command: [plannerCommand],
        vcpus: vcpus ?? defaultVcpus,
        memoryMiB: memoryMiB ?? defaultMemoryMiB,
        gpus: 0,
        tmpMiB: defaultTmpMiB,
        openFiles: defaultOpenFiles,
        secrets: {},
        environment: {
          [env.workflow]: workflow,
          [env.platformBucket]: platformBucket,
          [env.table]: table,
        },
        jobRoleArn,
        executionRoleArn,
        logGroup: logGroupName,
        logStreamPrefix: "plan",
        region,
      }),
    );
  }
}

function validate(name: string, args: PlannerJobArgs): void {
  const { vcpus = defaultVcpus, memoryMiB = defaultMemoryMiB, environments } = args;
  const checks = new ArgumentChecks("PlannerJob", name);
  checks.wholeNumber("vcpus", vcpus, 1, 192);
  checks.wholeNumber("memoryMiB", memoryMiB, 256, 1_572_864);
  checks.wholeNumber("timeoutSeconds", args.timeoutSeconds ?? defaultTimeoutSeconds, 60, 86_400);
  checks.wholeNumber("attempts", args.attempts ?? defaultAttempts, 1, 10);
  if (environments !== undefined) checkFit(checks, "vcpus", { vcpus, memoryMiB }, environments);
}
