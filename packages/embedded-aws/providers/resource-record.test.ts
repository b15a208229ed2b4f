import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileArchive, type PropertyMap } from "@batchline/pulumi-engine";
import { expect } from "chai";
import { type RecordedResource, ResourceRecord } from "./resource-record.ts";

const type = "aws:sqs/queue:Queue";
const recorded = (name: string, more: Partial<RecordedResource> = {}): RecordedResource => ({
  ...{ type, name, id: name, urn: `urn:pulumi:dev::shop::${type}::${name}`, generation: 0 },
  ...{ inputs: { name }, outputs: { name, arn: `arn:${name}` } },
  ...more,
});

describe("the record of resources", () => {
  let dir: string;
  let file: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "resource-record-"));
    file = join(dir, "resources.json");
  });
  afterEach(() => rm(dir, { recursive: true }));

  it("finds resources again in the order of creation, with assets", async () => {
    const record = new ResourceRecord(file);
    const code: PropertyMap = { code: new FileArchive("dist/a"), tags: { "a.b": "1" } };
    await record.put(recorded("b", { inputs: code }));
    await record.put(recorded("a"));
    await record.put(recorded("b", { inputs: { ...code, size: 2 } }));
    expect(new ResourceRecord(file).all()).to.deep.equal([
      recorded("b", { inputs: { ...code, size: 2 } }),
      recorded("a"),
    ]);
  });

  it("forgets a deleted resource, but not that it was created", async () => {
    const record = new ResourceRecord(file);
    await record.put(recorded("a", { generation: 1 }));
    await record.remove(type, "a");
    await record.remove(type, "a");
    const again = new ResourceRecord(file);
    expect(again.all()).to.deep.equal([]);
    expect(again.timesCreated(recorded("a").urn)).to.equal(2);
    expect(again.timesCreated(recorded("b").urn)).to.equal(0);
  });

  it("has every change in the file when the last one resolves", async () => {
    const record = new ResourceRecord(file);
    const names = Array.from({ length: 50 }, (_, index) => `q${index}`);
    await Promise.all(names.map((name) => record.put(recorded(name))));
    await Promise.all(names.filter((_, index) => index % 2 === 0).map((name) => record.remove(type, name)));
    const left = new ResourceRecord(file).all().map(({ id }) => id);
    expect(left).to.deep.equal(names.filter((_, index) => index % 2 === 1));
  });

  it("is for its owner only, because inputs may be secret", async () => {
    await new ResourceRecord(file).put(recorded("a"));
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readFile(file, "utf8")).to.include('"arn:a"');
  });

  it("is refused if the file is not one", async () => {
    for (const text of ["{", '{"version":2}']) {
      await writeFile(file, text);
      expect(() => new ResourceRecord(file))
        .to.throw(/resources\.json: /)
        .with.property("code", "BL-A015");
    }
  });
});
