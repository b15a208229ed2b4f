import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  UpdateComputeEnvironmentCommand,
} from "@aws-sdk/client-batch";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { MeasuredServer } from "./measured-server.ts";

/** How many clients ask at once. */
const clients = 8;
const objects = 10_000;
const kilobyte = Buffer.alloc(1024, "x");
/** moto's account has its documentation's number. */
const role = {
  embedded: "arn:aws:iam::000000000000:role/bench",
  moto: "arn:aws:iam::123456789012:role/bench",
};

/** A kind of request: how often it is sent, and what sends it. `times` requests count as one figure each. */
interface Measured {
  readonly times: number;
  readonly send: (index: number) => Promise<unknown>;
}

/** The server's CPU for one request of each kind, and the longest time in which it answered nobody, in milliseconds. */
export async function measure(server: MeasuredServer, kind: "embedded" | "moto") {
  const cpuMs: Record<string, number> = {};
  const longestTurnMs: Record<string, number> = {};
  const groups = [s3Requests, dynamodbRequests, batchRequests, statesRequests];
  for (const group of groups) {
    for (const [name, measured] of Object.entries(await group(server, kind))) {
      // What is slow once, for example loading a module, is not a request's.
      if (measured.times > 100) await atOnce({ ...measured, times: 100 });
      await server.longestTurnMs();
      const before = await server.cpuMs();
      await atOnce(measured);
      cpuMs[name] = ((await server.cpuMs()) - before) / measured.times;
      longestTurnMs[name] = await server.longestTurnMs();
    }
  }
  return { cpuMs, longestTurnMs };
}

async function atOnce({ times, send }: Measured): Promise<void> {
  let next = 0;
  const client = async () => {
    while (next < times) await send(next++);
  };
  await Promise.all(Array.from({ length: clients }, client));
}

type Requests = (
  server: MeasuredServer,
  kind: "embedded" | "moto",
) => Promise<Readonly<Record<string, Measured>>>;

const s3Requests: Requests = async ({ clientConfig }) => {
  const s3 = new S3Client({ ...clientConfig, forcePathStyle: true });
  const Bucket = "bench";
  const LocationConstraint = "eu-central-1";
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  const Key = (index: number) => `images/${String(index).padStart(5, "0")}`;
  return {
    s3Put: {
      times: objects,
      send: (index) => s3.send(new PutObjectCommand({ Bucket, Key: Key(index), Body: kilobyte })),
    },
    s3Get: {
      times: 2_000,
      send: async (index) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Key(index) }));
        await Body?.transformToByteArray();
      },
    },
    s3ListOf10000: {
      times: 1,
      send: async () => {
        for await (const _ of paginateListObjectsV2({ client: s3 }, { Bucket }));
      },
    },
    s3DeleteOf1000: {
      times: objects / 1_000,
      send: (index) => {
        const Objects = Array.from({ length: 1_000 }, (_, place) => ({ Key: Key(index * 1_000 + place) }));
        return s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      },
    },
  };
};

const dynamodbRequests: Requests = async ({ clientConfig }) => {
  const dynamodb = new DynamoDBClient(clientConfig);
  const TableName = "bench";
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    }),
  );
  return {
    dynamodbPut: {
      times: 2_000,
      send: (index) => {
        const Item = { pk: { S: `item-${index}` }, count: { N: "1" }, text: { S: "a text of an item" } };
        return dynamodb.send(new PutItemCommand({ TableName, Item }));
      },
    },
  };
};

const batchRequests: Requests = async ({ clientConfig }, kind) => {
  const batch = new BatchClient(clientConfig);
  if (kind === "moto") {
    const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await new IAMClient(clientConfig).send(
      new CreateRoleCommand({ RoleName: "bench", AssumeRolePolicyDocument: trust }),
    );
  }
  const computeEnvironmentName = "bench";
  await batch.send(
    new CreateComputeEnvironmentCommand({
      computeEnvironmentName,
      ...(kind === "moto"
        ? { type: "UNMANAGED", serviceRole: role.moto }
        : {
            type: "MANAGED",
            computeResources: {
              ...{
                type: "EC2",
                minvCpus: 0,
                maxvCpus: 16,
                instanceTypes: ["m7i.large"],
                subnets: ["subnet-1"],
              },
              securityGroupIds: ["sg-1"],
              instanceRole: "arn:aws:iam::000000000000:instance-profile/bench",
            },
          }),
    }),
  );
  await batch.send(
    new CreateJobQueueCommand({
      jobQueueName: "bench",
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: computeEnvironmentName }],
    }),
  );
  // Jobs wait, so that no container takes part.
  if (kind === "embedded")
    await batch.send(
      new UpdateComputeEnvironmentCommand({ computeEnvironment: computeEnvironmentName, state: "DISABLED" }),
    );
  const resourceRequirements = [
    { type: "VCPU" as const, value: "1" },
    { type: "MEMORY" as const, value: "512" },
  ];
  await batch.send(
    new RegisterJobDefinitionCommand({
      jobDefinitionName: "bench",
      type: "container",
      containerProperties: { image: "bench", command: ["true"], resourceRequirements },
    }),
  );
  return {
    submitJob: {
      times: 1_000,
      send: (index) =>
        batch.send(
          new SubmitJobCommand({ jobName: `job-${index}`, jobQueue: "bench", jobDefinition: "bench" }),
        ),
    },
  };
};

const statesRequests: Requests = async ({ clientConfig }, kind) => {
  const states = new SFNClient(clientConfig);
  const definition = JSON.stringify({
    QueryLanguage: "JSONata",
    StartAt: "Pass",
    States: { Pass: { Type: "Pass", End: true } },
  });
  const machine = await states.send(
    new CreateStateMachineCommand({ name: "bench", roleArn: role[kind], definition }),
  );
  const { stateMachineArn } = machine;
  return {
    startExecution: {
      times: 1_000,
      send: (index) =>
        states.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ index }) })),
    },
  };
};
