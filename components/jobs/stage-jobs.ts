import type * as batch from "@pulumi/aws/batch/index.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { defaultAttempts } from "../../contract/exit-codes.ts";
import type { Stage } from "../../workflow-kit/at-deploy/declaration.ts";
import { memorySizes } from "../../workflow-kit/at-deploy/more-memory.ts";
import { stageLimits } from "../../workflow-kit/at-deploy/stage-limits.ts";
import { type QueueName, queueOf } from "../../workflow-kit/at-deploy/stage-queue.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import { policyDocument } from "../policy-document.ts";
import { type RoleNames, TenantAccess } from "../storage/tenant-access.ts";
import { defaultOpenFiles, defaultTmpMiB } from "./container-properties.ts";
import { directRole } from "./direct-role.ts";
import { JobContainers, type JobContainersArgs } from "./job-containers.ts";
import { jobDefinition } from "./job-definition.ts";
import { checkFit } from "./job-fits-instances.ts";
import { stageRights } from "./job-rights.ts";
import { checkNodes, MultiNodeJob } from "./multi-node-job.ts";
import { attemptsIn, countsAttempts } from "./spot-retry.ts";
import { checkSecrets, secretArnsOf, secretVariablesOf } from "./stage-secrets.ts";

/** What one stage requests. A workflow's declared stages fit. */
export interface StageArgs
  extends Pick<
    Stage,
    "vcpus" | "memoryMiB" | "timeout" | "attempts" | "retry" | "gpus" | "nodes" | "secrets"
  > {
  /** Size of the in-memory /tmp in MiB, a part of `memoryMiB`. @default 64 @example 256 */
  readonly tmpMiB?: number;
  /** Put /tmp on the instance's disk. Its size is then what the disk has free. @default false: in memory @example true */
  readonly tmpOnDisk?: boolean;
  /** Most files and sockets that a container has open at once. @default 65536 @example 100000 */
  readonly openFiles?: number;
}

export interface StageJobsArgs extends JobContainersArgs {
  /** Stage → its needs. The stage's name is the container's command. @example { fetch: { vcpus: 1, memoryMiB: 512, timeout: 60 } } */
  readonly stages: Readonly<Record<string, StageArgs>>;
  /**
   * The secrets that stages refer to: name → ARN in Secrets Manager, or of one JSON key, `<ARN>:<key>::`. Job
   * definitions hold the ARN, never the value. @default none
   * @example { "orders-password": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders-password-AbCdEf" }
   */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Queue → its environments, to reject a job that its queue cannot hold. @default not checked @example { compute: [{ name: "spot", purchase: "spot", maxVcpus: 256, instanceTypes: ["m7g"] }] } */
  readonly environments?: Readonly<Partial<Record<QueueName, readonly EnvironmentArgs[]>>>;
  /** The proxy through which workers fetch from tenants' URLs. @default no proxy @example "http://proxy.internal:3128" */
  readonly egressProxy?: string | undefined;
  /** The function that containers get their chunks from. @example broker.function */
  readonly broker: { readonly lambda: Readonly<Record<"arn", Input<string>>>; readonly role: RoleNames };
  /** Containers of job definitions from before the broker may still assume the tenant role themselves. @default false */
  readonly directTenantAccess?: boolean;
}

/**
 * The job definitions of a workflow's stages, the roles of their containers, and their log group.
 * @throws {ArgumentError}
 * @example
 * const stages = { write: { vcpus: 1, memoryMiB: 512, timeout: 60 } };
 * new StageJobs("report", { workflow: "nightly-report", stages, image: worker.uri, broker, storage, region, accountId, logRetentionDays: 30 });
 */
export class StageJobs extends ComponentResource {
  /** Stage → its job definition. */
  readonly definitions: Readonly<Record<string, batch.JobDefinition>>;
  /** Stage → how often Batch starts its jobs at most. */
  readonly attempts: Readonly<Record<string, number>>;
  /** Rights of the containers themselves: to ask the broker. */
  readonly jobRole: iam.Role;
  /** The role of containers from before the broker, where they are still allowed. */
  readonly directRole?: iam.Role;
  /** Rights that ECS needs to start them: pull the image, read their secrets, write their logs. */
  readonly executionRole: iam.Role;
  readonly tenantAccess: TenantAccess;
  readonly logGroup: LogGroup;

