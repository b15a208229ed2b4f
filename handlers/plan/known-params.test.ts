import { expect } from "chai";
import * as z from "zod";
import { tenant } from "../../testing/handlers/planned-workflow.ts";
import { withKnownParams } from "./known-params.ts";

describe("parameters of a tenant whose file a later deployment wrote", () => {
  const feed = z.strictObject({ url: z.string() });
  const params = z.strictObject({ name: z.string(), feeds: z.array(feed).optional() });
  const known = (block: unknown) => {
    const acme = tenant("acme", { workflows: { report: block, other: { title: "Lady" } } });
    return withKnownParams(acme, { name: "report", params }).workflows;
  };

  it("lack what this code does not know, at any depth; other workflows' stay", () => {
    const feeds = [{ url: "a", format: "csv" }, { url: "b" }];
    expect(known({ name: "Ada", title: "Lady", feeds })).to.deep.equal({
      report: { name: "Ada", feeds: [{ url: "a" }, { url: "b" }] },
      other: { title: "Lady" },
    });
  });

  it("are otherwise as they are, also if they are not valid", () => {
    for (const block of [{ name: "Ada" }, { name: 1 }, undefined, "text"])
      expect(known(block).report).to.deep.equal(block);
  });
});
