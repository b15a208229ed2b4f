import { FunctionEventInvokeConfig } from "@pulumi/aws/lambda/functionEventInvokeConfig.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { interpolate, output } from "@pulumi/pulumi";
import type { Statement } from "../policy-document.ts";
import type { Storage } from "../storage/storage.ts";
import { RunFunction, type RunFunctionArgs } from "./run-functions.ts";

/**
 * Hands out chunks: a container proves who it is, and gets its chunk with a session of the tenant role that reaches this chunk only.
 * `TenantAccess` lets it assume the tenant roles.
 * @example new BrokerFunction("broker", { storage, declarations, logRetentionDays: 30 });
 */
export class BrokerFunction extends RunFunction {
  constructor(name: string, args: RunFunctionArgs, options?: ComponentResourceOptions) {
    const own = { handler: "broker" as const, title: "broker", statements: brokerRights(args.storage) };
    const description = "Gives a container its chunk and the rights for it";
    // A container waits for the answer, and its instance costs money meanwhile.
    const timeoutSeconds = 30;
    super("batchline:functions:BrokerFunction", name, args, { ...own, description, timeoutSeconds }, options);
    // Nobody waits for the answer to an asynchronous call. A container could leave hours of them behind, as IAM cannot tell them apart.
    const functionName = this.function.lambda.name;
    const unheard = { functionName, maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 };
    new FunctionEventInvokeConfig(name, unheard, { parent: this });
    this.registerOutputs({ arn: this.function.lambda.arn });
  }
}

/** Rights to check a container: read runs and manifests, ask about jobs and their instances, remember proofs. */
function brokerRights({ platformBucket, table }: Storage): Statement[] {
  const items = (action: string, keys: string): Statement => {
    const Condition = {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [keys] },
      // ForAllValues is also true where there is no key.
      Null: { "dynamodb:LeadingKeys": "false" },
    };
    return { Effect: "Allow", Action: action, Resource: table.arn, Condition };
  };
  return [
    { Effect: "Allow", Action: "s3:GetObject", Resource: interpolate`${platformBucket.arn}/runs/*` },
    items("dynamodb:GetItem", "run#*"),
    items("dynamodb:UpdateItem", "task#*"),
    // Neither action supports a narrower resource.
    { Effect: "Allow", Action: ["batch:DescribeComputeEnvironments", "batch:DescribeJobs"], Resource: "*" },
    { Effect: "Allow", Action: "ecs:DescribeContainerInstances", Resource: instancesBeside(table.arn) },
  ];
}

/** The instances of ECS clusters in the table's region and account. Batch names its clusters, so their names are not known here. */
function instancesBeside(tableArn: Input<string>): Output<string> {
  return output(tableArn).apply((arn) => {
    const [, partition, , region, account] = arn.split(":");
    return `arn:${partition}:ecs:${region}:${account}:container-instance/*`;
  });
}
