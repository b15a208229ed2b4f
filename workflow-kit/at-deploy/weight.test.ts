import { expect } from "chai";
import { build } from "esbuild";

/** Folders that only building a machine needs. */
const heavy = ["node_modules/jsonata/", "packages/asl/"];

describe("the workflows' declarations", () => {
  it("bring none of what building machines needs into a function's bundle", async () => {
    const { metafile } = await build({
      entryPoints: ["workflows/declarations.ts"],
      bundle: true,
      platform: "node",
      format: "esm",
      write: false,
      metafile: true,
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs).to.include("packages/states/index.ts");
    for (const name of heavy) {
      expect(
        inputs.filter((input) => input.includes(name)),
        name,
      ).to.deep.equal([]);
    }
    expect(inputs.filter((input) => /^packages\/states\/(checks|lowering\/lower)/.test(input))).to.deep.equal(
      [],
    );
  });
});
