import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeDeployment } from "../../testing/fake-deployment.ts";

describe("resources of Batch in a deployment", () => {
  let fake: FakeDeployment;
  beforeEach(() => {
    fake = new FakeDeployment();
  });

  it("requests a compute environment with the names of the API", async () => {
    const { outputs } = await fake.create("aws:batch/computeEnvironment:ComputeEnvironment", {
      namePrefix: "spot-",
      type: "MANAGED",
      computeResources: {
        type: "SPOT",
        minVcpus: 0,
        maxVcpus: 16,
        subnets: ["subnet-1"],
        ec2Configurations: [{ imageType: "ECS_AL2023" }],
      },
    });
    expect(outputs).to.include({ status: "VALID" });
    expect(outputs.name).to.match(/^spot-[0-9a-f]{7}$/);
    expect(fake.made).to.deep.equal([
      [
        "createComputeEnvironment",
        {
          computeEnvironmentName: outputs.name,
          type: "MANAGED",
          state: "ENABLED",
          computeResources: {
            type: "SPOT",
            minvCpus: 0,
            maxvCpus: 16,
            subnets: ["subnet-1"],
            ec2Configuration: [{ imageType: "ECS_AL2023" }],
          },
        },
      ],
    ]);
  });

  it("creates a fair-share policy from the provider's names", async () => {
    const { id } = await fake.create("aws:batch/schedulingPolicy:SchedulingPolicy", {
      name: "shares",
      fairSharePolicy: {
        computeReservation: 10,
        shareDistributions: [{ shareIdentifier: "night*", weightFactor: 0.5 }],
      },
    });
    expect(id).to.equal("arn:aws:batch:eu-central-1:000000000000:scheduling-policy/shares");
    expect(fake.made).to.deep.equal([
      [
        "createSchedulingPolicy",
        {
          name: "shares",
          fairsharePolicy: {
            computeReservation: 10,
            shareDecaySeconds: 0,
            shareDistribution: [{ shareIdentifier: "night*", weightFactor: 0.5 }],
          },
        },
      ],
    ]);
  });

  it("registers a job definition from the provider's JSON", async () => {
    const { id, outputs } = await fake.create("aws:batch/jobDefinition:JobDefinition", {
      name: "fetch",
      type: "container",
      containerProperties: '{"image":"i"}',
      retryStrategy: { attempts: 3, evaluateOnExits: [{ action: "exit", onExitCode: "65" }] },
      schedulingPriority: 0,
    });
    expect(id).to.equal("arn:aws:batch:eu-central-1:000000000000:job-definition/fetch:3");
    expect(outputs).to.include({ revision: 3, arnPrefix: id.replace(":3", "") });
    expect(fake.made).to.deep.equal([
      [
        "registerJobDefinition",
        {
          jobDefinitionName: "fetch",
          type: "container",
          containerProperties: { image: "i" },
          retryStrategy: { attempts: 3, evaluateOnExit: [{ action: "EXIT", onExitCode: "65" }] },
        },
      ],
    ]);
  });

  for (const [field, type, inputs] of [
    ["retryStrategy.attempts", "jobDefinition:JobDefinition", { retryStrategy: { attempts: 11 } }],
    [
      "fairSharePolicy.shareDistributions.0.shareIdentifier",
      "schedulingPolicy:SchedulingPolicy",
      { fairSharePolicy: { shareDistributions: [{ shareIdentifier: "nightly-report", weightFactor: 1 }] } },
    ],
  ] as const) {
    it(`refuses what the provider refuses in a preview: ${field}`, async () => {
      const error = await rejection(fake.create(`aws:batch/${type}`, { type: "container", ...inputs }));
      expect(error.message).to.match(new RegExp(`^${field}: `));
    });
  }

  it("refuses container properties that are not JSON", async () => {
    const error = await rejection(
      fake.create("aws:batch/jobDefinition:JobDefinition", { type: "container", containerProperties: "{" }),
    );
    expect(error.message).to.match(/containerProperties: not JSON/);
  });
});
