import { expect } from "chai";
import fc from "fast-check";
import { withoutUserInfo } from "./without-user-info.ts";

describe("a text without the user info of its URLs", () => {
  it("hides it for any scheme, and keeps all else", () => {
    const given =
      'get "https://user:pw@feed.example/x?to=a@b" or postgres://u:p@ss@[::1]:5432/shop, ftp://me@f';
    const hidden = 'get "https://***@feed.example/x?to=a@b" or postgres://***@[::1]:5432/shop, ftp://***@f';
    expect(withoutUserInfo(given)).to.equal(hidden);
    for (const text of [
      "https://feed.example/@scope/a",
      "bob@shop.example",
      "https://a, bob@b",
      "s3://bucket",
    ])
      expect(withoutUserInfo(text)).to.equal(text);
  });

  it("hides every user info that a URL can have, in texts and in lines of JSON, which stay JSON", () => {
    const scheme = fc.constantFrom("http", "https", "ftp", "postgres", "svn+ssh");
    const url = fc.tuple(scheme, fc.string({ unit: "binary" }), fc.string({ unit: "binary" }));
    const property = fc.property(url, fc.string(), ([scheme, user, password], before) => {
      const encoded = [user, `pw${password}`]
        .map((part) => encodeURIComponent(part.toWellFormed()))
        .join(":");
      const text = (info: string) => `${before} ${scheme}://${info}@feed.example/x: 503`;
      const hidden = withoutUserInfo(text(encoded));
      expect(hidden.endsWith(` ${scheme}://***@feed.example/x: 503`)).to.equal(true);
      expect(withoutUserInfo(hidden)).to.equal(hidden);
      const line = JSON.stringify({ [before]: text(encoded), other: "bob@shop.example" });
      const read: unknown = JSON.parse(withoutUserInfo(line));
      expect(read).to.have.property("other", "bob@shop.example");
      expect(JSON.stringify(read)).to.not.contain(`${encoded}@`);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it("takes a long text without backtracking over it again", () => {
    for (const text of ["://".repeat(200_000), `://${"a".repeat(600_000)}`, `://${"\\".repeat(600_000)}`])
      expect(withoutUserInfo(text)).to.equal(text);
  }).timeout(1_000);
});
