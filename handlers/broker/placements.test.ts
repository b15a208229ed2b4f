import { BatchClient } from "@aws-sdk/client-batch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { realClock } from "@batchline/clock";
import {
  AwsError,
  awsJsonService,
  type Gateway,
  Identity,
  restJsonService,
  startGateway,
} from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { Placements } from "./placements.ts";

const region = "eu-central-1";
const ofEcs = (rest: string) => `arn:aws:ecs:${region}:000000000000:${rest}`;
const onSpot = ofEcs("container-instance/AWSBatch-spot/1");
const onDemand = ofEcs("container-instance/AWSBatch-on-demand/2");

describe("what the broker learns of instances", () => {
  let gateway: Gateway;
  let placements: Placements;
  let ecs: ECSClient;
  let batch: BatchClient;
  let asked: string[];
  let isThrottled: boolean;
  before(async () => {
    const identity = new Identity({ region, clock: realClock });
    const environment = (name: string, type: string) => ({
      ...{ computeEnvironmentName: name, ecsClusterArn: ofEcs(`cluster/AWSBatch-${name}`) },
      computeResources: { type },
    });
    const services = [
      awsJsonService({
        ...{ signingName: "ecs", version: "1.1" },
        operations: {
          DescribeContainerInstances: ({ containerInstances: [containerInstanceArn = ""] }) => {
            asked.push(containerInstanceArn);
            if (isThrottled) throw new AwsError("ThrottlingException", "Rate exceeded");
            const attributes = [{ name: "ecs.instance-type", value: "c7g.large" }];
            return { containerInstances: [{ containerInstanceArn, attributes }], failures: [] };
          },
        },
      }),
      restJsonService({
        signingName: "batch",
        routes: { "POST /v1/describecomputeenvironments": "DescribeComputeEnvironments" },
        operations: {
          DescribeComputeEnvironments: () => {
            asked.push("environments");
            return {
              computeEnvironments: [environment("spot", "SPOT"), environment("on-demand", "EC2")],
            };
          },
        },
      }),
    ];
    gateway = await startGateway({ identity, services });
    const config = { region, endpoint: gateway.endpoint, credentials: identity.operator, maxAttempts: 1 };
    ecs = new ECSClient(config);
    batch = new BatchClient(config);
  });
  beforeEach(() => {
    asked = [];
    isThrottled = false;
    placements = new Placements({ batch, ecs });
  });
  after(async () => {
    ecs?.destroy();
    batch?.destroy();
    await gateway?.stop();
  });

  it("is the type and the price class, asked once for an instance, and once for all environments", async () => {
    const of = (instance: string) => placements.of(instance, expect.fail);
    const spot = { instanceType: "c7g.large", spot: true };
    expect(await Promise.all([of(onSpot), of(onSpot)])).to.deep.equal([spot, spot]);
    expect(await of(onDemand)).to.deep.equal({ instanceType: "c7g.large", spot: false });
    expect(asked).to.have.members([onSpot, "environments", onDemand]);
  });

  it("is nothing where Batch names no instance", async () => {
    expect(await placements.of(undefined, expect.fail)).to.deep.equal({});
    expect(asked).to.deep.equal([]);
  });

  it("is nothing while AWS throttles, with the reason, and not asked again at once", async () => {
    isThrottled = true;
    const reasons: string[] = [];
    for (const _ of [1, 2]) expect(await placements.of(onSpot, (why) => reasons.push(why))).to.deep.equal({});
    expect(reasons).to.have.length(2);
    expect(reasons[0]).to.contain("Rate exceeded");
    expect(asked.filter((instance) => instance === onSpot)).to.have.length(1);
  });
});
