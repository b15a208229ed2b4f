import type { LookupAddress } from "node:dns";
import { expect } from "chai";
import { publicLookup, type Resolve } from "./public-lookup.ts";

/** A resolver that gives each of `answers` in turn. */
function resolving(...answers: string[][]): Resolve {
  return (_hostname, _options, callback) => {
    const addresses = answers.shift() ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
}

function look(resolve: Resolve, all: boolean): Promise<string | LookupAddress[]> {
  return new Promise((done, failed) => {
    publicLookup(resolve)("shop.example", { all }, (error, address) =>
      error === null ? done(address) : failed(error),
    );
  });
}

describe("looking up a host that a tenant named", () => {
  it("public addresses: all are returned, or the first", async () => {
    const addresses = ["93.184.216.34", "2606:4700:4700::1111"];
    expect(await look(resolving(addresses), false)).to.equal("93.184.216.34");
    expect(await look(resolving(addresses), true)).to.deep.equal([
      { address: "93.184.216.34", family: 4 },
      { address: "2606:4700:4700::1111", family: 6 },
    ]);
  });

  for (const all of [true, false]) {
    it(`refuses a name with any private address (all: ${all})`, async () => {
      const refused = await look(resolving(["93.184.216.34", "10.0.0.1"]), all).catch(String);
      expect(refused).to.contain("shop.example resolves to nothing public: 10.0.0.1");
    });
  }

  it("every lookup: checked again, so that a name cannot turn private later", async () => {
    const rebinding = resolving(["93.184.216.34"], ["127.0.0.1"]);
    expect(await look(rebinding, false)).to.equal("93.184.216.34");
    expect(await look(rebinding, false).catch(String)).to.contain("127.0.0.1 is not a public address");
  });

  it("a name without addresses: refused", async () => {
    expect(await look(resolving([]), false).catch(String)).to.contain("it has no address");
  });

  it("the resolver's own error: passed on", async () => {
    const error = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    const failing: Resolve = (_hostname, _options, callback) => callback(error, []);
    expect(await look(failing, true).catch((caught: unknown) => caught)).to.equal(error);
  });
});
