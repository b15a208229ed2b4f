import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { rejection } from "@batchline/diagnostics/testing";
import { methods, ProviderClient, read, struct } from "@batchline/pulumi-engine/testing";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import { expect } from "chai";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { type EmbeddedAws, startEmbeddedAws } from "../host/start.ts";
import { type ServedProviders, serveProviders } from "./serve-providers.ts";

const shop = join(import.meta.dirname, "..", "testing", "policy-packs", "shop");

describe("the providers of an embedded AWS", () => {
  let dir: string;
  let aws: EmbeddedAws;
  let served: ServedProviders;
  let ports: Map<string, number>;
  const clients: ProviderClient[] = [];
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "served-"));
    aws = await startEmbeddedAws({ dir });
    served = await serveProviders(aws, { root: shop });
    const places = served.environment.PULUMI_DEBUG_PROVIDERS.split(",").map((place) => place.split(":"));
    ports = new Map(places.map(([name = "", port]) => [name, Number(port)]));
  });
  after(async () => {
    for (const client of clients) client.close();
    served.stop();
    await aws.stop();
    await rm(dir, { recursive: true });
  });
  const clientOf = (name: string) => {
    const client = new ProviderClient(ports.get(name) ?? 0);
    clients.push(client);
    return client;
  };

  it("are the packages whose SDK the project has, in the versions of the SDKs", async () => {
    expect([...ports.keys()]).to.deep.equal(["aws", "awsx", "time"]);
    for (const name of ports.keys()) {
      const info = await clientOf(name).ask(methods.getPluginInfo, new emptyMessages.Empty());
      expect(info.getVersion(), name).to.match(/^\d+\.\d+\.\d+$/);
    }
    await writeFile(join(dir, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const none = await serveProviders(aws, { root: dir });
    none.stop();
    expect(none.environment.PULUMI_DEBUG_PROVIDERS).to.equal("");
  });

  it("create resources in the account", async () => {
    const client = clientOf("aws");
    const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::goods";
    const check = new proto.CheckRequest().setUrn(urn).setNews(struct({}));
    const checked = await client.ask(methods.check, check.setRandomseed(new Uint8Array(32)));
    const request = new proto.CreateRequest().setUrn(urn).setProperties(checked.getInputs());
    const created = await client.ask(methods.create, request);
    expect(created.getId()).to.match(/^goods-[0-9a-f]{7}$/);
    expect(read(created.getProperties()).properties.arn).to.equal(`arn:aws:s3:::${created.getId()}`);
    const s3 = new S3Client(aws.clientConfig);
    const { Buckets = [] } = await s3.send(new ListBucketsCommand());
    s3.destroy();
    expect(Buckets.map(({ Name }) => Name)).to.deep.equal([created.getId()]);
  });

  it("answer functions", async () => {
    const request = new proto.InvokeRequest().setTok("aws:index/getRegion:getRegion");
    const answer = await clientOf("aws").ask(methods.invoke, request.setArgs(struct({})));
    expect(read(answer.getReturn()).properties.name).to.equal("eu-central-1");
  });

  it("refuse an unknown type, and the configuration of another region", async () => {
    const urn = "urn:pulumi:dev::shop::aws:rds/cluster:Cluster::orders";
    const create = new proto.CreateRequest().setUrn(urn).setProperties(struct({}));
    const error = await rejection(clientOf("aws").ask(methods.create, create));
    expect(error.message).to.match(/does not know this resource type/);
    const check = new proto.CheckRequest().setNews(struct({ region: "us-east-1" }));
    const checked = await clientOf("aws").ask(methods.checkConfig, check);
    const [failure] = checked.toObject().failuresList;
    expect(failure?.reason).to.match(/^the embedded AWS is in eu-central-1, not in us-east-1/);
  });
});
