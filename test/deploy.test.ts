import { realisations } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { checkout } from "../testing/checkout.ts";
import { programRun } from "../testing/pulumi/program-run.ts";

const root = checkout;

describe("the project's own program", () => {
  it("has no resource that the embedded AWS does not know", async () => {
    const { resources } = (await programRun({ root, stack: "prod", mode: "preview" })).run;
    const made = resources.filter(({ kind, type }) => kind !== "component" && !isProvider(type));
    const types = [...new Set(made.map(({ type }) => type))];
    expect(types.length).to.be.greaterThan(20);
    expect(types.filter((type) => !Object.hasOwn(realisations, type))).to.deep.equal([]);
  });
});

const isProvider = (type: string) => type.startsWith("pulumi:providers:");
