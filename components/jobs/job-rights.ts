import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Input, Output } from "@pulumi/pulumi";
import { all, interpolate } from "@pulumi/pulumi";
import { streamsOf } from "../operations/log-group.ts";
import { policyDocument, readsSecret, type Statement, writesLog } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import { ecrRepositoryArn } from "./image-reference.ts";

/** Rights that ECS needs to start a container: pull the image from ECR, read its secrets, write to its log group. */
export function executionPolicy(
  image: Input<string>,
  group: LogGroup,
  secretArns: readonly string[],
): Output<string> {
  return all([image, streamsOf(group)]).apply(([uri, streams]) => {
    const repository = ecrRepositoryArn(uri);
    const pull: Statement[] =
      repository === undefined
        ? []
        : [
            {
              Effect: "Allow",
              Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
              Resource: repository,
            },
            // The only ECR action that supports no resource.
            { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
          ];
    return policyDocument(...pull, ...secretArns.map(readsSecret), writesLog(streams));
  });
}

/** Rights of a stage's container: read the workflow's manifests, keep records. TenantAccess gives it tenants' data. */
export function stageRights(workflow: string, { platformBucket, table }: Storage): Statement[] {
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
      Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["run#*", `chunk#${workflow}#*`] } },
    },
  ];
}
