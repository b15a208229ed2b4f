import * as batch from "@pulumi/aws/batch/index.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { all, ComponentResource, jsonStringify } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import { type QueueName, queueOf } from "../../workflow-kit/at-deploy/stage-queue.ts";
import type { Stage } from "../../workflow-kit/at-deploy/workflow.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import { logGroup } from "../operations/log-group.ts";
import type { Storage } from "../storage/storage.ts";
import { TenantAccess } from "../storage/tenant-access.ts";
import { containerProperties, defaultOpenFiles, defaultTmpMiB } from "./container-properties.ts";
import { containerRoles } from "./container-roles.ts";
import { jobDefinitionArgs } from "./job-definition-args.ts";
import { checkFit } from "./job-fit.ts";
import { jobPolicy } from "./job-policies.ts";
import { checkNodes, MultiNodeJob } from "./multi-node-job.ts";
import { checkSecrets, secretArnsOf, secretVariablesOf } from "./stage-secrets.ts";

/** What one stage needs to run; a workflow's stages fit. */
export interface StageArgs
  extends Pick<Stage, "vcpus" | "memoryMiB" | "timeout" | "attempts" | "gpus" | "nodes" | "secrets"> {
  /** Size of the in-memory /tmp, a part of `memoryMiB`. @default 64 */
  readonly tmpMiB?: number;
  /** Have /tmp on the instance's disk instead, as large as that has room. @default in memory */
  readonly tmpOnDisk?: boolean;
  /** Files and sockets a container may have open at once. @default 65536 */
  readonly openFiles?: number;
}

export interface StageJobsArgs {
  /** The workflow's name. @example "catalog-import" */
  readonly workflow: string;
  /** Stage → its needs. The stage's name is the container's command. */
  readonly stages: Readonly<Record<string, StageArgs>>;
  /** By digest. */
  readonly image: Input<string>;
  /**
   * The secret of a registry outside of ECR, `{"username": "…", "password": "…"}` in Secrets Manager; ECS reads it anew
   * for each container. @default none
   */
  readonly registrySecretArn?: string;
  /**
   * Name → ARN of the secret in Secrets Manager that stages mean by it, or of a JSON key of the secret: `<ARN>:<key>::`. Job
   * definitions hold the ARN, never the value. @default none
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Queue → its environments, so that a job that none of its queue's can hold is refused. @default not checked */
  readonly environments?: Readonly<Partial<Record<QueueName, readonly EnvironmentArgs[]>>>;
  readonly storage: Storage;
  /** Where workers send what they fetch from URLs of tenants. @default directly */
  readonly egressProxy?: string;
  readonly region: string;
  readonly accountId: Input<string>;
  readonly logRetentionDays: number;
}

/** The job definitions of a workflow's stages, the roles that their containers run with, and their log group. */
export class StageJobs extends ComponentResource {
  /** Stage → its job definition. */
  readonly definitions: Readonly<Record<string, batch.JobDefinition>>;
  /** What the containers themselves may do. */
  readonly jobRole: iam.Role;
  /** What ECS may do to start them: pull the image, read their secrets, write their logs. */
  readonly executionRole: iam.Role;
  readonly tenantAccess: TenantAccess;
  readonly logGroup: LogGroup;

  constructor(name: string, args: StageJobsArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:StageJobs", name, {}, options);
    validate(name, args);
    const { workflow, storage, accountId, logRetentionDays } = args;
    this.logGroup = logGroup(
      `${name}-jobs`,
      { path: `jobs/${workflow}`, retentionDays: logRetentionDays },
      this,
    );
    const roles = containerRoles(
      name,
      {
        descriptions: { execution: `Starts containers of ${workflow}`, job: `Containers of ${workflow}` },
        image: args.image,
        logGroup: this.logGroup,
        secretArns: [
          ...(args.registrySecretArn === undefined ? [] : [args.registrySecretArn]),
          ...secretArnsOf(args),
        ],
        policy: jobPolicy(workflow, storage),
        accountId,
      },
      this,
    );
    this.executionRole = roles.executionRole;
    this.jobRole = roles.jobRole;
    this.tenantAccess = new TenantAccess(
      `${name}-tenant`,
      { jobRole: this.jobRole, dataBucket: storage.dataBucket, tenantBuckets: storage.tenantBuckets },
      { parent: this },
    );
    const rights = [...roles.rights, this.tenantAccess];
    this.definitions = Object.fromEntries(
      Object.entries(args.stages).map(([stage, spec]) => [
        stage,
        this.#definition(`${name}-${stage}`, stage, spec, args, rights),
      ]),
    );
    this.registerOutputs({ logGroup: this.logGroup.name });
  }

