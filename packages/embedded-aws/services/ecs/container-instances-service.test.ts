import { DescribeContainerInstancesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Gateway, startGateway } from "../../host/gateway/server.ts";
import { Identity } from "../../host/identity/identity.ts";
import { BenchBatch } from "../../testing/bench-batch.ts";
import { ecsService } from "./container-instances-service.ts";

describe("the instances of Batch's clusters", () => {
  let bench: BenchBatch;
  let gateway: Gateway;
  let client: ECSClient;
  let arn: string;
  before(async () => {
    bench = await BenchBatch.start("setInterval(() => {}, 1000);");
    bench.define();
    const { region } = bench;
    const identity = new Identity({ region, clock: realClock });
    const ecs = ecsService({ region, instances: bench.batch.containerInstances });
    gateway = await startGateway({ identity, services: [ecs] });
    client = new ECSClient({ region, endpoint: gateway.endpoint, credentials: identity.operator });
    const { container } = await bench.reached(bench.submit({}), ({ status }) => status === "RUNNING");
    arn = container?.containerInstanceArn ?? "";
  });
  after(async () => {
    client?.destroy();
    await gateway?.stop();
    await bench?.[Symbol.asyncDispose]();
  });
  const describeInstances = (cluster: string | undefined, ...containerInstances: string[]) =>
    client.send(new DescribeContainerInstancesCommand({ cluster, containerInstances }));

  it("have the smallest type that holds the container", async () => {
    const [, cluster = "", id = ""] = arn.split("/");
    for (const [of, instance] of [
      [cluster, arn],
      [arn.replace(/:container-instance\/.*/, `:cluster/${cluster}`), id],
    ] as const) {
      const { containerInstances = [], failures } = await describeInstances(of, instance);
      expect(failures).to.deep.equal([]);
      expect(containerInstances[0]).to.deep.include({
        ...{ containerInstanceArn: arn, status: "ACTIVE" },
        attributes: [{ name: "ecs.instance-type", value: "m7i.large" }],
      });
      expect(containerInstances[0]?.ec2InstanceId).to.match(/^i-[0-9a-f]{17}$/);
    }
  });

  it("are missing if there is none", async () => {
    const cluster = arn.split("/")[1];
    const none = `${arn.slice(0, -1)}-`;
    expect(await describeInstances(cluster, none)).to.deep.include({
      containerInstances: [],
      failures: [{ arn: none, reason: "MISSING" }],
    });
  });

  it("are those of a cluster, and the default cluster is none of Batch's", async () => {
    for (const cluster of ["AWSBatch-other", undefined])
      expect(await rejection(describeInstances(cluster, arn), Error)).to.include({
        ...{ name: "ClusterNotFoundException", message: "Cluster not found." },
      });
  });

  it("are named in a request, up to a hundred", async () => {
    const cluster = arn.split("/")[1];
    for (const ids of [[], Array.from({ length: 101 }, (_, id) => String(id))])
      expect(await rejection(describeInstances(cluster, ...ids), Error)).to.include({
        name: "InvalidParameterException",
      });
  });
});
