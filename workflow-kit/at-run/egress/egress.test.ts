import { text } from "node:stream/consumers";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Origin, startOrigin } from "../../../testing/worker/origin.ts";
import { ItemError } from "../errors.ts";
import { discard, Egress } from "./egress.ts";
import { defaultPatience } from "./patience.ts";
import { RequestError } from "./request-error.ts";

const patience = { ...defaultPatience, connectMs: 1_000, headersMs: 100, stallMs: 100 };

describe("the way out to suppliers", () => {
  let origin: Origin;
  let egress: Egress;
  const asked: string[] = [];

  before(async () => {
    origin = await startOrigin((url, _request, response) => {
      asked.push(url.href);
      const [, step, argument] = url.pathname.split("/");
      if (step === "hop") {
        const left = Number(argument) - 1;
        return response.writeHead(302, { location: left === 0 ? "/there" : `/hop/${left}` }).end();
      }
      if (step === "private") return response.writeHead(301, { location: "http://10.0.0.7/" }).end();
      if (step === "loop") return response.writeHead(307, { location: url.href }).end();
      if (step === "silent") return response;
      return response.end(`${url.host} ${url.pathname}`);
    });
    egress = new Egress(origin.proxyUrl, patience);
  });
  beforeEach(() => {
    asked.length = 0;
  });
  after(async () => {
    await egress.close();
    await origin.stop();
  });

  it("the proxy: asked for the whole URL", async () => {
    const response = await egress.get("http://shop.example/there");
    expect(await text(response.body)).to.equal("shop.example /there");
  });

  it("five redirects: followed, and the last URL is returned", async () => {
    const response = await egress.get("http://shop.example/hop/5");
    expect(response.status).to.equal(200);
    expect(response.url.pathname).to.equal("/there");
    await discard(response.body);
  });

  it("a sixth redirect: an error", async () => {
    const error = await rejection(egress.get("http://shop.example/hop/6"), RequestError);
    expect(error.message).to.equal("more than 5 redirects");
  });

  it("a loop of redirects: an error at once", async () => {
    const error = await rejection(egress.get("http://shop.example/loop"), RequestError);
    expect(error.message).to.contain("redirect loop: http://shop.example/loop");
    expect(asked).to.have.length(1);
  });

  it("a redirect to a private address: not followed", async () => {
    const error = await rejection(egress.get("http://shop.example/private"), ItemError);
    expect(error.message).to.equal("refused: 10.0.0.7 is not a public address (private)");
    expect(asked).to.deep.equal(["http://shop.example/private"]);
  });

  it("a refused URL: no request is sent", async () => {
    await rejection(egress.get("http://[::1]/"), ItemError);
    expect(asked).to.deep.equal([]);
  });

  it("no answer in time: a transient error", async () => {
    const error = await rejection(egress.get("http://shop.example/silent"), RequestError);
    expect(error.message).to.equal("shop.example did not answer within 0.1 s");
    expect(error.transient && error.slow).to.equal(true);
  });

  it("a failed connection: reported as such", async () => {
    const gone = await startOrigin(() => undefined);
    await gone.stop();
    const error = await rejection(
      new Egress(gone.proxyUrl, patience).get("http://shop.example/"),
      RequestError,
    );
    expect(error.message).to.match(/^the connection to shop.example failed: .*ECONNREFUSED/);
    expect(error.transient).to.equal(true);
  });

  it("without a proxy: no connection to a name that resolves to a private address", async () => {
    const { port } = new URL(origin.proxyUrl);
    const direct = new Egress(undefined, patience, (_hostname, _options, callback) =>
      callback(null, [{ address: "127.0.0.1", family: 4 }]),
    );
    const error = await rejection(direct.get(`http://shop.example:${port}/`), ItemError);
    expect(error.message).to.contain("127.0.0.1 is not a public address (loopback)");
    expect(asked).to.deep.equal([]);
    await direct.close();
  });
});
