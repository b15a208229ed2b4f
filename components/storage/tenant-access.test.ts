import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

describe("TenantAccess", () => {
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
  });
  const prefix = `tenants/\${aws:PrincipalTag/tenant}/`;

  const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
  const trust = (name: string) => json(up.get("Role", name).inputs.assumeRolePolicy).Statement;
  const inputsOf = (name: string) => {
    const { role, policy } = up.get("RolePolicy", name).inputs;
    return { role, Statement: json(policy).Statement };
  };
  const assumes = (name: string) => {
    return { Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: role(name) };
  };
  const tagKeys = ["tenant", "workflow", "run", "chunk"];
  const ofTheBroker = (workflow: string, jobs: string) => {
    const Condition = {
      StringEquals: { "aws:RequestTag/workflow": workflow },
      StringLike: {
        ...{ "aws:RequestTag/tenant": "?*", "aws:RequestTag/run": "?*" },
        "aws:RequestTag/chunk": "????????",
      },
      "ForAllValues:StringEquals": { "aws:TagKeys": tagKeys },
    };
    const Principal = { AWS: role("broker") };
    const StringEquals = { "sts:ExternalId": `${jobs}-stage-name`, ...Condition.StringEquals };
    return [
      { Effect: "Allow", Principal, Action: "sts:AssumeRole", Condition: { ...Condition, StringEquals } },
      { Effect: "Allow", Principal, Action: "sts:TagSession", Condition },
    ];
  };

  it("trust: only the broker, for the workflow's containers, with a session's four tags", () => {
    expect(trust("several-tenant")).to.deep.equal(ofTheBroker("find-duplicates", "several"));
    expect(inputsOf("several-tenant-broker")).to.deep.equal({
      role: "broker-name",
      Statement: [assumes("several-tenant")],
    });
  });

  it("trust: also the containers from before the broker with the tag tenant, where the stack says so", () => {
    expect(trust("ecr-tenant")).to.deep.equal([
      ...ofTheBroker("catalog-import", "ecr"),
      {
        Effect: "Allow",
        Principal: { AWS: role("ecr-job") },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringLike: { "aws:RequestTag/tenant": "?*" },
          "ForAllValues:StringEquals": { "aws:TagKeys": ["tenant"] },
        },
      },
    ]);
    expect(inputsOf("ecr-tenant-assume")).to.deep.equal({
      role: "ecr-job-name",
      Statement: [assumes("ecr-tenant")],
    });
    expect(up.all("Role").map(({ name }) => name))
      .to.include("ecr-job")
      .and.not.include("several-job");
  });

  it("rights: the tagged tenant's prefix in the shared bucket", () => {
    const [objects, list] = json(up.get("RolePolicy", "ecr-tenant").inputs.policy).Statement;
    expect(objects).to.deep.equal({
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
      Resource: `arn:aws:s3:::kept-data-bucket/${prefix}*`,
    });
    expect(list).to.deep.equal({
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: "arn:aws:s3:::kept-data-bucket",
      Condition: { StringLike: { "s3:prefix": `${prefix}*` } },
    });
  });

  it("rights: a tenant's own bucket with that tenant's tag only", () => {
    const bucket = "arn:aws:s3:::delta-media-test-123456789012-eu-central-1-an";
    expect(json(up.get("RolePolicy", "ecr-tenant").inputs.policy).Statement[2]).to.deep.equal({
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket"],
      Resource: [bucket, `${bucket}/${prefix}*`],
      Condition: { StringEquals: { "aws:PrincipalTag/tenant": "delta" } },
    });
  });

  it("rights: the records of the session's chunk only", () => {
    const tag = (name: string) => `\${aws:PrincipalTag/${name}}`;
    expect(json(up.get("RolePolicy", "ecr-tenant").inputs.policy).Statement.slice(3)).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        Resource: "arn:aws:Table:::kept-runs",
        Condition: {
          "ForAllValues:StringEquals": {
            "dynamodb:LeadingKeys": [`chunk#${tag("workflow")}#${tag("run")}#${tag("chunk")}`],
          },
          Null: { "dynamodb:LeadingKeys": "false" },
        },
      },
    ]);
  });
});
