import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

interface ContainerProperties {
  readonly image: string;
  readonly repositoryCredentials?: object;
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly linuxParameters: object;
  readonly secrets?: object;
  readonly ulimits: object;
  readonly volumes?: object;
  readonly resourceRequirements: readonly object[];
  readonly jobRoleArn: string;
  readonly executionRoleArn: string;
  readonly logConfiguration: object;
}

describe("StageJobs", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });
  const container = (name: string) =>
    json<ContainerProperties>(up.get("JobDefinition", name).inputs.containerProperties);
  const statements = (name: string) => json(up.get("RolePolicy", name).inputs.policy).Statement;

  it("one job definition a stage, with the stage's sizes", () => {
    expect(up.get("JobDefinition", "elsewhere-write").inputs).to.deep.include({
      type: "container",
      platformCapabilities: ["EC2"],
      retryStrategy: {
        attempts: 5,
        evaluateOnExits: [
          { action: "RETRY", onStatusReason: "Host EC2*" },
          { action: "EXIT", onExitCode: "65" },
          { action: "EXIT", onExitCode: "78" },
        ],
      },
      timeout: { attemptDurationSeconds: 600 },
      propagateTags: true,
      deregisterOnNewRevision: false,
      tags: { workflow: "sitemap", stage: "write" },
    });
    expect(container("elsewhere-write")).to.deep.include({
      command: ["write"],
      resourceRequirements: [
        { type: "VCPU", value: "2" },
        { type: "MEMORY", value: "2048" },
      ],
    });
  });

  it("attempts where instances may be reclaimed: all that Batch allows; the container ends it, by default after three", () => {
    expect(up.get("JobDefinition", "ecr-fetch").inputs.retryStrategy).to.have.property("attempts", 10);
    expect(container("ecr-fetch").environment).to.deep.include({ name: "BATCHLINE_ATTEMPTS", value: "3" });
  });

  it("attempts on demand: as declared; the container neither counts them nor may ask Batch", () => {
    for (const [definition, role] of [
      ["elsewhere-write", "elsewhere-stage"],
      ["several-compare", "several-stage"],
    ] as const) {
      const text = JSON.stringify([up.get("JobDefinition", definition).inputs, statements(role)]);
      expect(text).to.not.match(/BATCHLINE_ATTEMPTS|batch:DescribeJobs/);
    }
  });

  it("variables: as the contract names them", () => {
    expect(container("ecr-fetch").environment).to.deep.equal([
      { name: "AWS_REGION", value: "eu-central-1" },
      { name: "BATCHLINE_WORKFLOW", value: "catalog-import" },
      { name: "BATCHLINE_TABLE", value: "kept-runs-name" },
      { name: "BATCHLINE_BROKER", value: "arn:aws:lambda:::function:broker" },
      { name: "BATCHLINE_TENANT_ROLE_ARN", value: "arn:aws:iam::000000000000:role/ecr-tenant" },
      { name: "BATCHLINE_EGRESS_PROXY", value: "http://proxy.internal:3128" },
      { name: "BATCHLINE_ATTEMPTS", value: "3" },
    ]);
  });

  it("logs: to the workflow's own group, with retention", () => {
    expect(container("ecr-fetch").logConfiguration).to.deep.equal({
      logDriver: "awslogs",
      options: {
        "awslogs-group": "/variants/dev/jobs/catalog-import",
        "awslogs-region": "eu-central-1",
        "awslogs-stream-prefix": "fetch",
      },
    });
    expect(up.get("LogGroup", "ecr-jobs").inputs).to.deep.equal({
      name: "/variants/dev/jobs/catalog-import",
      retentionInDays: 30,
    });
  });

  it("GPU, open files and /tmp on disk, as requested", () => {
    expect(container("accelerated-upscale")).to.deep.include({
      resourceRequirements: [
        { type: "VCPU", value: "16" },
        { type: "MEMORY", value: "747110" },
        { type: "GPU", value: "1" },
      ],
      ulimits: [
        { name: "nofile", softLimit: 1_024, hardLimit: 1_024 },
        { name: "core", softLimit: 0, hardLimit: 0 },
      ],
      linuxParameters: { initProcessEnabled: true },
      volumes: [{ name: "tmp", host: {} }],
    });
  });

  it("secrets: only for the stages that name them; ECS reads only these", () => {
    const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:model-Ij56Kl";
    expect(container("accelerated-upscale").secrets).to.deep.equal([
      { name: "MODEL_KEY", valueFrom: `${secret}:key::` },
      { name: "MODEL_USER", valueFrom: `${secret}:user::` },
    ]);
    expect(container("accelerated-publish")).not.to.have.property("secrets");
    expect(
      statements("accelerated-exec").filter(({ Action }) => String(Action).startsWith("secretsmanager")),
    ).to.deep.equal([{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret }]);
    expect(JSON.stringify(statements("accelerated-stage"))).not.to.contain("secretsmanager");
    expect(preview.get("RolePolicy", "accelerated-exec").inputs.policy).to.equal(unknown);
  });

  it("secrets: for every node of a multi-node job", () => {
    const { nodeRangeProperties } = json<{
      readonly nodeRangeProperties: readonly { readonly container: ContainerProperties }[];
    }>(up.get("JobDefinition", "several-compare").inputs.nodeProperties);
    const index = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:index-Qr90St";
    expect(nodeRangeProperties.map(({ container: { secrets } }) => secrets)).to.deep.equal([
      [{ name: "INDEX_KEY", valueFrom: index }],
    ]);
    expect(statements("several-exec")[0]).to.have.property("Resource", index);
  });

  it("roles: the job role for containers, the execution role for ECS", () => {
    expect(container("ecr-fetch")).to.deep.include({
      jobRoleArn: "arn:aws:iam::000000000000:role/ecr-stage",
      executionRoleArn: "arn:aws:iam::000000000000:role/ecr-exec",
    });
    for (const role of ["ecr-job", "ecr-stage", "ecr-exec"])
      expect(json(up.get("Role", role).inputs.assumeRolePolicy).Statement).to.deep.equal([
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { Service: "ecs-tasks.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ]);
  });

  it("job role: the broker, and nothing else", () => {
    for (const role of ["ecr-stage", "several-stage"])
      expect(statements(role), role).to.deep.equal([
        { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "arn:aws:lambda:::function:broker" },
      ]);
  });

  it("former job role: its own workflow's manifests, all records of runs, and its attempts", () => {
    expect(statements("ecr-job")).to.deep.equal([
      {
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::kept-platform-bucket/runs/catalog-import/*",
      },
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
        Resource: "arn:aws:Table:::kept-runs",
        Condition: {
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["run#*"] },
        },
      },
      { Effect: "Allow", Action: "batch:DescribeJobs", Resource: "*" },
    ]);
  });

  it("execution role: the image's repository and one log group only", () => {
    expect(statements("ecr-exec")).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/worker",
      },
      { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:LogGroup:::ecr-jobs:*",
      },
    ]);
  });

  it("execution role: another registry's secret, and no right to ECR", () => {
    const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:jobs-Ef34Gh";
    expect(container("elsewhere-write").repositoryCredentials).to.deep.equal({
      credentialsParameter: secret,
    });
    expect(container("ecr-fetch")).not.to.have.property("repositoryCredentials");
    expect(statements("elsewhere-exec")).to.deep.equal([
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secret },
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:LogGroup:::elsewhere-jobs:*",
      },
    ]);
  });

  it("rights: in place before jobs start and until they end", () => {
    expect(up.dependencies(up.get("JobDefinition", "ecr-fetch"))).to.include.members([
      "RolePolicy ecr-exec",
      "RolePolicy ecr-stage",
      "RolePolicy ecr-tenant",
      "RolePolicy ecr-tenant-assume",
      "RolePolicy ecr-tenant-broker",
    ]);
  });

  it("previews while roles and buckets are unknown", () => {
    const { inputs } = preview.get("JobDefinition", "ecr-fetch");
    expect(inputs.containerProperties).to.equal(unknown);
    expect(inputs.timeout).to.deep.equal({ attemptDurationSeconds: 60 });
  });
});
