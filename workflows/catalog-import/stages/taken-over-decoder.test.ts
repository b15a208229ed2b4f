import { join } from "node:path";
import { expect } from "chai";
import { dataBucket, startWorkerCloud, type WorkerCloud } from "../../../testing/worker/cloud.ts";
import { chunk, type ShopServer, startShop } from "../testing/shop.ts";

describe("a decoder that was taken over", () => {
  let cloud: WorkerCloud;
  let server: ShopServer;
  before(async () => {
    server = await startShop();
    cloud = await startWorkerCloud({
      ...{ workflow: "catalog-import", egressProxy: server.proxyUrl },
      chunks: [chunk(0, { feed: "/good.json" }), chunk(1, { feed: "/good.json", parts: 2 })],
      program: join(import.meta.dirname, "..", "testing", "taken-over.ts"),
    });
  });
  after(async () => {
    await cloud?.stop();
    await server?.stop();
  });

  it("cannot name a product that no feed may have", async () => {
    expect((await cloud.run("fetch", 1)).code).to.equal(75);
    const { error } = (await cloud.record(1, "fetch")) ?? {};
    expect(error).to.match(/^the decoder answered nonsense about the feed: /);
  });

  it("cannot store as a rendition what is no picture", async () => {
    for (const stage of ["fetch", "download"]) expect((await cloud.run(stage, 0)).code).to.equal(0);
    expect((await cloud.run("rescale", 0)).code).to.equal(65);
    const record = await cloud.record(0, "rescale");
    expect(record?.failures?.[0]?.reason).to.match(
      /^the decoder made something else than image\/(webp|jpeg)$/,
    );
    expect(await cloud.keys(dataBucket, "tenants/acme/renditions/")).to.deep.equal([]);
  });
});
