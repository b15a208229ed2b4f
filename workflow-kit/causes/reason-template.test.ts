import { expect } from "chai";
import { mergedReason, reasonTemplate } from "./reason-template.ts";

const key = (reason: string, tenant?: string) => reasonTemplate(reason, tenant).key;

describe("equal reasons", () => {
  for (const [what, one, other] of [
    ["hosts", "shop.example answered 503", "store.example:8080 answered 503"],
    [
      "addresses",
      "the feed https://a.example/feed.csv has no products",
      "the feed http://b.example/x has no products",
    ],
    ["quoted words", 'the column "sku code" is missing', 'the column "price" is missing'],
    ["counts", "7 of 20 items failed", "12 of 31 items failed"],
    ["paths and keys", "tenants/acme/a.csv does not exist.", "tenants/bolt/b.csv does not exist."],
    ["punctuation", "no access to (arn:aws:s3:::a/b), sorry", "no access to (arn:aws:s3:::c/d), sorry"],
  ] as const) {
    it(`differ in ${what} only`, () => {
      expect(key(one)).to.equal(key(other));
    });
  }

  it("may differ in the tenant's name", () => {
    expect(key("acme has no feed", "acme")).to.equal(key("bolt has no feed", "bolt"));
    expect(key("acme has no feed")).not.to.equal(key("bolt has no feed"));
  });

  for (const [what, one, other] of [
    ["statuses", "shop.example answered 503", "shop.example answered 404"],
    ["exit codes", "it crashed, exit code 1", "it crashed, exit code 2"],
    ["words", "the feed is empty", "the feed is broken"],
  ] as const) {
    it(`do not differ in ${what}`, () => {
      expect(key(one)).not.to.equal(key(other));
    });
  }

  it("keep what they have in common as one text", () => {
    const merged = mergedReason(
      "shop.example answered 503 after 3 tries (see a.log)",
      reasonTemplate("store.example answered 503 after 3 tries (see b.log)"),
    );
    expect(merged).to.equal("… answered 503 after 3 tries (see …)");
    expect(mergedReason(merged, reasonTemplate("x.example answered 503 after 4 tries (see b.log)"))).to.equal(
      "… answered 503 after … tries (see …)",
    );
  });

  it("of any length take little time", () => {
    expect(key('"'.repeat(100_000)).length).to.be.below(1_000);
    expect(key("a/".repeat(100_000))).to.equal("…");
  });
});
