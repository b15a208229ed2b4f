import { account, type Identity, region } from "@batchline/embedded-aws/testing";

const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
export const stageRole = role("pipeline-stage");
export const tenantRole = role("pipeline-tenant");
/** For the functions and for who starts runs: one role for all, because who is allowed what is not what these tests are about. */
export const functionRole = role("pipeline-functions");

const document = (Statement: object) => JSON.stringify({ Version: "2012-10-17", Statement });

/** What functions may do: everything. What a container may do: ask the broker; and with its session what concerns its chunk. As components/jobs/ and components/storage/ have it. */
export function addRoles(identity: Identity): void {
  const trust = (Principal: object, ...Action: string[]) =>
    document([{ Effect: "Allow", Principal, Action }]);
  identity.putRole({
    name: "pipeline-functions",
    arn: functionRole,
    trust: trust({ Service: "lambda.amazonaws.com" }, "sts:AssumeRole"),
  });
  const everything = { Effect: "Allow", Action: "*", Resource: "*" };
  identity.putRolePolicy("pipeline-functions", "all", document([everything]));
  identity.putRole({
    name: "pipeline-stage",
    arn: stageRole,
    trust: trust({ Service: "ecs-tasks.amazonaws.com" }, "sts:AssumeRole"),
  });
  const ask = { Effect: "Allow", Action: "lambda:InvokeFunction" };
  const functions = `arn:aws:lambda:${region}:${account}:function`;
  identity.putRolePolicy("pipeline-stage", "ask", document([{ ...ask, Resource: `${functions}:broker` }]));
  identity.putRole({
    name: "pipeline-tenant",
    arn: tenantRole,
    trust: trust({ AWS: `arn:aws:iam::${account}:root` }, "sts:AssumeRole", "sts:TagSession"),
  });
  const tag = (name: string) => `\${aws:PrincipalTag/${name}}`;
  const key = `chunk#${tag("workflow")}#${tag("run")}#${tag("chunk")}`;
  const ofChunk = {
    "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": [key] },
    Null: { "dynamodb:LeadingKeys": "false" },
  };
  const rights = [
    {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: `arn:aws:s3:::data/tenants/${tag("tenant")}/*`,
    },
    {
      Effect: "Allow",
      Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      Resource: `arn:aws:dynamodb:${region}:${account}:table/runs`,
      Condition: ofChunk,
    },
  ];
  identity.putRolePolicy("pipeline-tenant", "all", document(rights));
}
