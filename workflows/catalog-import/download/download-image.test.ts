import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Origin, startOrigin, trickle } from "../../../testing/worker/origin.ts";
import { Egress } from "../../../workflow-kit/at-run/egress/egress.ts";
import { ItemError } from "../../../workflow-kit/at-run/errors.ts";
import { downloadImage, maxImageBytes } from "./download-image.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const etag = '"v1"';
const lastModified = "Mon, 02 Nov 2026 08:00:00 GMT";

describe("downloading an image", () => {
  let origin: Origin;
  let egress: Egress;
  let requests = 0;
  const get = (path: string, validators = {}) =>
    downloadImage(`http://shop.example${path}`, {
      source: egress,
      validators,
      signal: new AbortController().signal,
      backoff: { attempts: 3, baseMs: 1, maxMs: 5 },
    });

  before(async () => {
    origin = await startOrigin((url, request, response) => {
      requests++;
      switch (url.pathname) {
        case "/a.jpg":
          response.setHeader("etag", etag).setHeader("last-modified", lastModified);
          if (request.headers["if-none-match"] === etag) return response.writeHead(304).end();
          if (request.headers["if-modified-since"] === lastModified) return response.writeHead(304).end();
          return response.setHeader("content-type", "text/plain").end(png);
        case "/busy.jpg":
          if (requests === 1) return response.writeHead(429, { "retry-after": "0" }).end();
          return response.end(png);
        case "/page.jpg":
          return response.setHeader("content-type", "image/jpeg").end("<html>Not found</html>");
        case "/noise.jpg":
          return response.end(Buffer.from("0102030405060708", "hex"));
        case "/empty.jpg":
          return response.end();
        case "/announced.jpg":
          return response.writeHead(200, { "content-length": maxImageBytes + 1 }).write(png);
        case "/endless.jpg": {
          const piece = Buffer.alloc(2 ** 20);
          const more = () => {
            if (!response.destroyed) response.write(piece, more);
          };
          return more();
        }
        case "/stalled.jpg":
          return response.writeHead(200, { "content-length": 100 }).write(png);
        case "/trickling.jpg":
          return trickle(response);
        case "/short.jpg":
          response.writeHead(200, { "content-length": 100 });
          return response.write(png, () => response.destroy());
        default:
          return response.writeHead(404).end();
      }
    });
    const slowest = { bytes: 100, ms: 100 };
    egress = new Egress(origin.proxyUrl, { connectMs: 1_000, headersMs: 1_000, stallMs: 50, slowest });
  });
  beforeEach(() => {
    requests = 0;
  });
  after(async () => {
    await egress.close();
    await origin.stop();
  });

  it("an image: its bytes, its type by these bytes, and the validators", async () => {
    expect(await get("/a.jpg")).to.deep.equal({
      bytes: png,
      type: "image/png",
      validators: { etag, lastModified },
    });
  });

  it("an unchanged image: undefined", async () => {
    expect(await get("/a.jpg", { etag })).to.equal(undefined);
    expect(await get("/a.jpg", { lastModified })).to.equal(undefined);
  });

  it("a changed image: returned again", async () => {
    expect((await get("/a.jpg", { etag: '"v0"' }))?.bytes.length).to.equal(png.length);
  });

  it("a busy server: retried", async () => {
    expect((await get("/busy.jpg"))?.type).to.equal("image/png");
    expect(requests).to.equal(2);
  });

  for (const [path, why, tries] of [
    ["/none.jpg", "shop.example answered 404", 1],
    ["/page.jpg", 'it is not an image but text that begins "<html>Not found</html>"', 1],
    ["/noise.jpg", "it is not an image that can be rescaled (its first bytes are 0102030405060708)", 1],
    ["/empty.jpg", "it is empty", 1],
    ["/announced.jpg", "it is larger than 32 MiB", 1],
    ["/endless.jpg", "it is larger than 32 MiB", 1],
    ["/stalled.jpg", "the response stalled: nothing came from shop.example for 0.05 s; tried 2 times", 2],
    ["/trickling.jpg", "shop.example sends too slowly: ", 2],
    ["/short.jpg", "the connection to shop.example failed", 3],
  ] as const) {
    it(`says of ${path}: ${why}`, async () => {
      expect((await rejection(get(path), ItemError)).message).to.contain(why);
      expect(requests).to.equal(tries);
    });
  }

  it("an aborted signal: ends the download at once", async () => {
    const stop = new AbortController();
    const signal = stop.signal;
    const waiting = downloadImage("http://shop.example/stalled.jpg", { source: egress, signal });
    stop.abort();
    expect((await rejection(waiting, Error)).name).to.equal("AbortError");
  });
});
