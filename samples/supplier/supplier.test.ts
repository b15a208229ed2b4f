import http from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { must } from "@batchline/diagnostics";
import { expect } from "chai";
import sharp from "sharp";
import { type Supplier, startSupplier } from "./supplier.ts";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

describe("the sample supplier", () => {
  let supplier: Supplier;

  before(async () => {
    supplier = await startSupplier();
  });
  after(() => supplier.stop());

  /** Asks the proxy for a whole URL. */
  const get = (
    url: string,
    headers: http.OutgoingHttpHeaders = {},
    proxy = supplier.proxyUrl,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      http
        .get(proxy, { path: url, headers: { host: new URL(url).host, ...headers } }, (response) => {
          const { statusCode: status = 0, headers } = response;
          buffer(response).then((body) => resolve({ status, headers, body }), reject);
        })
        .on("error", reject);
    });

  /** Opens a tunnel and asks through it. */
  const tunnel = (target: string): Promise<http.IncomingMessage & { through?: string }> =>
    new Promise((resolve, reject) => {
      http
        .request(supplier.proxyUrl, { method: "CONNECT", path: target })
        .on("connect", (response, socket) => {
          if (response.statusCode !== 200) {
            socket.destroy();
            return resolve(response);
          }
          http
            .get({ createConnection: () => socket, host: target.split(":")[0], path: "/api/products.json" })
            .on("response", async (inner) => {
              const through = (await buffer(inner)).toString("utf8");
              socket.destroy();
              resolve(Object.assign(response, { through }));
            })
            .on("error", reject);
        })
        .on("error", reject)
        .end();
    });

  describe("serves the feed", () => {
    for (const [tenant, url, products, shown] of [
      ["acme-outdoor", "http://feeds.acme-outdoor.example/products.xml.gz", 10, "<g:id>ACM-0001</g:id>"],
      ["bolt-bikes", "http://bolt-bikes.example/export/catalogue.csv", 6, "BLT-0001;"],
      ["cafe-lumiere", "http://cafe-lumiere.example/api/products.json", 10, '"id": "CAF-0001"'],
      ["delta-decor", "http://delta-decor.example/products.xml", 3, "<g:id>DEL-0001</g:id>"],
      ["ember-toys", "http://ember-toys.example/feed.json", 22, '"id":"EMB-0001"'],
      ["fjord-fashion", "http://cdn.fjord-fashion.example/google.xml", 4, "<g:id>FJO-0001</g:id>"],
    ] as const) {
      it(`of ${tenant}`, async () => {
        const { status, body } = await get(url);
        expect(status).to.equal(200);
        const text = (url.endsWith(".gz") ? gunzipSync(body) : body).toString("utf8");
        expect(text.replaceAll('": "', '":"')).to.contain(shown.replaceAll('": "', '":"'));
        const ids = text.match(/<g:id>|^[A-Z]{3}-\d{4};|"id":/gm);
        expect(ids).to.have.length(products);
      });
    }
  });

  it("serves photos of realistic size", async () => {
    const photos = await Promise.all(
      [1, 2, 3, 4].map(async (number) => {
        const { status, headers, body } = await get(
          `http://cafe-lumiere.example/photos/caf-000${number}-1.jpg`,
        );
        expect([status, headers["content-type"]]).to.deep.equal([200, "image/jpeg"]);
        return { bytes: body.length, ...(await sharp(body).metadata()) };
      }),
    );
    for (const { width, height, bytes, format } of photos) {
      expect(format).to.equal("jpeg");
      expect(Math.max(width, height)).to.be.within(1_200, 3_000);
      expect(bytes).to.be.above(60_000);
    }
  });

  it("answers 304 for a version that the client has", async () => {
    const url = "http://cafe-lumiere.example/photos/caf-0001-1.jpg";
    const { headers } = await get(url);
    for (const condition of [
      { "if-none-match": headers.etag },
      { "if-modified-since": headers["last-modified"] },
    ]) {
      const { status, body } = await get(url, condition);
      expect([status, body.length]).to.deep.equal([304, 0]);
    }
    expect((await get(url, { "if-none-match": '"older"' })).status).to.equal(200);
  });

  it("serves the same photo from each supplier, and different bytes at each path", async () => {
    const photo = (number: number) => `http://cafe-lumiere.example/photos/caf-000${number}-1.jpg`;
    const other = await startSupplier();
    const answers = await Promise.all([get(photo(1)), get(photo(1), {}, other.proxyUrl), get(photo(3))]);
    await other.stop();
    const [here, there, elsewhere] = answers.map(({ body }) => body.toString("base64"));
    expect(there).to.equal(here);
    expect(elsewhere).not.to.equal(here);
  });

  it("takes a port if it is free, else another one", async () => {
    const { port } = new URL(supplier.proxyUrl);
    const other = await startSupplier(Number(port));
    await other.stop();
    expect(other.proxyUrl).not.to.equal(supplier.proxyUrl);
    const again = await startSupplier(Number(new URL(other.proxyUrl).port));
    await again.stop();
    expect(again.proxyUrl).to.equal(other.proxyUrl);
  });

  it("serves some photos on their side, which are upright after EXIF rotation", async () => {
    let onTheirSide = 0;
    for (const photo of ["1-1", "1-2", "2-1", "2-2"]) {
      const { body } = await get(`http://images.acme-outdoor.example/photos/acm-000${photo}.jpg`);
      const { orientation } = await sharp(body).metadata();
      if (orientation === undefined) continue;
      onTheirSide++;
      expect(orientation).to.equal(6);
      const shrunk = sharp(body).autoOrient().resize(8, 8, { fit: "fill" }).greyscale();
      const upright = await shrunk.raw().toBuffer();
      // The sky is lighter than the meadow.
      expect(upright[3]).to.be.above(must(upright[60], "there are 64 pixels") + 30);
    }
    expect(onTheirSide).to.be.within(1, 3);
  });

  it("serves some photos as PNG", async () => {
    const { headers, body } = await get("http://images.acme-outdoor.example/photos/acm-0006-2.png");
    expect(headers["content-type"]).to.equal("image/png");
    expect((await sharp(body).metadata()).format).to.equal("png");
  });

  it("accepts tunnels to its shops", async () => {
    const response = await tunnel("cafe-lumiere.example:80");
    expect(response.through).to.contain("CAF-0001");
  });

  for (const [target, status] of [
    ["cafe-lumiere.example:443", 403],
    ["169.254.169.254:80", 403],
    ["127.0.0.1:80", 403],
    ["unknown.example:80", 502],
  ] as const) {
    it(`refuses a tunnel to ${target}`, async () => {
      expect((await tunnel(target)).statusCode).to.equal(status);
    });
  }

  for (const [url, status, why] of [
    ["http://169.254.169.254/latest/meta-data/", 403, "only, not for 169.254.169.254"],
    ["http://www.example.com/", 403, "only, not for www.example.com"],
    ["http://nowhere.example/", 502, "only, not for nowhere.example"],
    ["http://bolt-bikes.example/none.csv", 404, "bolt-bikes.example has no /none.csv"],
  ] as const) {
    it(`answers ${status} with a reason for ${url}`, async () => {
      const { status: got, body } = await get(url);
      expect(got).to.equal(status);
      expect(body.toString()).to.contain(why);
    });
  }

  describe("has broken images", () => {
    const photo = (name: string) => get(`http://ember-toys.example/photos/${name}`);

    it("a truncated JPEG", async () => {
      const { body } = await photo("truncated.jpg");
      expect((await sharp(body).metadata()).format).to.equal("jpeg");
      expect(await sharp(body, { failOn: "truncated" }).stats().catch(String)).to.match(/premature end/);
    });

    it("a text file named .jpg", async () => {
      const { headers, body } = await photo("really-a-text.jpg");
      expect(headers["content-type"]).to.equal("image/jpeg");
      expect(body.toString()).to.match(/^Sorry/);
    });

    it("a small file of 30,000 × 30,000 pixels", async () => {
      const { body } = await photo("poster.png");
      expect(body.length).to.be.below(600_000);
      const { width, height, format } = await sharp(body, { limitInputPixels: false }).metadata();
      expect([width, height, format]).to.deep.equal([30_000, 30_000, "png"]);
    });

    it("a redirect loop", async () => {
      const first = await photo("moved.jpg");
      const second = await get(`http://ember-toys.example${first.headers.location}`);
      expect([first.status, second.status]).to.deep.equal([302, 302]);
      expect(second.headers.location).to.equal("/photos/moved.jpg");
    });

    it("a missing one", async () => {
      expect((await photo("not-there.jpg")).status).to.equal(404);
    });

    it("one that stalls until the client closes", async () => {
      const other = await startSupplier();
      const stalled = get("http://ember-toys.example/photos/slow.jpg", {}, other.proxyUrl).catch(String);
      const beginning = new Promise<void>((resolve) => {
        http.get(other.proxyUrl, { path: "http://ember-toys.example/photos/slow.jpg" }, (response) => {
          response.on("error", () => undefined).once("data", () => resolve());
        });
      });
      await beginning;
      await other.stop();
      expect(await stalled).to.match(/aborted|ECONNRESET|hang up/);
    });
  });
});
