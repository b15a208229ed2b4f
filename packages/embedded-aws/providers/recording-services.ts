import { createHash } from "node:crypto";
import { regionalArn } from "./arn.ts";
import type { Services } from "./deployment.ts";

/**
 * Services that make nothing: a deployment to them tells what everything would be called. So a program's values that are known only
 * after deployment can be looked at without deploying.
 */
export function recordingServices(region: string): Services {
  const nothing = () => {};
  const nothingLater = async () => {};
  return {
    region,
    identity: {
      putRole: nothing,
      putRolePolicy: nothing,
      attachPolicy: nothing,
      attachManagedPolicy: () => true,
    },
    s3: { createBucket: nothingLater, putObject: nothingLater },
    dynamodb: { createTable: nothingLater, updateTimeToLive: nothingLater },
    logs: { createLogGroup: nothing },
    lambda: { putFunction: nothingLater },
    images: {
      // Nothing is built, so there is no digest of what was built.
      build: async ({ repository }) =>
        `${repository}@sha256:${createHash("sha256").update(repository).digest("hex")}`,
    },
    batch: {
      createComputeEnvironment: nothing,
      createJobQueue: nothing,
      createSchedulingPolicy: ({ name }) => ({
        arn: regionalArn("batch", region, `scheduling-policy/${name}`),
      }),
      createConsumableResource: ({ consumableResourceName }) => ({
        consumableResourceArn: regionalArn("batch", region, `consumable-resource/${consumableResourceName}`),
      }),
      registerJobDefinition: ({ jobDefinitionName }) => ({
        arn: regionalArn("batch", region, `job-definition/${jobDefinitionName}:1`),
        revision: 1,
      }),
    },
    stepFunctions: { createStateMachine: nothing },
    sns: {
      createTopic: (name) => regionalArn("sns", region, name),
      subscribe: (topicArn) => `${topicArn}:00000000-0000-0000-0000-000000000000`,
    },
    mail: { createIdentity: (name) => regionalArn("ses", region, `identity/${name}`) },
    events: { putRule: nothing, hasRule: () => true, putTarget: nothing },
  };
}
