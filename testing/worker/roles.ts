import type { Identity } from "@batchline/embedded-aws/testing";

export const region = "eu-central-1";
const account = "000000000000";
export const platform = "platform-bucket";
export const table = "batchline";
export const dataBucket = "data-bucket";
export const ownBucket = "cafe-lumiere-bucket";
/** The ARN of a role: stage, broker or tenant. */
export const arnOf = (role: string) => `arn:aws:iam::${account}:role/${role}`;
export const brokerArn = `arn:aws:lambda:${region}:${account}:function:broker`;

/** The rights that the program gives: components/jobs/job-rights.ts, components/functions/broker-function.ts, components/storage/tenant-access.ts. */
export function allowRoles(identity: Identity, workflow: string): void {
  const role = (name: string, trust: readonly object[], rights: readonly object[]) => {
    const document = (Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
    identity.putRole({ name, arn: arnOf(name), trust: document(trust) });
    identity.putRolePolicy(name, "all", document(rights));
  };
  const assume = ["sts:AssumeRole", "sts:TagSession"];
  const service = (Service: string) => [
    { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" },
  ];
  const items = (
    Action: string | readonly string[],
    operator: "StringLike" | "StringEquals",
    key: string,
  ) => ({
    ...{ Effect: "Allow", Action, Resource: `arn:aws:dynamodb:${region}:${account}:table/${table}` },
    Condition: {
      [`ForAllValues:${operator}`]: { "dynamodb:LeadingKeys": [key] },
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  });
  role("stage", service("ecs-tasks.amazonaws.com"), [
    { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: brokerArn },
  ]);
  role("broker", service("lambda.amazonaws.com"), [
    { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${platform}/runs/*` },
    items("dynamodb:GetItem", "StringLike", "run#*"),
    items("dynamodb:UpdateItem", "StringLike", "task#*"),
    { Effect: "Allow", Action: "batch:DescribeJobs", Resource: "*" },
    { Effect: "Allow", Action: assume, Resource: arnOf("tenant") },
  ]);
  const tag = (name: string) => `\${aws:PrincipalTag/${name}}`;
  const prefix = `tenants/${tag("tenant")}/*`;
  const Condition = { StringEquals: { "sts:ExternalId": "stage", "aws:RequestTag/workflow": workflow } };
  const ofBroker = { Effect: "Allow", Principal: { AWS: arnOf("broker") } };
  role(
    "tenant",
    [
      { ...ofBroker, Action: "sts:AssumeRole", Condition },
      { ...ofBroker, Action: "sts:TagSession" },
    ],
    [
      items(
        ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        "StringEquals",
        `chunk#${tag("workflow")}#${tag("run")}#${tag("chunk")}`,
      ),
      ...[dataBucket, ownBucket].flatMap((bucket) => [
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
          Resource: `arn:aws:s3:::${bucket}/${prefix}`,
        },
        {
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: `arn:aws:s3:::${bucket}`,
          Condition: { StringLike: { "s3:prefix": prefix } },
        },
      ]),
    ],
  );
}
