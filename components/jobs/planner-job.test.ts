import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

describe("PlannerJob", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });
  const container = (name: string) =>
    json<Readonly<Record<string, unknown>>>(up.get("JobDefinition", name).inputs.containerProperties);
  const statements = (name: string) => json(up.get("RolePolicy", name).inputs.policy).Statement;

  it("six hours, retried after a reclaim, not after bad data", () => {
    expect(up.get("JobDefinition", "planner").inputs).to.deep.include({
      type: "container",
      platformCapabilities: ["EC2"],
      timeout: { attemptDurationSeconds: 21_600 },
      retryStrategy: {
        attempts: 10,
        evaluateOnExits: [
          { action: "RETRY", onStatusReason: "Host EC2*" },
          { action: "EXIT", onExitCode: "65" },
          { action: "EXIT", onExitCode: "78" },
        ],
      },
      propagateTags: true,
      deregisterOnNewRevision: false,
      tags: { workflow: "catalog-import", stage: "plan" },
    });
  });

  it("the worker's image, with a command that no stage has, one vCPU and 2 GiB", () => {
    expect(container("planner")).to.deep.include({
      image: `123456789012.dkr.ecr.eu-central-1.amazonaws.com/worker@sha256:${"0123456789abcdef".repeat(4)}`,
      command: ["--plan"],
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "2048" },
      ],
      environment: [
        { name: "AWS_REGION", value: "eu-central-1" },
        { name: "BATCHLINE_WORKFLOW", value: "catalog-import" },
        { name: "BATCHLINE_TABLE", value: "kept-runs-name" },
        { name: "BATCHLINE_PLATFORM_BUCKET", value: "kept-platform-bucket" },
        { name: "BATCHLINE_CLOSE_FUNCTION", value: "summary-name" },
        { name: "BATCHLINE_ATTEMPTS", value: "3" },
      ],
      jobRoleArn: "arn:aws:iam::000000000000:role/planner-job",
      executionRoleArn: "arn:aws:iam::000000000000:role/planner-exec",
    });
    expect(container("planner").logConfiguration).to.have.nested.property(
      "options.awslogs-group",
      "/variants/dev/planner/catalog-import",
    );
  });

  it("other size, time limit, attempts on demand, and registry", () => {
    const { inputs } = up.get("JobDefinition", "large-planner");
    expect(inputs.timeout).to.deep.equal({ attemptDurationSeconds: 43_200 });
    expect(inputs.retryStrategy).to.have.property("attempts", 5);
    const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:jobs-Ef34Gh";
    expect(container("large-planner")).to.deep.include({
      repositoryCredentials: { credentialsParameter: secret },
      resourceRequirements: [
        { type: "VCPU", value: "2" },
        { type: "MEMORY", value: "8192" },
      ],
    });
    expect(statements("large-plan-exec")[0]).to.include({ Resource: secret });
  });

  it("rights: those of the plan function, and on Spot to count its attempts", () => {
    const log = ({ Action }: { readonly Action?: unknown }) => String(Action).startsWith("logs:");
    const ofFunction = statements("planner-function").filter((statement) => !log(statement));
    expect(statements("large-plan-job")).to.deep.equal(ofFunction);
    expect(ofFunction).to.have.length(7);
    const asks = { Effect: "Allow", Action: "batch:DescribeJobs", Resource: "*" };
    expect(statements("planner-job")).to.deep.equal([...ofFunction, asks]);
    expect(statements("planner-executions")).to.deep.equal([
      {
        Effect: "Allow",
        Action: "states:DescribeExecution",
        Resource: ["arn:aws:states:eu-central-1:000000000000:execution:nightly:*"],
      },
    ]);
  });

  it("rights: in place before the job definition", () => {
    expect(up.dependencies(up.get("JobDefinition", "planner"))).to.include.members([
      "RolePolicy planner-exec",
      "RolePolicy planner-job",
    ]);
  });

  it("previews while roles and buckets are unknown", () => {
    const { inputs } = preview.get("JobDefinition", "planner");
    expect(inputs.containerProperties).to.equal(unknown);
    expect(inputs.timeout).to.deep.equal({ attemptDurationSeconds: 21_600 });
    expect(preview.get("RolePolicy", "planner-job").inputs.policy).to.equal(unknown);
  });
});
