import { createHash } from "node:crypto";
import { expect } from "chai";
import sharp from "sharp";
import type { Chunk } from "../../../contract/chunk.ts";
import { dataBucket, ended, startWorkerCloud, type WorkerCloud } from "../../../testing/worker/cloud.ts";
import type { DuplicatesFile } from "../params.ts";

const shop = "http://acme.example/photos";

function chunk(index: number, tenant: string): Chunk {
  return {
    ...{ index, tenant, part: 0, parts: 1, data: { bucket: dataBucket, prefix: `tenants/${tenant}/` } },
    params: { maxItemFailures: 0.5 },
    source: { workflow: "catalog-import", runId: "import-1", endedAt: "2026-11-22T03:00:00.000Z" },
  };
}

/** Stripes at an angle: as good as a photo to be told from one at another angle. */
function picture(angle: number, quality: number): Promise<Buffer> {
  const stripes = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><defs><pattern id="p" width="70" height="70" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})"><rect width="35" height="70"/></pattern></defs><rect width="300" height="300" fill="#fff"/><rect width="300" height="300" fill="url(#p)"/></svg>`;
  return sharp(Buffer.from(stripes)).jpeg({ quality }).toBuffer();
}

describe("the stage find-duplicates", function () {
  this.timeout(30_000);
  let cloud: WorkerCloud;
  const tenants = ["acme", "bolt", "lost", "cafe", "dusk"];
  before(async () => {
    cloud = await startWorkerCloud({
      workflow: "find-duplicates",
      chunks: tenants.map((tenant, i) => chunk(i, tenant)),
      // Nobody gets at the images of cafe, so that its nodes never come to their end.
      intercept: (service) => ({
        ...service,
        handle: (request) =>
          service.signingName === "s3" && request.method === "GET" && request.path.includes("cafe/originals/")
            ? new Promise(() => undefined)
            : service.handle(request),
      }),
    });
    for (const tenant of ["acme", "bolt", "cafe"]) await importImages(tenant);
    await cloud.put(dataBucket, "tenants/dusk/runs/catalog-import/import-1/00000000/images.ndjson", "");
  });
  after(() => cloud?.stop());

  const importImages = async (tenant: string) => {
    const images = [
      ...[0, 25, 60, 110, 140].map((angle) => ({ name: `${angle}`, bytes: picture(angle, 90) })),
      { name: "25-again", bytes: picture(25, 40) },
      { name: "60-copy", bytes: picture(60, 90) },
      { name: "broken", bytes: Promise.resolve(Buffer.from("no picture")) },
    ];
    const lines: string[] = [];
    for (const { name, bytes: made } of images) {
      const bytes = await made;
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      await cloud.put(dataBucket, `tenants/${tenant}/originals/${sha256}`, bytes);
      const line = {
        url: `${shop}/${name}.jpg`,
        key: `originals/${sha256}`,
        sha256,
        bytes: bytes.length,
        type: "image/jpeg",
      };
      lines.push(`${JSON.stringify(line)}\n`);
    }
    const parts = `tenants/${tenant}/runs/catalog-import/import-1`;
    await cloud.put(dataBucket, `${parts}/00000000/images.ndjson`, lines.slice(0, 3).join(""));
    await cloud.put(dataBucket, `${parts}/00000004/images.ndjson`, lines.slice(3).join(""));
  };
  const job = (position: number) => `1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d9${position}`;
  const environment = (position: number, node: number, nodes: number) => ({
    BATCHLINE_SHARD_OFFSET: String(position),
    AWS_BATCH_JOB_ARRAY_INDEX: "",
    AWS_BATCH_JOB_ID: `${job(position)}#${node}`,
    AWS_BATCH_JOB_ATTEMPT: "1",
    AWS_BATCH_JOB_MAIN_NODE_INDEX: "0",
    AWS_BATCH_JOB_NODE_INDEX: String(node),
    AWS_BATCH_JOB_NUM_NODES: String(nodes),
    ...(node > 0 && { AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS: "127.0.0.1" }),
  });
  const run = async (position: number, node: number, nodes: number) =>
    (await cloud.run("find-duplicates", position, environment(position, node, nodes))).code;
  const start = (position: number, node: number, nodes: number) =>
    cloud.start("find-duplicates", position, environment(position, node, nodes));
  const found = async (index: number) => {
    const key = await cloud.output(index, "find-duplicates", "duplicates.json");
    return JSON.parse((await cloud.bytes(dataBucket, key)).toString()) as DuplicatesFile;
  };
  const namesOf = ({ groups }: DuplicatesFile) =>
    groups
      .map(({ images }) => images.flatMap(({ urls }) => urls.map((url) => url.slice(shop.length + 1))).sort())
      .sort();

  it("shares the images out among its nodes, and the main one writes the groups and the record", async () => {
    const codes = await Promise.all([0, 1, 2].map((node) => run(0, node, 3)));
    expect(codes).to.deep.equal([0, 0, 0]);
    const file = await found(0);
    expect(namesOf(file)).to.deep.equal([
      ["25-again.jpg", "25.jpg"],
      ["60-copy.jpg", "60.jpg"],
    ]);
    expect(file).to.deep.include({ maxDistance: 6, images: 6 });
    const record = await cloud.record(0, "find-duplicates");
    expect(record).to.deep.include({ status: "SUCCEEDED", total: 7, jobId: `${job(0)}#0` });
    expect(record?.result).to.match(/^2 groups of near-duplicates, 3 of 6 images: s3:.*\/duplicates\.json$/);
    expect(record?.items).to.deep.equal({ done: 6, failed: 1, skipped: 0 });
    expect(record?.failures?.[0]?.item).to.equal(`${shop}/broken.jpg`);
  });

  it("finds the same, byte for byte, with any number of nodes", async () => {
    expect(await run(1, 0, 1)).to.equal(0);
    expect(await found(1)).to.deep.equal(await found(0));
  });

  it("finds nothing, on any number of nodes, where the import brought no images", async () => {
    const codes = await Promise.all([0, 1].map((node) => run(4, node, 2)));
    expect(codes).to.deep.equal([0, 0]);
    expect(await found(4)).to.deep.equal({ maxDistance: 6, images: 0, groups: [] });
  });

  it("fails as the data is at fault when the import's images are gone", async () => {
    expect(await run(2, 0, 1)).to.equal(65);
    expect((await cloud.record(2, "find-duplicates"))?.error).to.match(
      /^the images of run import-1 are gone from s3:.*: run catalog-import again$/,
    );
  });

  it("fails, to be tried again, when a node is lost", async () => {
    const main = await start(3, 0, 2);
    const called = new Promise<void>((resolve) => {
      main.stdout?.on("data", (lines) => String(lines).includes("a node connected") && resolve());
    });
    const done = ended(main);
    const other = await start(3, 1, 2);
    await called;
    other.kill("SIGKILL");
    expect((await done).code).to.equal(75);
    const record = await cloud.record(3, "find-duplicates");
    expect(record?.status).to.equal("FAILED");
    expect(record?.error).to.match(/^node 1 was lost: /);
  });
});
