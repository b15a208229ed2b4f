import { gzipSync } from "node:zlib";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Origin, startOrigin, trickle } from "../../../testing/worker/origin.ts";
import { Egress } from "../../../workflow-kit/at-run/egress/egress.ts";
import { defaultPatience } from "../../../workflow-kit/at-run/egress/patience.ts";
import { BadDataError, TryAgainError } from "../../../workflow-kit/at-run/errors.ts";
import { readFeed } from "./open-feed.ts";
import { parseFeed } from "./parse-feed.ts";

const json = '[{"id":"é1"}]';
const bodies: Readonly<Record<string, Buffer>> = {
  "/plain": Buffer.from(json),
  "/bom": Buffer.from(`\uFEFF${json}`),
  "/utf16": Buffer.from(`\uFEFF${json}`, "utf16le"),
  "/latin1": Buffer.from(json, "latin1"),
  "/feed.json.gz": gzipSync(json),
  "/damaged.gz": gzipSync(json).fill(0, 12, 20),
  "/cut.gz": gzipSync(json).subarray(0, 20),
  "/empty": Buffer.alloc(0),
};

describe("reading a feed from its URL", () => {
  let origin: Origin;
  let egress: Egress;
  let requests = 0;
  const never = new AbortController().signal;
  const backoff = { attempts: 3, baseMs: 1, maxMs: 5 };
  const read = async (url: string) => {
    const ids: (string | undefined)[] = [];
    const read = (bytes: AsyncIterable<Uint8Array>, contentType: string) =>
      parseFeed(bytes, { format: "json", contentType });
    for await (const { fields } of readFeed(url, { source: egress, signal: never, backoff, read }))
      ids.push(fields.get("id")?.[0]);
    return ids;
  };

  before(async () => {
    origin = await startOrigin((url, _request, response) => {
      requests++;
      const charset = url.searchParams.get("charset");
      if (charset !== null) response.setHeader("content-type", `application/json; charset=${charset}`);
      if (url.searchParams.has("encoded")) response.setHeader("content-encoding", "gzip");
      if (url.pathname === "/flaky" && requests < 3) return response.writeHead(503).end();
      if (url.pathname === "/flaky") return response.end(json);
      if (url.pathname === "/trickling") return trickle(response);
      if (url.pathname === "/lost") {
        response.writeHead(200, { "content-length": 1_000 });
        return response.write("[", () => response.destroy());
      }
      const body = bodies[url.pathname];
      return body === undefined
        ? response.writeHead(Number(url.pathname.slice(1))).end()
        : response.end(body);
    });
    egress = new Egress(origin.proxyUrl, { ...defaultPatience, slowest: { bytes: 100, ms: 100 } });
  });
  beforeEach(() => {
    requests = 0;
  });
  after(async () => {
    await egress.close();
    await origin.stop();
  });

  for (const path of [
    "/plain",
    "/bom",
    "/utf16",
    "/latin1?charset=iso-8859-1",
    "/feed.json.gz",
    "/feed.json.gz?encoded",
    "/flaky",
  ]) {
    it(`works for ${path}`, async () => {
      expect(await read(`http://shop.example${path}`)).to.deep.equal(["é1"]);
    });
  }

  for (const [path, why] of [
    ["/404", "the feed http://shop.example/404 cannot be read: shop.example answered 404"],
    ["/410", "answered 410"],
    ["/latin1", "not valid utf-8"],
    ["/plain?charset=klingon", "encoding klingon is unknown"],
    ["/damaged.gz", "gzip data is damaged"],
    ["/cut.gz", "gzip data is damaged"],
    ["/empty", "it is empty"],
  ] as const) {
    it(`fails for good with ${path}`, async () => {
      const error = await rejection(read(`http://shop.example${path}`), BadDataError);
      expect(error.message).to.contain(why);
      expect(error.exitCode).to.equal(65);
      expect(requests).to.equal(1);
    });
  }

  it("a transient error: tried three times, then left to a later attempt", async () => {
    const error = await rejection(read("http://shop.example/503"), TryAgainError);
    expect(error.message).to.equal(
      "the feed http://shop.example/503 cannot be read: shop.example answered 503; tried 3 times",
    );
    expect(error.exitCode).to.equal(75);
    expect(requests).to.equal(3);
  });

  it("a connection lost on the way: left to a later attempt", async () => {
    const error = await rejection(read("http://shop.example/lost"), TryAgainError);
    expect(error.message).to.contain("the connection to shop.example failed");
  });

  it("a feed that arrives byte by byte: left to a later attempt", async () => {
    const error = await rejection(read("http://shop.example/trickling"), TryAgainError);
    expect(error.message).to.match(
      /^the feed http:\/\/shop\.example\/trickling cannot be read: shop\.example sends too slowly: \d+ bytes in 0\.\d s, and 100 in 0\.1 s are the least$/,
    );
  });

  it("a private address: no request is sent", async () => {
    const error = await rejection(read("http://169.254.169.254/feed"), BadDataError);
    expect(error.message).to.contain("169.254.169.254 is not a public address");
    expect(requests).to.equal(0);
  });
});
