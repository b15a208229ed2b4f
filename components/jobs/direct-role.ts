import * as iam from "@pulumi/aws/iam/index.js";
import type { ComponentResource } from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import { policyDocument, type Statement, trustsService } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import type { JobContainersArgs } from "./job-containers.ts";

type DirectRoleArgs = Pick<JobContainersArgs, "workflow" | "storage" | "accountId">;

/**
 * The role of containers that know no broker: those of job definitions from before it, which runs under way still use. They read
 * manifests, keep records and assume the tenant role themselves, for any tenant.
 * @param more Further rights.
 */
export function directRole(
  name: string,
  { workflow, storage, accountId }: DirectRoleArgs,
  more: readonly Statement[],
  parent: ComponentResource,
): iam.Role {
  const title = `${name}-job`;
  const assumeRolePolicy = trustsService("ecs-tasks.amazonaws.com", accountId);
  const role = new iam.Role(
    title,
    { description: `Containers of ${workflow}`, assumeRolePolicy },
    { parent },
  );
  const policy = policyDocument(...directRights(workflow, storage), ...more);
  new iam.RolePolicy(title, { role: role.name, policy }, { parent });
  return role;
}

function directRights(workflow: string, { platformBucket, table }: Storage): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: interpolate`${platformBucket.arn}/runs/${workflow}/*`,
    },
    {
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      Resource: table.arn,
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["run#*"] } },
    },
  ];
}
