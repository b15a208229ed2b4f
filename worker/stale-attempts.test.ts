import { expect } from "chai";
import sharp from "sharp";
import { dataBucket, startWorkerCloud, type WorkerCloud } from "../testing/worker/cloud.ts";
import { HeldPuts } from "../testing/worker/held-puts.ts";
import { chunk } from "../workflows/catalog-import/testing/shop.ts";

const tenants = ["late-output", "late-memory", "closed", "before"];
const chunks = tenants.map((tenant, index) => chunk(index, { tenant, feed: "s3:///supplier/feed.json" }));

/** Attempts that Batch gave up, or that it never knew, still work. The stages are those of the catalogue import. */
describe("an attempt that another one has overtaken", function () {
  this.timeout(30_000);
  let cloud: WorkerCloud;
  const puts = new HeldPuts();
  before(async () => {
    cloud = await startWorkerCloud({ workflow: "catalog-import", chunks, intercept: puts.intercept });
  });
  after(() => cloud?.stop());

  /** The supplier's feed from now on: a product for each colour. */
  const supply = async (index: number, ...colours: string[]) => {
    const supplier = `tenants/${tenants[index]}/supplier`;
    for (const background of colours) {
      const image = sharp({ create: { width: 8, height: 8, channels: 3, background } }).png();
      await cloud.put(dataBucket, `${supplier}/${background}.png`, await image.toBuffer());
    }
    const products = colours.map((id) => ({ id, title: id, images: [`s3:///supplier/${id}.png`] }));
    await cloud.put(dataBucket, `${supplier}/feed.json`, JSON.stringify(products));
  };
  const run = async (stage: string, index: number) => (await cloud.run(stage, index)).code;

  it("does not change what the later stages read, however late its output arrives", async () => {
    await supply(0, "red", "green");
    const late = puts.hold("/fetch/");
    const first = run("fetch", 0);
    await late.reached;
    await supply(0, "red", "green", "blue");
    expect(await run("fetch", 0)).to.equal(0);
    expect(await run("download", 0)).to.equal(0);
    late.release();
    expect(await first).to.equal(0);
    expect(await run("rescale", 0)).to.equal(0);
    const { items, attempt } = (await cloud.record(0, "fetch")) ?? {};
    expect([items?.done, attempt?.slice(-4)]).to.deep.equal([3, "-0-2"]);
    const renditions = await cloud.lines(dataBucket, await cloud.output(0, "rescale", "renditions.ndjson"));
    expect(renditions.map(({ id }) => id)).to.deep.equal(["red", "green", "blue"]);
    // Both outputs are kept, each under its attempt.
    const fetched = await cloud.keys(
      dataBucket,
      `tenants/${tenants[0]}/runs/catalog-import/run-1/00000000/fetch/`,
    );
    expect(fetched).to.have.length(2);
  });

  it("does not replace what a newer one remembers for the next run", async () => {
    await supply(1, "red");
    await run("fetch", 1);
    const late = puts.hold("/state/");
    const first = run("download", 1);
    await late.reached;
    await supply(1, "green");
    await cloud.setRecord(1, "fetch", { status: "RUNNING", attempt: "none" });
    await run("fetch", 1);
    expect(await run("download", 1)).to.equal(0);
    const memory = `tenants/${tenants[1]}/state/catalog-import/validators-0-of-1.ndjson`;
    const remembered = await cloud.lines(dataBucket, memory);
    expect(remembered.map(({ url }) => url)).to.deep.equal(["s3:///supplier/green.png"]);
    late.release();
    expect(await first).to.equal(0);
    expect(await cloud.lines(dataBucket, memory)).to.deep.equal(remembered);
    expect(await cloud.record(1, "download")).to.include({ status: "SUCCEEDED" });
  });

  it("is tried again when its success came after the run was closed", async () => {
    await supply(2, "red");
    const late = puts.hold("/fetch/");
    const first = cloud.run("fetch", 2);
    await late.reached;
    await cloud.setRecord(2, "fetch", { closedBy: new Set(["run-1"]) });
    late.release();
    const { code, log } = await first;
    expect(code).to.equal(75);
    expect(log.map(({ msg }) => msg)).to.include(
      "another attempt has begun, or the run was closed, so this outcome is not recorded",
    );
    expect(await cloud.record(2, "fetch")).to.deep.include({
      status: "RUNNING",
      closedBy: new Set(["run-1"]),
    });
    const again = await cloud.run("fetch", 2);
    expect([again.code, again.log.at(-1)?.msg]).to.deep.equal([
      78,
      "execution run-1 was closed before this container began",
    ]);
  });

  it("does not read files of a stage that has not succeeded", async () => {
    const { code, log } = await cloud.run("download", 2);
    expect(code).to.equal(78);
    expect(log.map(({ msg }) => msg)).to.include(
      "stage fetch of chunk 2 has not succeeded: the stages that read its files need it (needs)",
    );
  });

  it("does not change outputs of the layout before attempts, which are read where a record names none", async () => {
    await supply(3, "red");
    await cloud.setRecord(3, "fetch", { status: "SUCCEEDED" });
    const line = JSON.stringify({ id: "red", title: "red", images: ["s3:///supplier/red.png"] });
    const before = `tenants/${tenants[3]}/runs/catalog-import/run-1/00000003/products.ndjson`;
    await cloud.put(dataBucket, before, line);
    expect(await run("download", 3)).to.equal(0);
    const images = await cloud.lines(dataBucket, await cloud.output(3, "download", "images.ndjson"));
    expect(images.map(({ url }) => url)).to.deep.equal(["s3:///supplier/red.png"]);
  });
});
