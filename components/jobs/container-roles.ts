import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import { trustsService } from "../policy-document.ts";
import { executionPolicy } from "./job-policies.ts";

/** The two roles that a container of a job has. */
export interface ContainerRoles {
  /** What the container itself may do. */
  readonly jobRole: iam.Role;
  /** What ECS may do to start it: pull the image, read its secrets, write its logs. */
  readonly executionRole: iam.Role;
  /** Without them the first jobs would fail, and so would those still running when a stack is destroyed. */
  readonly rights: readonly iam.RolePolicy[];
}

/** Makes the roles `<name>-execution` and `<name>-job`. */
export function containerRoles(
  name: string,
  spec: {
    /** What the execution role is for, and the job role. */
    readonly descriptions: { readonly execution: string; readonly job: string };
    readonly image: Input<string>;
    readonly logGroup: LogGroup;
    /** Of secrets that ECS reads: of the image's registry, and for variables. */
    readonly secretArns: readonly string[];
    /** The job role's rights: a policy document. */
    readonly policy: Input<string>;
    readonly accountId: Input<string>;
  },
  parent: ComponentResource,
): ContainerRoles {
  const options = { parent };
  const assumeRolePolicy = trustsService("ecs-tasks.amazonaws.com", spec.accountId);
  const role = (kind: "execution" | "job", policy: Input<string>) => {
    const description = spec.descriptions[kind];
    const made = new iam.Role(`${name}-${kind}`, { description, assumeRolePolicy }, options);
    return { made, rights: new iam.RolePolicy(`${name}-${kind}`, { role: made.name, policy }, options) };
  };
  const execution = role("execution", executionPolicy(spec.image, spec.logGroup, spec.secretArns));
  const job = role("job", spec.policy);
  return {
    jobRole: job.made,
    executionRole: execution.made,
    rights: [execution.rights, job.rights],
  };
}
