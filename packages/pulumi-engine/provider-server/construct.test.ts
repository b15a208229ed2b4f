import { rejection } from "@batchline/diagnostics/testing";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { expect } from "chai";
import { startEngineServer } from "../protocol/engine-server.ts";
import type { GrpcServer } from "../protocol/grpc-server.ts";
import { ResourceReference, unknown } from "../protocol/property.ts";
import { Monitor } from "../registrations/monitor.ts";
import type { Provider } from "../registrations/provider.ts";
import type { Deployment } from "../steps/deployment.ts";
import { FakeStack } from "../testing/fake-stack.ts";
import { methods, ProviderClient, read, struct } from "../testing/provider-client.ts";
import { type ProviderServer, serveProvider } from "./serve-provider.ts";

const networkUrn = "urn:pulumi:dev::shop::awsx:ec2:Vpc::network";
const subnetUrn = "urn:pulumi:dev::shop::awsx:ec2:Vpc$aws:ec2/subnet:Subnet::network-1";

/** A network with one subnet. */
const provider: Provider = {
  create: () => Promise.reject(new Error("awsx creates nothing itself")),
  async construct({ name, inputs }, { preview, register }) {
    const { cidrBlock = null } = inputs;
    const { urn, id } = await register({
      type: "aws:ec2/subnet:Subnet",
      name: `${name}-1`,
      inputs: { cidrBlock },
    });
    return { preview, subnetId: id ?? unknown, subnet: new ResourceReference(urn, id ?? unknown) };
  },
};

describe("a remote component of a provider's server", () => {
  let engine: GrpcServer;
  let server: ProviderServer;
  let client: ProviderClient;
  let deployment: Deployment;

  /** The embedded engine stands for Pulumi's. */
  const start = async (dryRun: boolean, create: Provider["create"]) => {
    const identity = { project: "shop", stack: "dev", root: "/shop" };
    deployment = new FakeStack().deployment({ provider: { create }, preview: dryRun, dryRun });
    const monitor = new Monitor({ ...identity, deployment });
    engine = await startEngineServer({
      ...identity,
      monitor,
      dryRun,
      onLog: () => {},
      onRegistered: async () => {},
    });
    server = await serveProvider({ name: "awsx", version: "3.9.0", provider, functions: () => undefined });
    client = new ProviderClient(server.port);
  };
  afterEach(() => {
    client.close();
    server.stop();
    engine.stop();
  });
  const construct = (dryRun: boolean) => {
    const request = new proto.ConstructRequest()
      .setMonitorendpoint(engine.address)
      .setType("awsx:ec2:Vpc")
      .setName("network")
      .setDryrun(dryRun)
      .setInputs(struct({ cidrBlock: "10.0.0.0/16", zones: 1 }, ["cidrBlock", "zones"]))
      .setDependenciesList(["urn:a"])
      .setProtect(true)
      .setIgnorechangesList(["tags"]);
    request.getProvidersMap().set("aws", "urn:provider::1");
    return client.ask(methods.construct, request);
  };

  it("is registered with its options, before its children, with its outputs", async () => {
    await start(false, async () => ({ id: "subnet-1", outputs: {} }));
    const constructed = await construct(false);
    const [component, subnet] = deployment.registered.all;
    expect(component).to.deep.include({
      ...{
        urn: networkUrn,
        kind: "component",
        inputs: { cidrBlock: "10.0.0.0/16", zones: 1 },
        dependencies: ["urn:a"],
      },
      options: { protect: true, ignoreChanges: ["tags"] },
      providers: { aws: "urn:provider::1" },
    });
    expect(subnet).to.deep.include({
      ...{ urn: subnetUrn, parent: networkUrn, id: "subnet-1", inputs: { cidrBlock: "10.0.0.0/16" } },
      ...{ dependencies: ["urn:a"], options: { protect: true } },
    });
    const outputs = {
      preview: false,
      subnetId: "subnet-1",
      subnet: new ResourceReference(subnetUrn, "subnet-1"),
    };
    expect(component?.outputs).to.deep.equal(outputs);
    expect(constructed.getUrn()).to.equal(networkUrn);
    expect(read(constructed.getState()).properties).to.deep.equal(outputs);
  });

  it("has children whose inputs are secret as the component's are", async () => {
    await start(false, async () => ({ id: "subnet-1", outputs: {} }));
    await construct(false);
    expect(deployment.registered.all[1]?.secretInputs).to.deep.equal(["cidrBlock"]);
  });

  it("has outputs that depend on its children", async () => {
    await start(false, async () => ({ id: "subnet-1", outputs: {} }));
    const dependencies = (await construct(false)).getStatedependenciesMap();
    expect(dependencies.get("subnetId")?.getUrnsList()).to.deep.equal([subnetUrn]);
  });

  it("has children without an id in a preview", async () => {
    await start(true, async () => undefined);
    const { properties } = read((await construct(true)).getState());
    expect(properties).to.deep.include({ preview: true, subnetId: unknown });
  });

  it("fails if a child cannot be created", async () => {
    await start(false, () => Promise.reject(new Error("no address is free")));
    expect((await rejection(construct(false))).message).to.match(/"network-1": no address is free/);
  });
});
