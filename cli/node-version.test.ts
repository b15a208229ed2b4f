import { expect } from "chai";
import { nodeComplaint } from "./node-version.js";

describe("the Node.js check", () => {
  it("24 and later: accepted", () => {
    expect([nodeComplaint("v24.0.0"), nodeComplaint("v26.1.0")]).to.deep.equal([undefined, undefined]);
  });

  it("older versions: a message with the running and the needed version, and the fix", () => {
    expect(nodeComplaint("v20.20.2")).to.contain("24 or later").and.contain("v20.20.2").and.contain("npm ci");
  });
});
