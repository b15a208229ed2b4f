import { unknown } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";
import { ArgumentChecks } from "../argument-error.ts";
import type { EnvironmentArgs } from "../compute/compute-environment.ts";
import { checkNodes, type MultiNodeJobArgs } from "./multi-node-job.ts";

interface NodeProperties {
  readonly mainNode: number;
  readonly numNodes: number;
  readonly nodeRangeProperties: readonly {
    readonly targetNodes: string;
    readonly container: Readonly<Record<string, unknown>>;
  }[];
}

describe("MultiNodeJob", () => {
  let preview: Registrations;
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    preview = await variants("preview");
    up = await variants("up");
  });

  it("nodes: the first is the main one; retried and logged like any stage", () => {
    const { nodeProperties, ...inputs } = up.get("JobDefinition", "several-compare").inputs;
    expect(inputs).to.deep.equal({
      type: "multinode",
      retryStrategy: {
        attempts: 2,
        evaluateOnExits: [
          { action: "RETRY", onStatusReason: "Host EC2*" },
          { action: "EXIT", onExitCode: "65" },
          { action: "EXIT", onExitCode: "78" },
        ],
      },
      timeout: { attemptDurationSeconds: 600 },
      schedulingPriority: 1,
      propagateTags: true,
      deregisterOnNewRevision: false,
      tags: { workflow: "find-duplicates", stage: "compare" },
    });
    const { nodeRangeProperties, ...nodes } = json<NodeProperties>(nodeProperties);
    expect(nodes).to.deep.equal({ mainNode: 0, numNodes: 3 });
    expect(nodeRangeProperties.map(({ targetNodes }) => targetNodes)).to.deep.equal(["0:"]);
    expect(nodeRangeProperties[0]?.container).to.deep.include({
      command: ["compare"],
      user: "1000:1000",
      readonlyRootFilesystem: true,
      jobRoleArn: "arn:aws:iam::000000000000:role/several-stage",
      resourceRequirements: [
        { type: "VCPU", value: "2" },
        { type: "MEMORY", value: "2048" },
      ],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/variants/dev/jobs/find-duplicates",
          "awslogs-region": "eu-central-1",
          "awslogs-stream-prefix": "compare",
        },
      },
    });
  });

  it("rights: a child of the stages' jobs, which depends on their rights", () => {
    const definition = up.get("JobDefinition", "several-compare");
    expect(up.path(definition)).to.deep.equal(["several", "several-compare", "several-compare"]);
    expect(up.dependencies(up.get("MultiNodeJob", "several-compare"))).to.include.members([
      "RolePolicy several-exec",
      "RolePolicy several-stage",
    ]);
  });

  it("previews while roles and buckets are unknown", () => {
    const { nodeProperties, type } = preview.get("JobDefinition", "several-compare").inputs;
    expect(nodeProperties).to.equal(unknown);
    expect(type).to.equal("multinode");
  });

  it("types: no environment on Spot", () => {
    const spot: EnvironmentArgs = {
      ...{ name: "spot", maxVcpus: 8, instanceTypes: ["c7g"] },
      purchase: "spot",
    };
    const bounds = { name: "nodes", maxVcpus: 8, instanceTypes: ["c7g"] };
    const environments: MultiNodeJobArgs["environments"] = [
      { ...bounds, purchase: "on-demand" },
      // @ts-expect-error: Batch runs no multi-node parallel jobs on Spot
      { ...bounds, purchase: "spot" },
      // @ts-expect-error: it may be on Spot
      spot,
    ];
    expect(environments).to.have.length(3);
  });

  describe("refuses, by name,", () => {
    const environment = {
      name: "nodes",
      purchase: "on-demand",
      maxVcpus: 6,
      instanceTypes: ["c7g"],
    } as const;
    const check = (nodes: number, environments: readonly EnvironmentArgs[]) => () =>
      checkNodes(
        new ArgumentChecks("StageJobs", "several"),
        "stages.compare",
        { vcpus: 2, memoryMiB: 2_048, nodes },
        environments,
      );

    it("a queue with an environment on Spot", () => {
      expect(check(3, [environment, { ...environment, name: "cheap", purchase: "spot" }])).to.throw(
        'StageJobs "several": stages.compare: Batch runs no multi-node parallel jobs on Spot, and the environment "cheap" of its queue uses Spot; give the queue on-demand environments only',
      );
    });

    it("nodes that cannot all run at once", () => {
      expect(check(3, [environment])).not.to.throw();
      expect(check(4, [environment])).to.throw(
        "stages.compare: 4 nodes of 2 vCPUs start together or not at all, and no environment of its queue has more than 6; use fewer nodes, or raise its maxVcpus",
      );
    });
  });
});

describe("NodeNetwork", () => {
  let up: Registrations;
  before(async function () {
    this.timeout(60_000);
    up = await variants("up");
  });

  it("security group: only nodes reach main nodes", () => {
    const ports = { description: "Main nodes", protocol: "tcp", fromPort: 7300, toPort: 7363, self: true };
    expect(up.get("SecurityGroup", "near").inputs).to.deep.include({
      vpcId: "vpc-1",
      ingress: [ports],
      egress: [ports],
    });
  });

  it("placement group: only in environments for nodes", () => {
    expect(up.get("PlacementGroup", "near").inputs).to.deep.include({ strategy: "cluster" });
    const resources = (name: string) => up.get("ComputeEnvironment", name).inputs.computeResources;
    expect(resources("several-nodes")).to.deep.include({ type: "EC2", subnets: ["subnet-1"] });
    expect(resources("several-nodes")).to.have.property("placementGroup");
    expect(resources("mixed-fallback")).not.to.have.property("placementGroup");
  });
});
