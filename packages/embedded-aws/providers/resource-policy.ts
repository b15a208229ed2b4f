import { z } from "zod";
import type { ResourcePolicies } from "../host/identity/resource-policies.ts";
import { json, readInputs } from "./inputs.ts";
import type { ResourceType } from "./resource-type.ts";

/**
 * A type of policy that another resource has, such as `aws:s3/bucketPolicy:BucketPolicy`.
 * @param input Names that resource.
 * @param arnOf Returns the ARN of the resource that `input` names.
 */
export function resourcePolicy(
  input: string,
  arnOf: (name: string) => string = (arn) => arn,
): ResourceType<{ readonly policies: ResourcePolicies }> {
  const inputs = z.object({ [input]: z.string(), policy: json });
  const put: ResourceType<{ readonly policies: ResourcePolicies }>["create"] = (resource, { service }) => {
    const { policy, ...rest } = readInputs(inputs, resource);
    const name = String(rest[input]);
    service?.policies.put(arnOf(name), String(policy));
    return { id: name, outputs: {} };
  };
  return {
    inputs,
    create: put,
    update: (resource, _, context) => put(resource, context),
    delete: ({ id }, { service }) => service?.policies.put(arnOf(id), undefined),
  };
}
