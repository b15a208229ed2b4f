import type { Registration } from "@batchline/pulumi-engine";
import { z } from "zod";
import type { Identity } from "../../host/identity/identity.ts";
import { iamArn } from "../../providers/arn.ts";
import { declaredOnly } from "../../providers/declared-only.ts";
import { json, named, nameOf, readInputs } from "../../providers/inputs.ts";
import type { ResourceType, ResourceTypes } from "../../providers/resource-type.ts";
import { unlessGone } from "../../providers/unless-gone.ts";
import { attachPolicy } from "./attach-policy.ts";
import { entityExists, iamName } from "./entity-exists.ts";
import { idOf } from "./unique-id.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const naming = { maxLength: 128, pattern: iamName };

const rolePolicy = z.object({ ...named, role: z.string(), policy: json });
const policy = z.object({ ...named, path: z.string().default("/"), policy: json });
const attachment = z.object({ role: z.string(), policyArn: z.string() });
const serviceLinkedRole = z.object({ awsServiceName: z.string(), customSuffix: z.string().optional() });

const putRolePolicy: ResourceType<Identity>["create"] = (resource, { service: identity }) => {
  const { name, role, policy } = readInputs(rolePolicy, resource);
  identity?.putRolePolicy(role, name, policy);
  return { id: `${role}:${name}`, outputs: { name } };
};

const putPolicy: ResourceType<Identity>["create"] = (resource, { digits, service: identity }) => {
  const { name, path, policy: document } = readInputs(policy, resource);
  const arn = iamArn(`policy${path}${name}`);
  identity?.putPolicy(arn, document);
  return { id: arn, outputs: { arn, name, path, policyId: idOf("ANPA", digits) } };
};

/** Policies, and types that are declared only. */
export const resources: ResourceTypes<Identity> = {
  "aws:iam/rolePolicy:RolePolicy": {
    naming,
    inputs: rolePolicy,
    create: putRolePolicy,
    update: (resource, _, context) => putRolePolicy(resource, context),
    delete({ id }, { service: identity }) {
      const [role = "", name = ""] = id.split(":");
      return unlessGone(["NoSuchEntity"], () => identity?.deleteRolePolicy(role, name));
    },
  },
  "aws:iam/policy:Policy": {
    naming: { ...naming, taken: entityExists(policyExists) },
    inputs: policy,
    create: putPolicy,
    update: (resource, _, context) => putPolicy(resource, context),
    delete: ({ id }, { service: identity }) => unlessGone(["NoSuchEntity"], () => identity?.deletePolicy(id)),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    inputs: attachment,
    create(resource, context) {
      const { role, policyArn } = readInputs(attachment, resource);
      attachPolicy(resource, context, role, policyArn);
      return { id: `${role}/${policyArn}`, outputs: {} };
    },
    delete({ inputs }, { service: identity }) {
      const { role, policyArn } = readInputs(attachment, { inputs });
      return unlessGone(["NoSuchEntity"], () => identity?.detachPolicy(role, policyArn));
    },
  },
  "aws:iam/instanceProfile:InstanceProfile": declaredOnly(
    (resource, { digits }) => {
      const { path = "/" } = resource.inputs;
      const name = resource.readId ?? nameOf(resource);
      const arn = iamArn(`instance-profile${path}${name}`);
      return { id: name, outputs: { arn, name, path, uniqueId: idOf("AIPA", digits) } };
    },
    {
      naming: { ...naming, taken: entityExists((name) => `Instance Profile ${name} already exists.`) },
      inputs: z.object({ ...named, path: z.string().optional() }),
    },
  ),
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": declaredOnly(
    (resource, { digits }) => {
      const arn = resource.readId ?? serviceLinkedRoleArn(resource);
      const [, path = "", name = ""] = /:role(\/.*\/)(.*)$/.exec(arn) ?? [];
      return { id: arn, outputs: { arn, name, path, uniqueId: idOf("AROA", digits) } };
    },
    { inputs: serviceLinkedRole },
  ),
};

function policyExists(name: string): string {
  return `A policy called ${name} already exists. Duplicate names are not allowed.`;
}

function serviceLinkedRoleArn(resource: Registration): string {
  const { awsServiceName, customSuffix } = readInputs(serviceLinkedRole, resource);
  const service = awsServiceName.replace(/\..*$/, "").replace(/^./, (letter) => letter.toUpperCase());
  const name = `AWSServiceRoleFor${service}${customSuffix === undefined ? "" : `_${customSuffix}`}`;
  return iamArn(`role/aws-service-role/${awsServiceName}/${name}`);
}
