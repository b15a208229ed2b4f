import { arraySizes } from "@batchline/aws-facts";
import { expect } from "chai";
import { maxArraySize } from "./plan.ts";

describe("contract: plan", () => {
  it("a shard has at most as many chunks as an array job has elements", () => {
    expect(maxArraySize).to.equal(arraySizes.most);
  });
});
