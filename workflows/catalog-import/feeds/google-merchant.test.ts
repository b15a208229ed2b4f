import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { BadDataError } from "../../../workflow-kit/at-run/errors.ts";
import { plain, readAll } from "../testing/reading.ts";
import { maxRecordLength } from "./feed-record.ts";
import { parseGoogleMerchant } from "./google-merchant.ts";

const rss = (items: string) => `<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
<channel><title>Shop</title><link>http://shop.example</link>
${items}
</channel></rss>`;

describe("a Google Merchant feed", () => {
  it("an item's elements: returned, repeated ones in their order", async () => {
    const records = await readAll(
      parseGoogleMerchant,
      rss(`<item><g:id>A1</g:id><title>Tent</title><g:image_link>http://i.example/1.jpg</g:image_link>
<g:additional_image_link>http://i.example/2.jpg</g:additional_image_link>
<g:additional_image_link>http://i.example/3.jpg</g:additional_image_link></item>
<item><g:id>A2</g:id></item>`),
    );
    expect(records.map(({ place }) => place)).to.deep.equal(["line 4", "line 7"]);
    expect(plain(records[0])).to.deep.equal({
      id: ["A1"],
      title: ["Tent"],
      image_link: ["http://i.example/1.jpg"],
      additional_image_link: ["http://i.example/2.jpg", "http://i.example/3.jpg"],
    });
  });

  it("g:title: preferred to RSS's own title", async () => {
    const item = "<item><g:title>For Google</g:title><title>For people</title></item>";
    expect(plain((await readAll(parseGoogleMerchant, rss(item)))[0]).title).to.deep.equal(["For Google"]);
  });

  it("CDATA, entities and HTML's named characters: read", async () => {
    const item = "<item><title><![CDATA[A <b> & ]]>&amp; B&nbsp;&eacute;</title></item>";
    expect(plain((await readAll(parseGoogleMerchant, rss(item), 3))[0]).title).to.deep.equal([
      "A <b> & & B\u00a0é",
    ]);
  });

  it("markup inside an element, and deeper elements: ignored", async () => {
    const item = "<item><g:shipping><g:price>5 EUR</g:price></g:shipping><g:price>9 EUR</g:price></item>";
    expect(plain((await readAll(parseGoogleMerchant, rss(item)))[0])).to.deep.equal({
      shipping: [""],
      price: ["9 EUR"],
    });
  });

  it("Atom: read, with a link's address in an attribute", async () => {
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Shop</title>
<entry><id>A1</id><link href="http://shop.example/a1"/></entry></feed>`;
    expect(plain((await readAll(parseGoogleMerchant, feed))[0])).to.deep.equal({
      id: ["A1"],
      link: ["http://shop.example/a1"],
    });
  });

  it("an undeclared prefix: accepted", async () => {
    const feed = "<rss><channel><item><g:id>A1</g:id></item></channel></rss>";
    expect(plain((await readAll(parseGoogleMerchant, feed))[0])).to.deep.equal({ id: ["A1"] });
  });

  it("an item that is too long: marked, and the rest is read", async () => {
    const long = `<item><title>${"x".repeat(maxRecordLength + 1)}</title></item>`;
    const records = await readAll(parseGoogleMerchant, rss(`${long}<item><g:id>A2</g:id></item>`), 16_384);
    expect(records[0]?.problem).to.contain("longer than");
    expect(plain(records[1])).to.deep.equal({ id: ["A2"] });
  });

  for (const [what, text, why] of [
    ["an HTML page", "<html><body>Not found</body></html>", "its root element is <html>"],
    ["CSV", "id,title\n1,Tent", "Non-whitespace before first tag"],
    ["a tag that is not closed", "<rss><channel><item></channel></rss>", "Unexpected close tag"],
    ["a feed that is cut off", "<rss><channel><item><g:id>A1</g:id></item>", "ends before its root element"],
    ["deep nesting", "<rss>".repeat(40), "nested more than 32 deep"],
  ] as const) {
    it(`refuses ${what}, and says where`, async () => {
      const error = await rejection(readAll(parseGoogleMerchant, text), BadDataError);
      expect(error.message).to.match(/^the feed is not Google Merchant XML: /);
      expect(error.message).to.contain(why);
      expect(error.message).to.match(/\(line \d+, column \d+\)$/);
    });
  }

  it("entities that the feed declares: not expanded", async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${rss("<item><title>&b;</title></item>")}`;
    await rejection(readAll(parseGoogleMerchant, bomb), BadDataError);
  });
});
