import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { writeSampleFiles } from "./sample-files.ts";

describe("the sample tenants' files", () => {
  let dir: string;
  let files: Awaited<ReturnType<typeof writeSampleFiles>>;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "batchline-samples-"));
    files = await writeSampleFiles(dir);
  });
  after(() => rm(dir, { recursive: true }));

  const bytesOf = async (tenant: string, key: string) => {
    const found = files.find((each) => each.tenant === tenant && each.key === key);
    return readFile(found?.file ?? "");
  };

  it("are a feed and its images for each, few enough for a deployment", () => {
    expect(new Set(files.map(({ tenant }) => tenant)).size).to.equal(6);
    expect(files.length).to.be.within(50, 90);
  });

  it("are not for other tenants of the same id", async () => {
    const tenant = (id: string, url: string) => ({ id, workflows: { "catalog-import": { feed: { url } } } });
    const written = await writeSampleFiles(dir, [
      tenant("ember-toys", "s3:///supplier/feed.json"),
      tenant("acme-outdoor", "https://acme.example/supplier/products.xml.gz"),
      tenant("delta-goods", "s3:///supplier/products.xml"),
    ]);
    expect(new Set(written.map(({ tenant }) => tenant))).to.have.all.keys("ember-toys");
  });

  it("name images below the tenant's own prefix, and each is there but the one that is missing on purpose", async () => {
    const feed = gunzipSync(await bytesOf("acme-outdoor", "supplier/products.xml.gz")).toString();
    const toys = (await bytesOf("ember-toys", "supplier/feed.json")).toString();
    const named = (text: string) => [...text.matchAll(/s3:\/\/\/([^<"]+)/g)].map(([, key]) => key);
    const keys = (tenant: string) => files.filter((each) => each.tenant === tenant).map(({ key }) => key);
    expect(named(feed)).to.have.length(20);
    expect(keys("acme-outdoor")).to.include.members(named(feed));
    const missing = named(toys).filter((key) => !keys("ember-toys").includes(key ?? ""));
    expect(missing).to.deep.equal(["supplier/photos/not-there.jpg"]);
  });

  it("are the same at each deployment", async () => {
    const before = await bytesOf("ember-toys", "supplier/feed.json");
    expect(await writeSampleFiles(dir)).to.deep.equal(files);
    expect(await bytesOf("ember-toys", "supplier/feed.json")).to.deep.equal(before);
  });
});
