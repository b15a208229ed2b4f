import { mimeMultipart } from "@batchline/aws-facts";
import { durationSeconds, unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations, record } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";
import { instanceUserData } from "./instance-user-data.ts";
import { ecsAgentAuth } from "./registry-auth.ts";

const secretArn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:agents-Ab12Cd";

describe("Compute", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });
  const environment = (name: string) => up.get("ComputeEnvironment", name);

  it("Spot environments: cheap pools that are rarely reclaimed", () => {
    expect(environment("mixed-spot").inputs).to.deep.equal({
      type: "MANAGED",
      state: "ENABLED",
      computeResources: {
        type: "SPOT",
        allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
        minVcpus: 0,
        maxVcpus: 64,
        instanceTypes: ["c7g"],
        instanceRole: "arn:aws:InstanceProfile:::mixed-instances",
        ec2Configurations: [{ imageType: "ECS_AL2023" }],
        launchTemplate: { launchTemplateId: "mixed-instances-id", version: "7" },
        subnets: ["subnet-isolated"],
        securityGroupIds: ["isolated-workers-id"],
      },
      updatePolicy: { terminateJobsOnUpdate: false, jobExecutionTimeoutMinutes: 90 },
    });
  });

  it("on-demand environments: updated in place too", () => {
    expect(environment("mixed-fallback").inputs.computeResources).to.deep.include({
      type: "EC2",
      allocationStrategy: "BEST_FIT_PROGRESSIVE",
      maxVcpus: 32,
      minVcpus: 0,
      instanceTypes: ["c7g", "m7g"],
    });
  });

  it("environments: no name, service role or desired vCPUs, which would block updates", () => {
    for (const { inputs, options } of up.all("ComputeEnvironment")) {
      expect(inputs).not.to.have.any.keys("name", "namePrefix", "serviceRole");
      expect(inputs.computeResources).not.to.have.property("desiredVcpus");
      expect(options.ignoreChanges).to.deep.equal(["computeResources.desiredVcpus"]);
    }
  });

  it("environments: a deployment waits until jobs have had their minutes", () => {
    expect(environment("mixed-spot").options.customTimeouts).to.deep.equal({
      update: "120m",
      delete: "120m",
    });
    for (const { name, inputs, options } of up.all("ComputeEnvironment")) {
      const { jobExecutionTimeoutMinutes: minutes = 0 } = record(inputs.updatePolicy ?? {});
      const seconds = durationSeconds(options.customTimeouts?.update);
      expect(seconds, name).to.be.greaterThan(Math.max(20, Number(minutes)) * 60);
    }
  });

  it("queue: its deletion waits until Batch has ended the jobs", () => {
    for (const { options } of up.all("JobQueue"))
      expect(options.customTimeouts).to.deep.equal({ delete: "60m" });
  });

  it("environments: the launch template's version is pinned", () => {
    for (const resource of preview.all("ComputeEnvironment")) {
      expect(record(resource.inputs.computeResources).launchTemplate).to.deep.equal({
        launchTemplateId: unknown,
        version: unknown,
      });
      const instances = `${resource.name.split("-")[0]}-instances`;
      expect(preview.dependencies(resource)).to.include(`LaunchTemplate ${instances}`);
    }
  });

  it("instance rights: kept until the environments are deleted", () => {
    expect(up.dependencies(environment("mixed-spot"))).to.include.members([
      "InstanceProfile mixed-instances",
      "RolePolicy mixed-instances",
    ]);
  });

  it("environments: tried in the given order", () => {
    expect(up.get("JobQueue", "mixed").inputs).to.deep.include({
      state: "ENABLED",
      priority: 1,
      computeEnvironmentOrders: [
        { order: 1, computeEnvironment: "arn:aws:ComputeEnvironment:::mixed-spot" },
        { order: 2, computeEnvironment: "arn:aws:ComputeEnvironment:::mixed-fallback" },
      ],
    });
  });

  it("GPU environments: the image with drivers, and a minimum of vCPUs", () => {
    expect(environment("accelerated-gpu").inputs.computeResources).to.deep.include({
      type: "SPOT",
      minVcpus: 4,
      maxVcpus: 16,
      instanceTypes: ["g5.xlarge", "g6"],
      ec2Configurations: [{ imageType: "ECS_AL2023_NVIDIA" }],
    });
  });

  it("shares: divide a queue among workflows", () => {
    expect(up.get("SchedulingPolicy", "accelerated").inputs).to.deep.equal({
      fairSharePolicy: {
        shareDecaySeconds: 3_600,
        computeReservation: 0,
        shareDistributions: [
          { shareIdentifier: "catalogimport", weightFactor: 0.25 },
          { shareIdentifier: "sitemap", weightFactor: 1 },
        ],
      },
    });
    expect(up.get("JobQueue", "accelerated").inputs).to.deep.include({
      priority: 10,
      schedulingPolicyArn: "arn:aws:SchedulingPolicy:::accelerated",
    });
    expect(up.get("JobQueue", "mixed").inputs).not.to.have.property("schedulingPolicyArn");
  });

  it("shares: adding or removing them replaces the queue", () => {
    for (const queue of ["accelerated", "mixed"])
      expect(up.get("JobQueue", queue).options.replaceOnChanges).to.deep.equal(["schedulingPolicyArn"]);
  });

  it("time limits: no job waits forever", () => {
    const action = { state: "RUNNABLE", action: "CANCEL" };
    expect(up.get("JobQueue", "mixed").inputs.jobStateTimeLimitActions).to.deep.equal([
      { ...action, reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", maxTimeSeconds: 3_600 },
      { ...action, reason: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", maxTimeSeconds: 600 },
      { ...action, reason: "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", maxTimeSeconds: 600 },
    ]);
  });

  it("children: all below the component", () => {
    expect(up.path(up.get("aws:ec2/launchTemplate:LaunchTemplate", "mixed-instances"))).to.deep.equal([
      "mixed",
      "mixed-instances",
      "mixed-instances",
    ]);
    expect(up.path(environment("mixed-spot"))).to.deep.equal(["mixed", "mixed-spot"]);
  });
});

