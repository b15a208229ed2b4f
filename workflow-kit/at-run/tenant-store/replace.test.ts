import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { realClock } from "@batchline/clock";
import { rejection } from "@batchline/diagnostics/testing";
import { type Gateway, Identity, type S3, startGateway, startS3 } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { OvertakenError, UnguardedWriteError } from "../errors.ts";
import { TenantStore } from "./tenant-store.ts";

const key = "state/memory.ndjson";
/** More than a PUT holds, so that a multipart upload writes it. */
const large = Array.from({ length: 10 }, (_, line) => ({ line, text: "x".repeat(1_000_000) }));

describe("an object that each run replaces", () => {
  let dir: string;
  let s3: S3;
  let gateway: Gateway;
  let client: S3Client;
  /** The answer to the next write that takes effect is lost. */
  let loseAnswer = false;

  before(async () => {
    dir = await mkdtemp(join(os.tmpdir(), "batchline-storage-"));
    const identity = new Identity({ clock: realClock });
    s3 = await startS3({ dir });
    const { service } = s3;
    const losing: typeof service = {
      ...service,
      handle: async (request) => {
        const answer = await service.handle(request);
        const isWrite =
          request.method === "PUT" ||
          (request.path.includes("memory") && request.method === "POST" && answer.status === 200);
        if (!loseAnswer || !isWrite) return answer;
        loseAnswer = false;
        return { status: 500, headers: {}, body: "" };
      },
    };
    gateway = await startGateway({ identity, services: [losing] });
    client = new S3Client({
      region: "us-east-1",
      endpoint: gateway.endpoint,
      credentials: identity.operator,
    });
  });
  beforeEach(async () => {
    loseAnswer = false;
    await s3.createBucket("data").catch(() => undefined);
  });
  after(async () => {
    client.destroy();
    await gateway.stop();
    await s3.stop();
    await rm(dir, { recursive: true, force: true });
  });

  let tenants = 0;
  const attemptsAt = () => {
    const location = { bucket: "data", prefix: `tenants/t${tenants++}/` };
    return (attempt: string) => new TenantStore(client, location, `runs/${attempt}/`);
  };
  const linesOf = async (store: TenantStore) => {
    const lines: unknown[] = [];
    for await (const line of store.lines(key)) lines.push(line);
    return lines;
  };

  it("is replaced by one attempt after the other, and as often as one likes", async () => {
    const attempt = attemptsAt();
    for (const name of ["first", "second"]) {
      const store = attempt(name);
      const before = await store.snapshot("state/");
      expect(before.has(key)).to.equal(name === "second");
      for (const write of [1, 2]) await store.replaceLines(before, key, [{ name, write }]);
    }
    expect(await linesOf(attempt("third"))).to.deep.equal([{ name: "second", write: 2 }]);
  });

  for (const [what, lines] of [
    ["an object", [{ late: true }]],
    ["a large object", large],
  ] as const)
    for (const existed of [true, false])
      it(`keeps what a newer attempt wrote when ${what} arrives late, which ${existed ? "replaces" : "creates"} it`, async () => {
        const attempt = attemptsAt();
        const [stale, newer] = [attempt("stale"), attempt("newer")];
        if (existed) await stale.replaceLines(await stale.snapshot(key), key, [{ old: true }]);
        const before = await stale.snapshot(key);
        await newer.replaceLines(await newer.snapshot(key), key, [{ newer: true }]);
        const error = await rejection(stale.replaceLines(before, key, lines), OvertakenError);
        expect(error.message).to.contain(`${stale.url(key)} was not replaced`);
        expect(await linesOf(stale)).to.deep.equal([{ newer: true }]);
      });

  it("keeps what was written during an upload, also if that is the same as before", async () => {
    const attempt = attemptsAt();
    const [stale, newer] = [attempt("stale"), attempt("newer")];
    await newer.replaceLines(await newer.snapshot(key), key, [1]);
    const before = await stale.snapshot(key);
    const during = async function* () {
      yield* large;
      await newer.replaceLines(await newer.snapshot(key), key, [1]);
    };
    await rejection(stale.replaceLines(before, key, during()), OvertakenError);
    expect(await linesOf(stale)).to.deep.equal([1]);
  });

  it("is not brought back by a late write after somebody deleted it", async () => {
    const store = attemptsAt()("one");
    await store.replaceLines(await store.snapshot(key), key, [1]);
    const before = await store.snapshot(key);
    const { pathname } = new URL(store.url(key));
    await s3.deleteObject("data", pathname.slice(1));
    await rejection(store.replaceLines(before, key, [2]), OvertakenError);
    expect(await store.has(key)).to.equal(false);
  });

  for (const [what, lines] of [
    ["PUT", [{ line: 1 }]],
    ["multipart upload", large],
  ] as const)
    it(`is recognised as its own by an attempt whose ${what} took effect but had no answer`, async () => {
      const store = attemptsAt()("one");
      const before = await store.snapshot(key);
      loseAnswer = true;
      await store.replaceLines(before, key, lines);
      expect(loseAnswer).to.equal(false);
      expect(await linesOf(store)).to.deep.equal(lines);
      await store.replaceLines(before, key, [2]);
      expect(await linesOf(store)).to.deep.equal([2]);
    });

  it("is written in no other way", async () => {
    const store = attemptsAt()("one");
    const body = Buffer.from("x");
    for (const write of [() => store.put(key, body, "text/plain"), () => store.putLines(key, [1])]) {
      const error = await rejection(write(), UnguardedWriteError);
      expect(error.message).to.contain(`${store.url(key)} is not an output of this attempt`);
    }
    const before = await store.snapshot("other/");
    await rejection(store.replace(before, key, body, "text/plain"), RangeError);
    expect(await store.has(key)).to.equal(false);
  });
});
