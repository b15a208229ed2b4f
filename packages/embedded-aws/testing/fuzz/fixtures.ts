import { type RawRequest, sendSigned } from "../signed-request.ts";
import type { Account } from "./account.ts";
import { known, roleArn } from "./texts.ts";

const machine = JSON.stringify({
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: { A: { Type: "Pass", Output: "{% $states.input %}", End: true } },
});
const attribute = (AttributeName: string) => ({ AttributeName, AttributeType: "S" });
const keys = [
  { AttributeName: "pk", KeyType: "HASH" },
  { AttributeName: "sk", KeyType: "RANGE" },
];

const inputs: readonly (readonly [signingName: string, target: string, input: object])[] = [
  [
    "dynamodb",
    "DynamoDB_20120810.CreateTable",
    {
      ...{ TableName: known.table, KeySchema: keys, BillingMode: "PAY_PER_REQUEST" },
      AttributeDefinitions: [attribute("pk"), attribute("sk")],
    },
  ],
  [
    "dynamodb",
    "DynamoDB_20120810.PutItem",
    {
      TableName: known.table,
      Item: {
        pk: { S: "fuzz" },
        sk: { S: "a" },
        a: { N: "1" },
        l: { L: [{ S: "x" }, { N: "2" }] },
        m: { M: {} },
      },
    },
  ],
  [
    "states",
    "AWSStepFunctions.CreateStateMachine",
    { name: known.machine, definition: machine, roleArn: roleArn },
  ],
  ["logs", "Logs_20140328.CreateLogGroup", { logGroupName: known.logGroup }],
  ["logs", "Logs_20140328.CreateLogStream", { logGroupName: known.logGroup, logStreamName: "stream" }],
];

const resourceRequirements = [
  { type: "VCPU", value: "1" },
  { type: "MEMORY", value: "512" },
];

/** Jobs wait for ever, so that no container takes part. */
const batchInputs: readonly (readonly [path: string, input: object])[] = [
  [
    "/v1/createcomputeenvironment",
    {
      ...{ computeEnvironmentName: "fuzz", type: "MANAGED" },
      computeResources: {
        ...{
          type: "EC2",
          minvCpus: 0,
          maxvCpus: 16,
          instanceTypes: ["m7i.large"],
          subnets: ["subnet-1"],
          securityGroupIds: ["sg-1"],
        },
        instanceRole: "arn:aws:iam::000000000000:instance-profile/fuzz",
      },
    },
  ],
  [
    "/v1/createjobqueue",
    {
      ...{ jobQueueName: "fuzz", state: "ENABLED", priority: 1 },
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "fuzz" }],
    },
  ],
  ["/v1/updatecomputeenvironment", { computeEnvironment: "fuzz", state: "DISABLED" }],
  [
    "/v1/registerjobdefinition",
    {
      ...{ jobDefinitionName: "fuzz", type: "container" },
      containerProperties: { image: "fuzz", command: ["true"], resourceRequirements },
    },
  ],
];

const requests: readonly RawRequest[] = [
  ...inputs.map(([service, target, input]) => ({
    ...{ method: "POST", path: "/", service, body: JSON.stringify(input) },
    headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
  })),
  ...[`/${known.bucket}`, `/${known.bucket}/${known.key}`].map((path) => ({
    method: "PUT",
    path,
    service: "s3",
  })),
  ...batchInputs.map(([path, input]) => ({
    ...{ method: "POST", path, service: "batch", body: JSON.stringify(input) },
  })),
  {
    ...{ method: "POST", path: "/", service: "sns" },
    body: `Action=CreateTopic&Version=2010-03-31&Name=${known.topic}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
  },
];

/** Creates what requests refer to, or what an earlier one has deleted. Returns the refusals: a new account has none. */
export async function createFixtures({ endpoint, credentials }: Account): Promise<string[]> {
  const refusals: string[] = [];
  for (const request of requests) {
    const { status, error } = await sendSigned(endpoint, credentials, request);
    if (status >= 400) refusals.push(error);
  }
  return refusals;
}
