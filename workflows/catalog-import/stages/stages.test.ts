import { expect } from "chai";
import sharp from "sharp";
import {
  dataBucket,
  ended,
  ownBucket,
  startWorkerCloud,
  type WorkerCloud,
} from "../../../testing/worker/cloud.ts";
import { waitFor } from "../../../testing/worker/wait-for.ts";
import { chunk, feeds, type ShopServer, shop, startShop } from "../testing/shop.ts";

const stored = "s3:///supplier/feed.json";
const cafes = { bucket: ownBucket, prefix: "tenants/cafe-lumiere/" };

const chunks = [
  chunk(0, { feed: "/good.json" }),
  chunk(1, { feed: "/large.json", tenant: "big", part: 0, parts: 2 }),
  chunk(2, { feed: "/large.json", tenant: "big", part: 1, parts: 2 }),
  chunk(3, { feed: "/none.json", tenant: "gone" }),
  chunk(4, { feed: "/half-broken.json", tenant: "broken" }),
  chunk(5, { feed: "/slow.json", tenant: "slow" }),
  // Its data is said to be another tenant's.
  chunk(6, {
    feed: "/good.json",
    tenant: "thief",
    data: cafes,
  }),
  chunk(7, { feed: "/good.json", tenant: "unlucky" }),
  chunk(8, { feed: "/good.json", tenant: "garbled" }),
  chunk(9, { feed: stored, tenant: "cafe-lumiere", data: cafes }),
  chunk(10, { feed: `s3://${ownBucket}/${cafes.prefix}supplier/feed.json`, tenant: "spy" }),
] as const;

