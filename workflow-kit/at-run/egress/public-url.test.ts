import { expect } from "chai";
import { ItemError } from "../errors.ts";
import { publicUrl } from "./public-url.ts";

describe("the URLs that a worker may ask for", () => {
  for (const url of ["http://shop.example/a.jpg", "https://shop.example:8443/", "http://8.8.8.8/"]) {
    it(`takes ${url}`, () => {
      expect(publicUrl(url).href).to.equal(url);
    });
  }

  it("a redirect's relative location: resolved", () => {
    expect(publicUrl("../b.jpg", new URL("http://shop.example/x/y/a.jpg")).href).to.equal(
      "http://shop.example/x/b.jpg",
    );
  });

  for (const [url, why] of [
    ["http://127.0.0.1/", "loopback"],
    ["http://127.1/", "loopback"],
    ["http://2130706433/", "loopback"],
    ["http://0x7f000001/", "loopback"],
    ["http://0177.0.0.1/", "loopback"],
    ["http://0xa9.0xfe.0xa9.0xfe/", "linkLocal"],
    ["http://2852039166/latest/meta-data/", "linkLocal"],
    ["http://①②⑦.⓪.⓪.①/", "loopback"],
    ["http://[::1]/", "loopback"],
    ["http://[::ffff:127.0.0.1]/", "loopback"],
    ["http://[fd00:ec2::254]/", "uniqueLocal"],
    ["http://localhost/", "not a public host name"],
    ["http://LOCALHOST./", "not a public host name"],
    ["http://api.localhost/", "not a public host name"],
    ["http://db.internal/", "not a public host name"],
    ["http://printer.local/", "not a public host name"],
    ["http://user:secret@shop.example/", "user name or password"],
    ["http://shop.example@127.0.0.1/", "user name or password"],
    ["file:///etc/passwd", "only http and https"],
    ["ftp://shop.example/a.jpg", "only http and https"],
    ["s3:///feed.xml", "only http and https"],
    ["gopher://shop.example/", "only http and https"],
    ["data:image/png;base64,AAAA", "only http and https"],
    ["shop.example/a.jpg", "not a valid absolute URL"],
    ["", "not a valid absolute URL"],
  ] as const) {
    it(`refuses ${url || "nothing"}: ${why}`, () => {
      expect(() => publicUrl(url)).to.throw(ItemError, why);
    });
  }

  it("a redirect to a private address: refused", () => {
    const base = new URL("http://shop.example/");
    expect(() => publicUrl("//169.254.169.254/", base)).to.throw(ItemError, "linkLocal");
  });
});
