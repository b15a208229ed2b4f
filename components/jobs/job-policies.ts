import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Input, Output } from "@pulumi/pulumi";
import { all, interpolate } from "@pulumi/pulumi";
import { streamsOf } from "../operations/log-group.ts";
import { policyDocument, readsSecret, type Statement } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import { ecrRepositoryArn } from "./image-reference.ts";

/**
 * What ECS may do to start a container: pull this image, if it is in ECR, read these secrets, and write to this log
 * group.
 */
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
            // The one action of ECR that knows no resource.
            { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
          ];
    return policyDocument(...pull, ...secretArns.map(readsSecret), {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: streams,
    });
  });
}

/** What a container may do itself: read the workflow's manifests, keep records of runs. Tenants' data is TenantAccess's. */
export function jobPolicy(workflow: string, { platformBucket, table }: Storage): Output<string> {
  return policyDocument(
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
  );
}
