import { expect } from "chai";
import { nodeComplaint } from "./node-version.js";

describe("the Node.js check", () => {
  it("is content with 24 and later", () => {
    expect([nodeComplaint("v24.0.0"), nodeComplaint("v26.1.0")]).to.deep.equal([undefined, undefined]);
  });

  it("says what runs, what is needed and what to do", () => {
    expect(nodeComplaint("v20.20.2")).to.contain("24 or later").and.contain("v20.20.2").and.contain("npm ci");
  });
});
