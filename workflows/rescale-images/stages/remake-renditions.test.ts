import { createHash } from "node:crypto";
import { expect } from "chai";
import sharp from "sharp";
import type { Chunk } from "../../../contract/chunk.ts";
import { dataBucket, startWorkerCloud, type WorkerCloud } from "../../../testing/worker/cloud.ts";

const photos = await Promise.all(
  ["#c00", "#0c0", "#00c", "#ccc"].map((background) =>
    sharp({ create: { width: 40, height: 20, channels: 3, background } })
      .png()
      .toBuffer(),
  ),
);
const bytesOf = new Map(photos.map((bytes) => [createHash("sha256").update(bytes).digest("hex"), bytes]));
const [a, b, c, d] = [...bytesOf.keys()].sort() as [string, string, string, string];

const webp = { width: 16, format: "webp", quality: 80 } as const;
const jpeg = { width: 32, format: "jpeg", quality: 60 } as const;

function chunk(index: number, tenant: string, items: Chunk["items"], renditions?: readonly object[]): Chunk {
  return {
    ...{ index, tenant, part: 0, parts: 1, data: { bucket: dataBucket, prefix: `tenants/${tenant}/` } },
    params: renditions === undefined ? {} : { renditions },
    ...(items === undefined ? {} : { items }),
  };
}

const chunks = [
  chunk(0, "acme", { through: b }, [webp]),
  chunk(1, "acme", { after: b, through: c }, [webp]),
  chunk(2, "acme", { through: c }, [webp, jpeg]),
  chunk(3, "broken", { through: "f".repeat(64) }, [webp]),
  chunk(4, "acme", undefined, [webp]),
  chunk(5, "acme", { through: c }),
];

describe("the stage remake-renditions", function () {
  this.timeout(30_000);
  let cloud: WorkerCloud;
  before(async () => {
    cloud = await startWorkerCloud({ workflow: "rescale-images", chunks });
    for (const [sha256, bytes] of bytesOf)
      await cloud.put(dataBucket, `tenants/acme/originals/${sha256}`, bytes);
    await cloud.put(dataBucket, `tenants/broken/originals/${a}`, "no image");
  });
  after(() => cloud?.stop());

  const remake = (position: number) => cloud.run("remake-renditions", position);
  const items = async (position: number) => (await cloud.record(position, "remake-renditions"))?.items;
  const renditions = () => cloud.keys(dataBucket, "tenants/acme/renditions/");

  it("makes the renditions of the originals in its range, and of no others", async () => {
    expect((await remake(0)).code).to.equal(0);
    expect(await items(0)).to.deep.equal({ done: 2, failed: 0, skipped: 0 });
    const key = (sha256: string) => `tenants/acme/renditions/${sha256}/16w-q80.webp`;
    expect(await renditions()).to.deep.equal([key(a), key(b)]);
    expect((await sharp(await cloud.bytes(dataBucket, key(a))).metadata()).width).to.equal(16);
    expect((await remake(1)).code).to.equal(0);
    expect(await renditions()).to.deep.equal([key(a), key(b), key(c)]);
  });

  it("makes only what the new settings ask for beside what there is, and lists all of it", async () => {
    const before = await renditions();
    expect((await remake(2)).code).to.equal(0);
    expect(await items(2)).to.deep.equal({ done: 3, failed: 0, skipped: 0 });
    expect((await renditions()).filter((key) => !before.includes(key))).to.deep.equal(
      [a, b, c].map((sha256) => `tenants/acme/renditions/${sha256}/32w-q60.jpeg`),
    );
    const output = await cloud.output(2, "remake-renditions", "renditions.ndjson");
    expect(await cloud.lines(dataBucket, output)).to.deep.equal(
      [a, b, c].map((sha256) => ({
        sha256,
        renditions: [
          { ...webp, key: `renditions/${sha256}/16w-q80.webp` },
          { ...jpeg, key: `renditions/${sha256}/32w-q60.jpeg` },
        ],
      })),
    );
  });

  it("skips what has all its renditions", async () => {
    const later = { BATCHLINE_RUN_ID: "run-2" };
    expect((await cloud.run("remake-renditions", 2, later)).code).to.equal(0);
    expect((await cloud.record(2, "remake-renditions", "run-2"))?.items).to.deep.equal({
      done: 0,
      failed: 0,
      skipped: 3,
    });
  });

  it("names the original that is no image", async () => {
    expect((await remake(3)).code).to.equal(65);
    const [failure] = (await cloud.record(3, "remake-renditions"))?.failures ?? [];
    expect(failure?.item).to.equal(`s3://${dataBucket}/tenants/broken/originals/${a}`);
    expect(failure?.reason).to.match(/^it cannot be decoded/);
  });

  for (const [position, what, why] of [
    [4, "range", "chunk 4 does not say which images it covers"],
    [5, "renditions", "chunk 5 has no renditions to make"],
  ] as const) {
    it(`exits with 78 when its chunk has no ${what}`, async () => {
      expect((await remake(position)).code).to.equal(78);
      expect((await cloud.record(position, "remake-renditions"))?.error).to.equal(why);
    });
  }

  it("leaves an original beyond all ranges alone", async () => {
    expect((await renditions()).filter((key) => key.includes(d))).to.deep.equal([]);
  });
});
