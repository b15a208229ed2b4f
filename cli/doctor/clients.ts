import { BatchClient } from "@aws-sdk/client-batch";
import { CostExplorerClient } from "@aws-sdk/client-cost-explorer";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import type { Target } from "../../runs/stack/target.ts";

/** A client for each service that checks ask. */
export function awsClients(settings: Target["client"] & { readonly region: string }) {
  return {
    batch: new BatchClient(settings),
    costExplorer: new CostExplorerClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ec2: new EC2Client(settings),
    ecr: new ECRClient(settings),
    iam: new IAMClient(settings),
    quotas: new ServiceQuotasClient(settings),
    scheduler: new SchedulerClient(settings),
    ses: new SESv2Client(settings),
    sfn: new SFNClient(settings),
    sns: new SNSClient(settings),
    sts: new STSClient(settings),
  };
}

export type AwsClients = ReturnType<typeof awsClients>;
