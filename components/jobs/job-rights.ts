import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Input, Output } from "@pulumi/pulumi";
import { all } from "@pulumi/pulumi";
import { streamsOf } from "../operations/log-group.ts";
import { policyDocument, readsSecret, type Statement, writesLog } from "../policy-document.ts";
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

/** The only right of a stage's container: to ask the broker, whatever its version, for its chunk. */
export function stageRights(broker: { readonly arn: Input<string> }): Statement[] {
  return [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: broker.arn }];
}