describe("a stage in its container", function () {
  this.timeout(60_000);
  let cloud: WorkerCloud;
  let server: ShopServer;

  before(async () => {
    server = await startShop();
    cloud = await startWorkerCloud({
      workflow: "catalog-import",
      chunks,
      egressProxy: server.proxyUrl,
      intercept: (service) => ({
        ...service,
        handle(request) {
          const unlucky = service.signingName === "s3" && request.path.includes("unlucky");
          if (!unlucky) return service.handle(request);
          const body = "<Error><Code>InternalError</Code><Message>We encountered an error.</Message></Error>";
          return Promise.resolve({ status: 500, headers: { "content-type": "application/xml" }, body });
        },
      }),
    });
  });
  beforeEach(() => {
    server.asked.length = 0;
  });
  after(async () => {
    await cloud?.stop();
    await server?.stop();
  });

  const outputs = { products: "fetch", images: "download", renditions: "rescale" } as const;
  const output = (index: number, name: keyof typeof outputs, run?: string) =>
    cloud.output(index, outputs[name], `${name}.ndjson`, run);

  it("a catalogue: imported stage after stage, each with its record", async () => {
    for (const stage of ["fetch", "download", "rescale"]) {
      const { code, log } = await cloud.run(stage, 0);
      expect([stage, code]).to.deep.equal([stage, 0]);
      const [granted, ...others] = log;
      const ofRun = { workflow: "catalog-import", run: "run-1", stage };
      expect(granted).to.include({ ...ofRun, msg: "the broker granted a session" });
      // The broker has named the chunk.
      expect(others).not.to.deep.equal([]);
      for (const line of others) expect(line).to.include({ ...ofRun, tenant: "acme", chunk: 0 });
      const record = await cloud.record(0, stage);
      expect(record).to.deep.include({
        status: "SUCCEEDED",
        attempts: 1,
        tenant: "acme",
        items: { done: 3, failed: 0, skipped: 0 },
        total: 3,
        logGroup: "/batchline",
        logStream: `${stage}/0`,
        failures: [],
      });
      expect(record?.jobId).to.match(/^[0-9a-f-]{36}:0$/);
      expect(record?.attempt).to.equal(`${record?.jobId?.replace(":", "-")}-1`);
      expect(Date.parse(record?.endedAt ?? "")).to.be.at.least(Date.parse(record?.startedAt ?? ""));
    }
    const products = await cloud.lines(dataBucket, await output(0, "products"));
    expect(products[0]).to.deep.equal({ id: "red", title: "red", images: [`${shop}/red.png`] });
    const images = await cloud.lines(dataBucket, await output(0, "images"));
    expect(images.map(({ url }) => url)).to.have.members(products.map((product) => product.images[0]));
    const renditions = await cloud.lines(dataBucket, await output(0, "renditions"));
    expect(renditions.map(({ id }) => id)).to.deep.equal(["red", "green", "blue"]);
    const [webp, jpeg] = renditions[0].images[0].renditions;
    expect(webp).to.include({ width: 16, format: "webp" });
    const rendition = await sharp(await cloud.bytes(dataBucket, `tenants/acme/${jpeg.key}`)).metadata();
    expect([rendition.format, rendition.width]).to.deep.equal(["jpeg", 32]);
  });

  it("a finished stage: does nothing", async () => {
    const { code, log } = await cloud.run("download", 0);
    expect(code).to.equal(0);
    expect(log.map(({ msg }) => msg)).to.deep.equal([
      "the broker granted a session",
      "already succeeded: nothing to do",
    ]);
    expect(server.asked).to.deep.equal([]);
    expect((await cloud.record(0, "download"))?.attempts).to.equal(1);
  });

  it("unchanged items: skipped in a later run", async () => {
    const later = { BATCHLINE_RUN_ID: "run-2" };
    for (const stage of ["fetch", "download", "rescale"]) {
      expect((await cloud.run(stage, 0, later)).code).to.equal(0);
    }
    const skipped = { done: 0, failed: 0, skipped: 3 };
    expect((await cloud.record(0, "download", "run-2"))?.items).to.deep.equal(skipped);
    expect((await cloud.record(0, "rescale", "run-2"))?.items).to.deep.equal(skipped);
    expect(await cloud.lines(dataBucket, await output(0, "renditions", "run-2"))).to.deep.equal(
      await cloud.lines(dataBucket, await output(0, "renditions")),
    );
  });

  it("parts of the catalogue: each takes its own, and together they take everything", async () => {
    const parts = await Promise.all(
      [1, 2].map(async (index) => {
        expect((await cloud.run("fetch", index)).code).to.equal(0);
        return (await cloud.lines(dataBucket, await output(index, "products"))).map(({ id }) => id);
      }),
    );
    expect(parts[0]).not.to.have.length(0);
    expect(parts[1]).not.to.have.length(0);
    expect(parts.flat().sort()).to.deep.equal(feeds["/large.json"]!.split(" ").sort());
  });

  it("a missing feed: exits with 65, with the reason", async () => {
    expect((await cloud.run("fetch", 3)).code).to.equal(65);
    expect(await cloud.record(3, "fetch")).to.include({
      status: "FAILED",
      error: "the feed http://shop.example/none.json cannot be read: shop.example answered 404",
    });
  });

  it("too many failed items: exits with 65, and keeps every failure", async () => {
    await cloud.run("fetch", 4);
    expect((await cloud.run("download", 4)).code).to.equal(65);
    const record = await cloud.record(4, "download");
    const failures = ["none-1", "none-2"].map((name) => ({
      item: `${shop}/${name}.png`,
      reason: "shop.example answered 404",
    }));
    expect(record?.error).to.match(/^2 of 4 images failed \(50 %\), more than the 10 % allowed; first: /);
    expect(record?.failures).to.have.deep.members(failures);
    expect(record?.failuresKey).to.equal(await cloud.output(4, "download", "failures.ndjson"));
    expect(await cloud.lines(dataBucket, record?.failuresKey ?? "")).to.have.deep.members(failures);
  });

  it("a stop: exits with 143, and the next attempt continues", async () => {
    await cloud.run("fetch", 5);
    const worker = await cloud.start("download", 5);
    const end = ended(worker);
    await server.slowAsked;
    await waitFor(async () => (await cloud.record(5, "download"))?.items.done === 2);
    worker.kill("SIGTERM");
    expect((await end).code).to.equal(143);
    expect(await cloud.record(5, "download")).to.deep.include({
      status: "INTERRUPTED",
      error: "the container was stopped before the stage was done",
      items: { done: 2, failed: 0, skipped: 0 },
      total: 3,
    });
    expect((await cloud.run("download", 5)).code).to.equal(0);
    const record = await cloud.record(5, "download");
    expect(record).to.deep.include({
      status: "SUCCEEDED",
      attempts: 2,
      items: { done: 1, failed: 0, skipped: 2 },
    });
    expect(record).not.to.have.property("error");
  });

  it("another tenant's data: out of reach, even if the chunk names it", async () => {
    expect((await cloud.run("fetch", 6)).code).to.equal(1);
    expect((await cloud.record(6, "fetch"))?.error).to.match(/not authorized to perform: s3:PutObject/);
    expect(await cloud.keys(ownBucket)).to.deep.equal([]);
  });

  describe("a feed and images that are objects", () => {
    const object = (name: string) => `s3://${ownBucket}/${cafes.prefix}supplier/${name}`;
    const others = `s3://${dataBucket}/tenants/acme/supplier/secret.png`;
    const none = "s3:///supplier/none.png";
    const endless = `s3:///${"supplier/".repeat(150)}red.png`;
    before(async () => {
      const png = await sharp({ create: { width: 40, height: 20, channels: 3, background: "red" } })
        .png()
        .toBuffer();
      const images = ["s3:///supplier/red.png", object("red.png"), others, none, endless];
      const products = images.map((image, index) => ({ id: `p${index}`, title: "Red", images: [image] }));
      await cloud.put(ownBucket, `${cafes.prefix}supplier/feed.json`, JSON.stringify(products));
      await cloud.put(ownBucket, `${cafes.prefix}supplier/red.png`, png);
      await cloud.put(dataBucket, "tenants/acme/supplier/secret.png", png);
    });

    it("are read below the tenant's prefix and by their whole address, but not another tenant's", async () => {
      expect((await cloud.run("fetch", 9)).code).to.equal(0);
      expect((await cloud.run("download", 9)).code).to.equal(65);
      const record = await cloud.record(9, "download");
      expect(record?.items).to.deep.equal({ done: 2, failed: 3, skipped: 0 });
      const unread = (item: string, where = "") => ({
        item,
        reason: `the object does not exist${where}, or the tenant's role may not read it: put it there, or correct the address`,
      });
      const below = ` below s3://${ownBucket}/${cafes.prefix}`;
      const cut = `${endless.slice(0, 499)}…`;
      const failures = [unread(others), unread(none, below), unread(cut, below)];
      expect(record?.failures).to.have.deep.members(failures);
      expect(server.asked).to.deep.equal([]);
    });

    it("are skipped in a later run if they have not changed", async () => {
      const later = { BATCHLINE_RUN_ID: "run-2" };
      await cloud.run("fetch", 9, later);
      await cloud.run("download", 9, later);
      expect((await cloud.record(9, "download", "run-2"))?.items).to.deep.equal({
        done: 0,
        failed: 3,
        skipped: 2,
      });
    });

    it("are no way to another tenant's feed", async () => {
      expect((await cloud.run("fetch", 10)).code).to.equal(65);
      const feed = object("feed.json");
      expect((await cloud.record(10, "fetch"))?.error).to.equal(
        `the feed ${feed} cannot be read: the object does not exist, or the tenant's role may not read it: put it there, or correct the address`,
      );
    });
  });

  it("a lasting fault of AWS: exits with 75", async () => {
    expect((await cloud.run("fetch", 7)).code).to.equal(75);
    expect(await cloud.record(7, "fetch")).to.include({
      status: "FAILED",
      error: "AWS: We encountered an error.",
    });
  });

  it("a bug: exits with 1, with the stack of our own lines in the log, the first line in the record", async () => {
    await cloud.setRecord(8, "fetch", { status: "SUCCEEDED", attempt: "job-1" });
    await cloud.put(dataBucket, await output(8, "products"), '{"id":"red"}\nnonsense\n');
    const { code, log } = await ended(await cloud.start("download", 8));
    expect(code).to.equal(1);
    const error = log.find(({ level }) => level === "error");
    expect(JSON.stringify(error)).to.match(/workflows\/catalog-import\/stages\/download\.ts:\d+/);
    expect((await cloud.record(8, "download"))?.status).to.equal("FAILED");
  });

  for (const [what, stage, position, environment, why] of [
    [
      "no such stage",
      "fetsch",
      0,
      {},
      "catalog-import has no stage fetsch; it has: fetch, download, rescale",
    ],
    [
      "no such chunk",
      "fetch",
      99,
      {},
      "the broker refused: the manifest lacks chunk 99 of runs/catalog-import/run-1/ (BL-B009)",
    ],
    [
      "no broker and no table",
      "fetch",
      0,
      { BATCHLINE_BROKER: "", BATCHLINE_TABLE: "" },
      "BATCHLINE_BROKER is missing; BATCHLINE_TABLE is missing",
    ],
  ] as const) {
    it(`exits with 78 when there is ${what}`, async () => {
      const { code, log } = await cloud.run(stage, position, environment);
      expect(code).to.equal(78);
      expect(log.at(-1)?.msg).to.contain(why);
    });
  }
});
