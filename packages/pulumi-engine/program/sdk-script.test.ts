import { expect } from "chai";
import { pastProxy } from "./sdk-script.ts";

const here = "127.0.0.1,localhost";

describe("the environment of processes that the engine starts", () => {
  it("reaches this machine without a proxy, and all else as before", () => {
    const proxies = { http_proxy: "http://proxy:3128", HTTPS_PROXY: "http://proxy:3128" };
    expect(pastProxy(proxies)).to.deep.equal({
      ...proxies,
      ...{ no_proxy: here, NO_PROXY: here, no_grpc_proxy: here },
    });
  });

  for (const [name, given, expected] of [
    ["the user's hosts", { no_proxy: "shop.internal" }, `shop.internal,${here}`],
    ["the user's hosts in capitals", { NO_PROXY: "shop.internal" }, `shop.internal,${here}`],
    ["all hosts", { no_proxy: "*" }, "*"],
  ] as const) {
    it(`keeps ${name}`, () => {
      const { no_proxy, NO_PROXY } = pastProxy(given);
      expect([no_proxy, NO_PROXY]).to.deep.equal([expected, expected]);
    });
  }

  it("keeps the hosts of gRPC, which prefers its own list and does not know *", () => {
    expect(pastProxy({ no_grpc_proxy: "a", no_proxy: "b" }).no_grpc_proxy).to.equal(`a,${here}`);
    expect(pastProxy({ no_proxy: "b" }).no_grpc_proxy).to.equal(`b,${here}`);
    expect(pastProxy({ no_proxy: "*" }).no_grpc_proxy).to.equal(`*,${here}`);
  });
});