  #definition(
    name: string,
    stage: string,
    spec: StageArgs,
    args: StageJobsArgs,
    rights: Resource[],
  ): batch.JobDefinition {
    const { workflow, storage, egressProxy, region } = args;
    const properties = all([
      args.image,
      this.jobRole.arn,
      this.executionRole.arn,
      this.logGroup.name,
      storage.platformBucket.bucket,
      storage.table.name,
      this.tenantAccess.role.arn,
    ]).apply(([image, jobRoleArn, executionRoleArn, logGroupName, platformBucket, table, tenantRole]) =>
      containerProperties({
        image,
        registrySecretArn: args.registrySecretArn,
        command: [stage],
        vcpus: spec.vcpus,
        memoryMiB: spec.memoryMiB,
        gpus: spec.gpus ?? 0,
        tmpMiB: spec.tmpOnDisk ? "on disk" : (spec.tmpMiB ?? defaultTmpMiB),
        openFiles: spec.openFiles ?? defaultOpenFiles,
        secrets: secretVariablesOf(args, stage),
        environment: {
          [env.workflow]: workflow,
          [env.platformBucket]: platformBucket,
          [env.table]: table,
          [env.tenantRole]: tenantRole,
          [env.egressProxy]: egressProxy,
        },
        jobRoleArn,
        executionRoleArn,
        logGroup: logGroupName,
        logStreamPrefix: stage,
        region,
      }),
    );
    const options = { parent: this, dependsOn: rights };
    const { nodes, attempts, timeout } = spec;
    if (nodes !== undefined) {
      return new MultiNodeJob(
        name,
        {
          workflow,
          stage,
          nodes,
          needs: spec,
          timeout,
          ...(attempts && { attempts }),
          container: properties,
        },
        options,
      ).definition;
    }
    return new batch.JobDefinition(
      name,
      {
        type: "container",
        platformCapabilities: ["EC2"],
        containerProperties: jsonStringify(properties),
        ...jobDefinitionArgs({ workflow, stage, attempts, timeout }),
      },
      options,
    );
  }
}

function validate(name: string, args: StageJobsArgs): void {
  const { stages, environments } = args;
  const checks = new ArgumentChecks("StageJobs", name);
  if (Object.keys(stages).length === 0) checks.refuse("stages", "expected at least one, got none");
  checkSecrets(checks, args);
  for (const [stage, spec] of Object.entries(stages)) {
    const { vcpus, memoryMiB, timeout, attempts, tmpMiB, tmpOnDisk, gpus, openFiles } = spec;
    const field = (property: string) => `stages.${stage}.${property}`;
    checks.wholeNumber(field("vcpus"), vcpus, 1, 192);
    checks.wholeNumber(field("memoryMiB"), memoryMiB, 4, 1_572_864);
    // Batch's own limits: whole vCPUs on EC2, an attempt of at least a minute, one to ten attempts.
    checks.wholeNumber(field("timeout"), timeout, 60, 14 * 86_400);
    checks.wholeNumber(field("attempts"), attempts ?? defaultAttempts, 1, 10);
    if (tmpOnDisk && tmpMiB !== undefined)
      checks.refuse(
        field("tmpMiB"),
        "is the size of a /tmp in memory, and tmpOnDisk is set; give one of them",
      );
    if (!tmpOnDisk) checks.wholeNumber(field("tmpMiB"), tmpMiB ?? defaultTmpMiB, 1, memoryMiB - 1);
    checks.wholeNumber(field("gpus"), gpus ?? 0, 0, 16);
    checks.wholeNumber(field("openFiles"), openFiles ?? defaultOpenFiles, 1_024, 1_048_576);
    const ofQueue = environments?.[queueOf(spec)];
    if (ofQueue === undefined) continue;
    const { nodes } = spec;
    if (nodes === undefined) checkFit(checks, `stages.${stage}`, spec, ofQueue);
    else checkNodes(checks, `stages.${stage}`, { ...spec, nodes }, ofQueue);
  }
}
