import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import type { Identity } from "../../host/identity/identity.ts";
import { iamArn } from "../../providers/arn.ts";
import { json, named, readInputs } from "../../providers/inputs.ts";
import type { ResourceContext, ResourceTypes } from "../../providers/resource-type.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const naming = { role: { maxLength: 64 }, policy: { maxLength: 128 }, instanceProfile: { maxLength: 128 } };

const role = z.object({
  ...named,
  path: z.string().default("/"),
  assumeRolePolicy: json,
  maxSessionDuration: z.number().optional(),
  managedPolicyArns: z.array(z.string()).default([]),
  inlinePolicies: z.array(z.object({ name: z.string(), policy: json })).default([]),
});
const rolePolicy = z.object({ ...named, role: z.string(), policy: json });
const policy = z.object({ ...named, path: z.string().default("/"), policy: json });
const attachment = z.object({ role: z.string(), policyArn: z.string() });
const instanceProfile = z.object({ ...named, path: z.string().default("/") });
const serviceLinkedRole = z.object({ awsServiceName: z.string(), customSuffix: z.string().optional() });

const resources: ResourceTypes<Identity> = {
  "aws:iam/role:Role": {
    naming: naming.role,
    inputs: role,
    create(resource, deployment) {
      const { service: identity, digits } = deployment;
      const { name, ...inputs } = readInputs(role, resource);
      const arn = iamArn(`role${inputs.path}${name}`);
      identity?.putRole({
        name,
        arn,
        trust: inputs.assumeRolePolicy,
        maxSessionSeconds: inputs.maxSessionDuration,
      });
      for (const inline of inputs.inlinePolicies) identity?.putRolePolicy(name, inline.name, inline.policy);
      for (const policyArn of inputs.managedPolicyArns) attach(resource, deployment, name, policyArn);
      return { id: name, outputs: { arn, name, path: inputs.path, uniqueId: `AROA${idOf(digits)}` } };
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    naming: naming.policy,
    inputs: rolePolicy,
    create(resource, { service: identity }) {
      const { name, ...inputs } = readInputs(rolePolicy, resource);
      identity?.putRolePolicy(inputs.role, name, inputs.policy);
      return { id: `${inputs.role}:${name}`, outputs: { name } };
    },
  },
  "aws:iam/policy:Policy": {
    naming: naming.policy,
    inputs: policy,
    create(resource, { digits, service: identity }) {
      const { name, ...inputs } = readInputs(policy, resource);
      const arn = iamArn(`policy${inputs.path}${name}`);
      identity?.putPolicy(arn, inputs.policy);
      return { id: arn, outputs: { arn, name, path: inputs.path, policyId: `ANPA${idOf(digits)}` } };
    },
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    inputs: attachment,
    create(resource, deployment) {
      const inputs = readInputs(attachment, resource);
      attach(resource, deployment, inputs.role, inputs.policyArn);
      return { id: `${inputs.role}/${inputs.policyArn}`, outputs: {} };
    },
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    naming: naming.instanceProfile,
    inputs: instanceProfile,
    create(resource, { digits }) {
      const { name, path } = readInputs(instanceProfile, resource);
      const arn = iamArn(`instance-profile${path}${name}`);
      return { id: name, outputs: { arn, name, path, uniqueId: `AIPA${idOf(digits)}` } };
    },
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    inputs: serviceLinkedRole,
    create(resource, { digits }) {
      const { awsServiceName, customSuffix } = readInputs(serviceLinkedRole, resource);
      const service = awsServiceName.replace(/\..*$/, "").replace(/^./, (letter) => letter.toUpperCase());
      const name = `AWSServiceRoleFor${service}${customSuffix === undefined ? "" : `_${customSuffix}`}`;
      const path = `/aws-service-role/${awsServiceName}/`;
      const arn = iamArn(`role${path}${name}`);
      return { id: arn, outputs: { arn, name, path, uniqueId: `AROA${idOf(digits)}` } };
    },
  },
};

/** IAM: roles and policies, which the gateway enforces. It has no wire protocol. */
export const iam: EmbeddedService<"iam", Identity> = {
  name: "iam",
  start: ({ identity }) => identity,
  resources,
};

function attach(
  resource: Registration,
  { service: identity, warn }: ResourceContext<Identity>,
  role: string,
  arn: string,
) {
  if (identity?.attachPolicy(role, arn) === false)
    warn(resource, `the embedded AWS does not know the policy ${arn}: attached, it grants nothing here`);
}

function idOf(digits: string): string {
  return digits.slice(0, 17).toUpperCase();
}
