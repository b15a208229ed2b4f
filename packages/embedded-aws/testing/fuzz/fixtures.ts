import { sendSigned } from "../signed-request.ts";
import type { Account } from "./account.ts";
import { known } from "./texts.ts";

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
    { name: known.machine, definition: machine, roleArn: "arn:aws:iam::000000000000:role/fuzz" },
  ],
  ["logs", "Logs_20140328.CreateLogGroup", { logGroupName: known.logGroup }],
  ["logs", "Logs_20140328.CreateLogStream", { logGroupName: known.logGroup, logStreamName: "stream" }],
  ["secretsmanager", "secretsmanager.CreateSecret", { Name: known.secret, SecretString: "x" }],
];

/** Creates what requests refer to, or what an earlier one has deleted. Refusals do not matter. */
export async function createFixtures({ endpoint, credentials }: Account): Promise<void> {
  for (const [service, target, input] of inputs)
    await sendSigned(endpoint, credentials, {
      ...{ method: "POST", path: "/", service, body: JSON.stringify(input) },
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
    });
  for (const path of [`/${known.bucket}`, `/${known.bucket}/${known.key}`])
    await sendSigned(endpoint, credentials, { method: "PUT", path, service: "s3" });
  await sendSigned(endpoint, credentials, {
    ...{
      method: "POST",
      path: "/",
      service: "sns",
      body: `Action=CreateTopic&Version=2010-03-31&Name=${known.topic}`,
    },
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
}
