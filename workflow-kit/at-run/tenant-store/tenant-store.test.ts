import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { type Gateway, Identity, type S3, startGateway, startS3 } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import fc from "fast-check";
import { readNdjson } from "./ndjson.ts";
import { TenantStore } from "./tenant-store.ts";

describe("a tenant's data in S3", () => {
  let dir: string;
  let s3: S3;
  let gateway: Gateway;
  let client: S3Client;
  let store: TenantStore;

  before(async () => {
    dir = await mkdtemp(join(os.tmpdir(), "batchline-storage-"));
    const identity = new Identity({ clock: realClock });
    s3 = await startS3({ dir });
    await s3.createBucket("data");
    gateway = await startGateway({ identity, services: [s3.service] });
    client = new S3Client({
      region: "us-east-1",
      endpoint: gateway.endpoint,
      credentials: identity.operator,
    });
    store = new TenantStore(client, { bucket: "data", prefix: "tenants/acme/" }, "out/");
  });
  after(async () => {
    client.destroy();
    await gateway.stop();
    await s3.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const all = (key: string) => collect(store.lines(key));

  it("keys: below the tenant's prefix", async () => {
    await store.putOnce("a", Buffer.from("first"), "text/plain");
    expect(await store.has("a")).to.equal(true);
    expect(store.url("a")).to.equal("s3://data/tenants/acme/a");
    expect(Buffer.from((await store.get("a")) ?? []).toString()).to.equal("first");
  });

  it("an existing key: kept", async () => {
    await store.putOnce("b", Buffer.from("first"), "text/plain");
    await store.putOnce("b", Buffer.from("second"), "text/plain");
    expect(Buffer.from((await store.get("b")) ?? []).toString()).to.equal("first");
  });

  it("an output: replaced", async () => {
    await store.put("out/p", Buffer.from("first"), "text/plain");
    await store.put("out/p", Buffer.from("second"), "text/plain");
    expect(Buffer.from((await store.get("out/p")) ?? []).toString()).to.equal("second");
  });

  it("keys: in order, from any start", async () => {
    for (const key of ["k/c", "k/a", "k/b", "kk"]) await store.putOnce(key, Buffer.from(key), "text/plain");
    expect(await collect(store.keys("k/"))).to.deep.equal(["k/a", "k/b", "k/c"]);
    expect(await collect(store.keys("k/", "k/a"))).to.deep.equal(["k/b", "k/c"]);
    expect(await collect(store.keys("none/"))).to.deep.equal([]);
  });

  it("a missing key: reported as missing", async () => {
    expect(await store.has("none")).to.equal(false);
    expect(await store.get("none")).to.equal(undefined);
    const error = await rejection(all("none"), Error);
    expect(error.message).to.contain("s3://data/tenants/acme/none does not exist");
  });

  it("lines: replace the object when they end", async () => {
    for (const lines of [[1, 2, 3], [], [{ a: "ü\n" }]]) {
      await store.putLines("out/lines", lines);
      expect(await all("out/lines")).to.deep.equal(lines);
    }
  });

  it("lines: more than fit into memory at once", async () => {
    const text = "x".repeat(1_000_000);
    await store.putLines(
      "out/many",
      Array.from({ length: 19 }, (_, line) => ({ line, text })),
    );
    const lines = await all("out/many");
    expect(lines).to.have.length(19);
    expect(lines[18]).to.deep.equal({ line: 18, text });
  });

  it("abandoned lines: leave no object", async () => {
    const cause = new Error("no more");
    const lines = async function* () {
      for (let line = 0; line < 10; line++) yield "x".repeat(1_000_000);
      throw cause;
    };
    expect(await rejection(store.putLines("out/given-up", lines()), Error)).to.equal(cause);
    expect(await store.has("out/given-up")).to.equal(false);
  });
});

describe("newline-delimited JSON", () => {
  async function* cut(bytes: Buffer, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  it("lines: read back, with cuts at any place", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 5 }), async (values, size) => {
        const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
        const read = await collect(readNdjson(cut(bytes, size)));
        expect(JSON.stringify(read)).to.equal(JSON.stringify(values));
      }),
    );
  });

  it("a line that is not JSON: named", async () => {
    const error = await rejection(collect(readNdjson(cut(Buffer.from("1\n{\n"), 9))), SyntaxError);
    expect(error.message).to.equal("line 2 is not JSON");
  });
});

async function collect(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const collected: unknown[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}
