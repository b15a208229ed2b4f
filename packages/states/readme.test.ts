import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { built, values } from "./testing/readme-example.ts";

describe("README", () => {
  it("shows the example that this test builds", async () => {
    const page = await readFile(`${import.meta.dirname}/README.md`, "utf8");
    const example = await readFile(`${import.meta.dirname}/testing/readme-example.ts`, "utf8");
    expect(/^```ts\n(.*?)^```$/ms.exec(page)?.[1]).to.equal(example);
  });

  it("has an example whose machine has a token, a definition and permissions", () => {
    expect(built.tokens).to.deep.equal(["priceFunction"]);
    expect(JSON.parse(built.definition(values)).StartAt).to.equal("Any orders?");
    expect(built.permissions(values)).to.deep.equal([
      { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [values.priceFunction] },
    ]);
  });
});
