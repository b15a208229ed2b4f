import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResource, Input, Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import { env } from "../../contract/env.ts";
import { logGroup } from "../operations/log-group.ts";
import { trustsService } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import { type ContainerSpec, containerProperties } from "./container-properties.ts";
import { executionPolicy } from "./job-rights.ts";

/** Arguments that the containers of stages and planners share. */
export interface JobContainersArgs {
  /** The workflow's name. @example "nightly-report" */
  readonly workflow: string;
  /** The worker's image, by digest. @example "123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker@sha256:0a1b…" */
  readonly image: Input<string>;
  /**
   * ARN of the secret `{"username": "…", "password": "…"}` of a registry outside of ECR. ECS reads it again for each
   * container. @default none, as for ECR and public images
   * @example "arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-AbCdEf"
   */
  readonly registrySecretArn?: string;
  /** @example new Storage("storage", { tenants, removable: false, pointInTimeRecovery: true }) */
  readonly storage: Storage;
  /** @example "eu-central-1" */
  readonly region: string;
  /** @example "123456789012" */
  readonly accountId: Input<string>;
  /** One of CloudWatch's periods, in days. @example 30 */
  readonly logRetentionDays: number;
}

/** How the containers of one component differ from others. */
interface Own {
  /** The log group's resource name and its path. */
  readonly log: { readonly name: string; readonly path: string };
  /** The roles' resource names. They are short, because IAM allows 64 characters with the names of project and stack. */
  readonly roles: Readonly<Record<"execution" | "job", RoleName>>;
  readonly descriptions: Readonly<Record<"execution" | "job", string>>;
  /** Secrets that ECS sets variables to. @default none */
  readonly secretArns?: readonly string[];
  /** The job role's policy document. */
  readonly policy: Input<string>;
}

interface RoleName {
  readonly name: string;
  /** What it was until version 0.1. @default the same */
  readonly former?: string;
}

/** The log group and the roles of a workflow's containers. @example new JobContainers(args, { log, roles, descriptions, policy }, this).jobRole */
export class JobContainers {
  readonly logGroup: LogGroup;
  /** Rights of the container itself. */
  readonly jobRole: iam.Role;
  /** Rights that ECS needs to start it: pull the image, read its secrets, write its logs. */
  readonly executionRole: iam.Role;
  /** Job definitions depend on them. Without them the first jobs fail, and so do running ones while a stack is destroyed. */
  readonly rights: readonly iam.RolePolicy[];
  readonly #args: JobContainersArgs;

  constructor(args: JobContainersArgs, own: Own, parent: ComponentResource) {
    this.#args = args;
    const { image, registrySecretArn, accountId, logRetentionDays: retentionDays } = args;
    this.logGroup = logGroup(own.log.name, { path: own.log.path, retentionDays }, parent);
    const assumeRolePolicy = trustsService("ecs-tasks.amazonaws.com", accountId);
    const role = (kind: "execution" | "job", policy: Input<string>) => {
      const description = own.descriptions[kind];
      const { name, former } = own.roles[kind];
      const options = { parent, aliases: former === undefined || former === name ? [] : [{ name: former }] };
      const made = new iam.Role(name, { description, assumeRolePolicy }, options);
      const rights = new iam.RolePolicy(name, { role: made.name, policy }, options);
      return { made, rights };
    };
    const registry = registrySecretArn === undefined ? [] : [registrySecretArn];
    const secretArns = [...registry, ...(own.secretArns ?? [])];
    const execution = role("execution", executionPolicy(image, this.logGroup, secretArns));
    const job = role("job", own.policy);
    this.executionRole = execution.made;
    this.jobRole = job.made;
    this.rights = [execution.rights, job.rights];
  }

  /** The container's properties. `stage` prefixes its log streams; `environment` adds variables. */
  properties(
    stage: string,
    spec: Omit<
      ContainerSpec,
      "image" | "registrySecretArn" | "environment" | `${string}Arn` | `log${string}` | "region"
    >,
    environment: Readonly<Record<string, Input<string> | undefined>> = {},
  ): Output<ReturnType<typeof containerProperties>> {
    const { workflow, image, registrySecretArn, storage, region } = this.#args;
    return output({
      image,
      jobRoleArn: this.jobRole.arn,
      executionRoleArn: this.executionRole.arn,
      logGroup: this.logGroup.name,
      environment: {
        [env.workflow]: workflow,
        [env.table]: storage.table.name,
        ...environment,
      },
    }).apply((known) =>
      containerProperties({ ...spec, ...known, registrySecretArn, logStreamPrefix: stage, region }),
    );
  }
}
