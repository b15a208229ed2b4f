import { gunzipSync } from "node:zlib";
import { must } from "@batchline/diagnostics";
import { expect } from "chai";
import type { Chunk, SourceRun } from "../../../contract/chunk.ts";
import { dataBucket, startWorkerCloud, type WorkerCloud } from "../../../testing/worker/cloud.ts";
import { HeldPuts } from "../../../testing/worker/held-puts.ts";

const shop = "https://www.acme.example";
const first = "2026-11-22T03:00:00.000Z";
const second = "2026-11-23T03:00:00.000Z";

/** The sitemap of `tenant` after its import `runId` ended. */
function chunk(index: number, tenant: string, runId: string, endedAt: string, params: object = {}): Chunk {
  return {
    ...{ index, tenant, part: 0, parts: 1, data: { bucket: dataBucket, prefix: `tenants/${tenant}/` } },
    params: { baseUrl: `${shop}/`, ...params },
    source: { workflow: "catalog-import", runId, endedAt },
  };
}

const chunks = [
  chunk(0, "acme", "import-1", first),
  chunk(1, "acme", "import-2", second),
  chunk(2, "acme", "import-3", second),
  chunk(3, "lost", "import-1", first),
  chunk(4, "bolt", "import-1", first, { productUrl: `${shop}/b/{id}` }),
  withAttempts(chunk(5, "cafe", "import-1", first), [
    { chunk: 3, stages: { fetch: "job-3-2", download: "job-3-1" } },
    { chunk: 4, stages: {} },
  ]),
  withAttempts(chunk(6, "cafe", "import-2", first), [{ chunk: 3, stages: { fetch: "job-3-2" } }]),
];

function withAttempts(chunk: Chunk, attempts: NonNullable<SourceRun["attempts"]>): Chunk {
  return { ...chunk, source: { ...must(chunk.source, "each chunk has one"), attempts } };
}

