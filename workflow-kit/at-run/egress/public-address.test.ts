import { expect } from "chai";
import fc from "fast-check";
import { whyNotPublic } from "./public-address.ts";

describe("the addresses that a worker may connect to", () => {
  for (const address of ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"]) {
    it(`takes ${address}`, () => {
      expect(whyNotPublic(address)).to.equal(undefined);
    });
  }

  for (const [address, why] of [
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["192.168.1.1", "private"],
    ["169.254.169.254", "linkLocal"],
    ["100.64.0.1", "carrierGradeNat"],
    ["0.0.0.0", "unspecified"],
    ["255.255.255.255", "broadcast"],
    ["224.0.0.1", "multicast"],
    ["192.0.2.1", "reserved"],
    ["198.18.0.1", "reserved"],
    ["::1", "loopback"],
    ["::", "unspecified"],
    ["fe80::1", "linkLocal"],
    ["fc00::1", "uniqueLocal"],
    ["fd00:ec2::254", "uniqueLocal"],
    ["ff02::1", "multicast"],
    ["::ffff:127.0.0.1", "loopback"],
    ["::ffff:a9fe:a9fe", "linkLocal"],
    ["64:ff9b::7f00:1", "rfc6052"],
    ["2002:7f00:1::", "6to4"],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "teredo"],
    ["::127.0.0.1", "loopback"],
    ["4000::1", "outside 2000::/3"],
    ["not an address", "not an IP address"],
  ] as const) {
    it(`refuses ${address}: ${why}`, () => {
      expect(whyNotPublic(address)).to.contain(why);
    });
  }

  it("an IPv4 address mapped into IPv6: treated as that IPv4 address", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(whyNotPublic(`::ffff:${address}`) === undefined).to.equal(whyNotPublic(address) === undefined);
      }),
    );
  });
});