describe("LaunchTemplate", () => {
  let inputs: Registrations["run"]["outputs"];
  before(async function () {
    this.timeout(60_000);
    inputs = (await variants("up")).get("aws:ec2/launchTemplate:LaunchTemplate", "mixed-instances").inputs;
  });

  it("disk: encrypted, of the requested size", () => {
    expect(inputs.blockDeviceMappings).to.deep.equal([
      {
        deviceName: "/dev/xvda",
        ebs: { volumeType: "gp3", volumeSize: 100, encrypted: "true", deleteOnTermination: "true" },
      },
    ]);
  });

  it("metadata: IMDSv2 only, one hop", () => {
    expect(inputs.metadataOptions).to.deep.equal({
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("tags: on instances and volumes", () => {
    const tags = { Name: "mixed-instances", team: "imports" };
    expect(inputs.tagSpecifications).to.deep.equal([
      { resourceType: "instance", tags },
      { resourceType: "volume", tags },
    ]);
  });

  it("user data: MIME multipart, known at preview", async () => {
    const login = ecsAgentAuth({
      secretArn,
      image: `ghcr.io/acme/worker@sha256:${"0123456789abcdef".repeat(4)}`,
    });
    const message = mimeMultipart([login, ...instanceUserData]);
    expect(inputs.userData).to.equal(Buffer.from(message).toString("base64"));
    const preview = await variants("preview");
    expect(preview.get("aws:ec2/launchTemplate:LaunchTemplate", "mixed-instances").inputs.userData).to.equal(
      inputs.userData,
    );
  });

  it("user data: containers cannot read the instance's credentials", () => {
    expect(instanceUserData[0]?.content).to.match(
      /iptables .*--destination 169\.254\.169\.254 .*! --uid-owner 0 --jump REJECT/,
    );
  });
});

describe("InstanceRole", () => {
  it("rights: join clusters of AWS Batch only", async () => {
    const up = await variants("up");
    const { Statement } = json(up.get("RolePolicy", "mixed-instances").inputs.policy);
    const [endpoint, ...narrower] = Statement.slice(0, 4);
    expect(endpoint).to.include({ Action: "ecs:DiscoverPollEndpoint", Resource: "*" });
    for (const { Resource } of narrower)
      expect(Resource).to.match(/^arn:aws:ecs:\*:\*:(cluster\/AWSBatch|container-instance\/)\*$/);
    expect(Statement[2]).to.deep.include({
      Condition: { ArnLike: { "ecs:cluster": "arn:aws:ecs:*:*:cluster/AWSBatch*" } },
    });
  });

  it("rights: join the cluster and read the registry's secret, nothing else", async () => {
    const up = await variants("up");
    const { Statement } = json(up.get("RolePolicy", "mixed-instances").inputs.policy);
    const [agent, login] = [Statement.slice(0, 4), Statement.slice(4)];
    expect(login).to.deep.equal([
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
    ]);
    const actions = agent.flatMap(({ Action }) => Action as string | string[]);
    expect(actions).to.satisfy((all: string[]) => all.every((action) => /^ecs:[A-Za-z]+$/.test(action)));
    expect(json(up.get("Role", "mixed-instances").inputs.assumeRolePolicy).Statement).to.deep.equal([
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
    ]);
  });
});