describe("the stage write-sitemap", function () {
  this.timeout(30_000);
  let cloud: WorkerCloud;
  const puts = new HeldPuts();
  before(async () => {
    cloud = await startWorkerCloud({ workflow: "sitemap", chunks, intercept: puts.intercept });
  });
  after(() => cloud?.stop());

  const products = (tenant: string, run: string, part: number, ...items: object[]) => {
    const lines = items.map((item) => `${JSON.stringify({ title: "A tent", images: [], ...item })}\n`);
    const key = `tenants/${tenant}/runs/catalog-import/${run}/${String(part).padStart(8, "0")}/products.ndjson`;
    return cloud.put(dataBucket, key, lines.join(""));
  };
  const page = (id: string) => ({ id, link: `${shop}/p/${id}?a=1&b=2` });
  const write = (position: number, run = "run-1") =>
    cloud.run("write-sitemap", position, { BATCHLINE_RUN_ID: run });
  const read = async (tenant: string, name: string) =>
    gunzipSync(await cloud.bytes(dataBucket, `tenants/${tenant}/sitemaps/${name}`)).toString();
  const entries = (xml: string) =>
    [...xml.matchAll(/<loc>(.*?)<\/loc><lastmod>(.*?)<\/lastmod>/g)].map(([, loc, time]) => [loc, time]);

  it("lists the pages of all parts of the import, each once, and their index", async () => {
    await products("acme", "import-1", 4, page("red"), page("green"));
    await products("acme", "import-1", 7, page("blue"), { ...page("red"), id: "red-2" });
    expect((await write(0)).code).to.equal(0);
    expect(entries(await read("acme", "sitemap-1.xml.gz"))).to.deep.equal(
      ["red", "green", "blue"].map((id) => [`${shop}/p/${id}?a=1&amp;b=2`, first]),
    );
    expect(entries(await read("acme", "sitemap.xml.gz"))).to.deep.equal([
      [`${shop}/sitemap-1.xml.gz`, first],
    ]);
    expect((await cloud.record(0, "write-sitemap"))?.items).to.deep.equal({ done: 3, failed: 0, skipped: 1 });
  });

  it("says of a page that it changed when its product did", async () => {
    await products("acme", "import-2", 0, page("red"), { ...page("green"), price: "9.99 EUR" }, page("new"));
    expect((await write(1)).code).to.equal(0);
    expect(entries(await read("acme", "sitemap-1.xml.gz")).map(([, time]) => time)).to.deep.equal([
      first,
      second,
      second,
    ]);
  });

  it("leaves the sitemap as it is when too many products have no page, and says which", async () => {
    const before = await read("acme", "sitemap-1.xml.gz");
    await products("acme", "import-3", 0, page("red"), { id: "green" });
    expect((await write(2)).code).to.equal(65);
    const record = await cloud.record(2, "write-sitemap");
    expect(record?.error).to.match(
      /^1 of 2 products failed \(50 %\), more than the 10 % allowed; first: product green: /,
    );
    expect(await read("acme", "sitemap-1.xml.gz")).to.equal(before);
  });

  it("exits with 65 when the import's products are gone, and says what to run", async () => {
    expect((await write(3)).code).to.equal(65);
    expect((await cloud.record(3, "write-sitemap"))?.error).to.equal(
      `the products of run import-1 are gone from s3://${dataBucket}/tenants/lost/runs/catalog-import/import-1/: run catalog-import again`,
    );
  });

  it("reads what the attempts wrote that count, and of a chunk without one the layout before", async () => {
    const line = (id: string) => `${JSON.stringify({ title: "A tent", images: [], ...page(id) })}\n`;
    const run = "tenants/cafe/runs/catalog-import/import-1";
    for (const attempt of [1, 2, 3])
      await cloud.put(
        dataBucket,
        `${run}/00000003/fetch/job-3-${attempt}/products.ndjson`,
        line(`of-${attempt}`),
      );
    await products("cafe", "import-1", 4, page("before"));
    await products("cafe", "import-1", 5, page("none"));
    expect((await write(5)).code).to.equal(0);
    expect(entries(await read("cafe", "sitemap-1.xml.gz")).map(([url]) => url)).to.deep.equal(
      ["of-2", "before"].map((id) => `${shop}/p/${id}?a=1&amp;b=2`),
    );
  });

  it("exits with 65 when the file of an attempt that counts is gone", async () => {
    expect((await write(6)).code).to.equal(65);
    expect((await cloud.record(6, "write-sitemap"))?.error).to.equal(
      `the products of run import-2 are gone from s3://${dataBucket}/tenants/cafe/runs/catalog-import/import-2/00000003/fetch/job-3-2/products.ndjson: run catalog-import again`,
    );
  });

  it("leaves a newer sitemap as it is", async () => {
    const late = puts.hold("/sitemaps/sitemap-1.xml.gz");
    const stale = write(1, "run-2");
    await late.reached;
    await products("acme", "import-2", 1, page("newest"));
    expect((await write(1, "run-3")).code).to.equal(0);
    const newer = await read("acme", "sitemap-1.xml.gz");
    late.release();
    expect((await stale).code).to.equal(75);
    expect((await cloud.record(1, "write-sitemap", "run-2"))?.error).to.match(
      /sitemap-1.xml.gz was not replaced/,
    );
    expect(await read("acme", "sitemap-1.xml.gz")).to.equal(newer);
  });

  it("does not go back to the products of an earlier import", async () => {
    const before = await read("acme", "sitemap-1.xml.gz");
    expect((await write(0, "run-4")).code).to.equal(65);
    expect((await cloud.record(0, "write-sitemap", "run-4"))?.error).to.equal(
      `the sitemap has products of ${second}, and run import-1 ended at ${first}: start a new run instead of resuming an old one`,
    );
    expect(await read("acme", "sitemap-1.xml.gz")).to.equal(before);
  });

  it("makes addresses of ids where the tenant says how", async () => {
    await products("bolt", "import-1", 0, { id: "n° 1" });
    expect((await write(4)).code).to.equal(0);
    expect(entries(await read("bolt", "sitemap-1.xml.gz"))).to.deep.equal([[`${shop}/b/n%C2%B0%201`, first]]);
  });
});