  constructor(name: string, args: StageJobsArgs, options?: ComponentResourceOptions) {
    super("batchline:worker:StageJobs", name, {}, options);
    validate(name, args);
    const { workflow, storage, egressProxy, stages, environments, broker, directTenantAccess = false } = args;
    // Batch runs no multi-node jobs on Spot.
    const attemptsOf = (spec: StageArgs) =>
      attemptsIn(spec.nodes === undefined ? environments?.[queueOf(spec)] : [], spec.attempts);
    const count = Object.values(stages).some((spec) => attemptsOf(spec).ownFailures !== undefined);
    this.attempts = Object.fromEntries(
      Object.entries(stages).map(([stage, spec]) => [stage, attemptsOf(spec).attempts]),
    );
    const containers = new JobContainers(
      args,
      {
        log: { name: `${name}-jobs`, path: `jobs/${workflow}` },
        roles: {
          execution: { name: `${name}-exec`, former: `${name}-execution` },
          job: { name: `${name}-stage` },
        },
        descriptions: {
          execution: `Starts containers of ${workflow}`,
          job: `Containers of ${workflow}: they ask the broker`,
        },
        secretArns: secretArnsOf(args),
        policy: policyDocument(...stageRights(broker.lambda)),
      },
      this,
    );
    this.logGroup = containers.logGroup;
    this.executionRole = containers.executionRole;
    this.jobRole = containers.jobRole;
    const direct = directTenantAccess
      ? directRole(name, args, count ? [countsAttempts] : [], this)
      : undefined;
    if (direct !== undefined) this.directRole = direct;
    const access = {
      workflow,
      storage,
      stageRole: this.jobRole,
      brokerRole: broker.role,
      directRole: direct,
    };
    this.tenantAccess = new TenantAccess(`${name}-tenant`, access, { parent: this });
    const dependencies = { parent: this, dependsOn: [...containers.rights, this.tenantAccess] };
    const variables = {
      [env.broker]: broker.lambda.arn,
      [env.tenantRole]: this.tenantAccess.role.arn,
      [env.egressProxy]: egressProxy,
    };
    this.definitions = Object.fromEntries(
      Object.entries(stages).map(([stage, spec]) => {
        const { tmpMiB, tmpOnDisk, nodes, attempts: _, retry: __, timeout, ...sizes } = spec;
        const { attempts, ownFailures } = attemptsOf(spec);
        const tmp = tmpOnDisk ? ("on disk" as const) : tmpMiB;
        const secrets = secretVariablesOf(args, stage);
        const own = { ...sizes, command: [stage], secrets, ...(tmp !== undefined && { tmpMiB: tmp }) };
        const environment = { ...variables, [env.attempts]: ownFailures?.toString() };
        const container = containers.properties(stage, own, environment);
        const job = { workflow, stage, attempts, timeout, container };
        const title = `${name}-${stage}`;
        if (nodes === undefined) return [stage, jobDefinition(title, job, dependencies)];
        return [stage, new MultiNodeJob(title, { ...job, nodes, needs: spec }, dependencies).definition];
      }),
    );
    this.registerOutputs({ logGroup: this.logGroup.name });
  }
}

function validate(name: string, args: StageJobsArgs): void {
  const { stages, environments } = args;
  const checks = new ArgumentChecks("StageJobs", name);
  if (Object.keys(stages).length === 0) checks.fail("BL-K002", "stages", "expected at least one, got none");
  checkSecrets(checks, args);
  for (const [stage, spec] of Object.entries(stages)) {
    const { vcpus, memoryMiB, timeout, attempts, tmpMiB, tmpOnDisk, gpus, openFiles } = spec;
    const field = (property: string) => `stages.${stage}.${property}`;
    checks.within(field("vcpus"), vcpus, stageLimits.vcpus);
    checks.within(field("memoryMiB"), memoryMiB, stageLimits.memoryMiB);
    checks.within(field("timeout"), timeout, stageLimits.timeout);
    checks.within(field("attempts"), attempts ?? defaultAttempts, stageLimits.attempts);
    const both = "sets the size of a /tmp in memory, and tmpOnDisk puts /tmp on disk; keep one of them";
    if (tmpOnDisk && tmpMiB !== undefined) checks.fail("BL-K004", field("tmpMiB"), both);
    if (!tmpOnDisk) checks.wholeNumber(field("tmpMiB"), tmpMiB ?? defaultTmpMiB, 1, memoryMiB - 1);
    checks.within(field("gpus"), gpus ?? 0, stageLimits.gpus);
    checks.wholeNumber(field("openFiles"), openFiles ?? defaultOpenFiles, 1_024, 1_048_576);
    const ofQueue = environments?.[queueOf(spec)];
    if (ofQueue === undefined) continue;
    const most = memorySizes(spec).at(-1) ?? memoryMiB;
    const largest = { ...spec, memoryMiB: most };
    if (most > memoryMiB) checkFit(checks, field("retry.outOfMemory"), largest, ofQueue);
    if (spec.nodes === undefined) checkFit(checks, `stages.${stage}`, spec, ofQueue);
    else checkNodes(checks, `stages.${stage}`, { ...spec, nodes: spec.nodes }, ofQueue);
  }
}
