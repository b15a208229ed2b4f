import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import type { Identity } from "../../host/identity/identity.ts";
import { iamArn } from "../../providers/arn.ts";
import { json, named, readInputs, tags } from "../../providers/inputs.ts";
import type { ResourceContext, ResourceType } from "../../providers/resource-type.ts";
import { attachPolicy, checkBoundary } from "./attach-policy.ts";
import { entityExists, iamName } from "./entity-exists.ts";
import { idOf } from "./unique-id.ts";

const inputs = z.object({
  ...named,
  path: z.string().default("/"),
  assumeRolePolicy: json,
  maxSessionDuration: z.number().optional(),
  permissionsBoundary: z.string().optional(),
  tags,
  forceDetachPolicies: z.boolean().default(false),
  managedPolicyArns: z.array(z.string()).default([]),
  inlinePolicies: z.array(z.object({ name: z.string(), policy: json })).default([]),
});

/** `aws.iam.Role`. https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iam/role.go */
export const role: ResourceType<Identity> = {
  naming: {
    maxLength: 64,
    pattern: iamName,
    taken: entityExists((name) => `Role with name ${name} already exists.`),
  },
  inputs,
  create: putRole,
  update(resource, existing, context) {
    const before = readInputs(inputs, existing);
    const { inlinePolicies, managedPolicyArns } = readInputs(inputs, resource);
    const kept = new Set([...inlinePolicies.map(({ name }) => name), ...managedPolicyArns]);
    // The provider ignores lists that the program no longer has.
    if (resource.inputs.inlinePolicies !== undefined)
      for (const { name } of before.inlinePolicies)
        if (!kept.has(name)) context.service?.deleteRolePolicy(existing.id, name);
    if (resource.inputs.managedPolicyArns !== undefined)
      for (const arn of before.managedPolicyArns)
        if (!kept.has(arn)) context.service?.detachPolicy(existing.id, arn);
    return putRole(resource, context);
  },
  /** The provider takes the role out of instance profiles itself, and the policies only as here. */
  delete(existing, { service: identity }) {
    const found = identity?.findRole(existing.id);
    if (identity === undefined || found === undefined) return;
    const { forceDetachPolicies, inlinePolicies, managedPolicyArns } = readInputs(inputs, existing);
    if (forceDetachPolicies || managedPolicyArns.length > 0)
      for (const arn of found.attached) identity.detachPolicy(found.name, arn);
    if (forceDetachPolicies || inlinePolicies.length > 0)
      for (const name of found.inline.keys()) identity.deleteRolePolicy(found.name, name);
    identity.deleteRole(found.name);
  },
};

function putRole(resource: Registration, context: ResourceContext<Identity>) {
  const { service: identity, digits } = context;
  const { name, path, ...role } = readInputs(inputs, resource);
  const arn = iamArn(`role${path}${name}`);
  const boundary = role.permissionsBoundary || undefined;
  identity?.putRole({
    name,
    arn,
    trust: role.assumeRolePolicy,
    maxSessionSeconds: role.maxSessionDuration,
    tags: role.tags,
    boundary,
  });
  checkBoundary(resource, context, boundary);
  for (const inline of role.inlinePolicies) identity?.putRolePolicy(name, inline.name, inline.policy);
  for (const policyArn of role.managedPolicyArns) attachPolicy(resource, context, name, policyArn);
  return { id: name, outputs: { arn, name, path, uniqueId: idOf("AROA", digits) } };
}
