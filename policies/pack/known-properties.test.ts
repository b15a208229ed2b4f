import { unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import secret from "@pulumi/policy/secret.js";
import { asset } from "@pulumi/pulumi";
import { expect } from "chai";
import { unknown } from "../../testing/policies/checking.ts";
import { knownProperties } from "./known-properties.ts";

describe("knownProperties", () => {
  // As a remediation gets them.
  const asGiven = <T>(properties: T) =>
    knownProperties(unknownCheckingProxy(secret.secretsPreservingProxy(properties)));

  it("an unknown value: throws, with its path", () => {
    const { list, ...rest } = asGiven({ list: [{ known: 1, later: unknown }], known: "here" });
    expect(rest).to.deep.equal({ known: "here" });
    expect(list[0]?.known).to.equal(1);
    expect(() => list[0]?.later)
      .to.throw("can't be known during preview")
      .with.deep.property("props", ["list", "0", "later"]);
  });

  it("an unknown property: its name is known", () => {
    const properties = asGiven({ later: unknown });
    expect("later" in properties).to.equal(true);
    expect(Object.keys(properties)).to.deep.equal(["later"]);
  });

  it("lists: can be filtered and mapped", () => {
    const { list } = asGiven({ list: [1, 2, 3] });
    expect(list.filter((n) => n > 1).map(String)).to.deep.equal(["2", "3"]);
  });

  it("assets: unchanged", () => {
    const { code } = asGiven({ code: new asset.FileArchive("dist") });
    expect(asset.Archive.isInstance(code)).to.equal(true);
  });
});
