import { join } from "node:path";
import { expect } from "chai";
import { realisations } from "../../../local/deploy/registry.ts";
import { runProgram } from "../../../local/engine/run-program.ts";

const root = join(import.meta.dirname, "../../..");

describe("the project's own program", () => {
  it("has no resource that the embedded AWS does not know", async () => {
    const { resources } = await runProgram({ root, stack: "prod", mode: "preview" });
    const made = resources.filter(({ kind, type }) => kind !== "component" && !isProvider(type));
    const types = [...new Set(made.map(({ type }) => type))];
    expect(types.length).to.be.greaterThan(20);
    expect(types.filter((type) => !Object.hasOwn(realisations, type))).to.deep.equal([]);
  });
});

const isProvider = (type: string) => type.startsWith("pulumi:providers:");
