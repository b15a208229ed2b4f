import { expect } from "chai";
import { readJson } from "./read-json.ts";

describe("the page's JSON", () => {
  it("has no characters that turn text around, and keeps all others", () => {
    const text = "invoice\u202efdp.exe \u2066x\u2069 é 日本 \u0000 שלום";
    expect(readJson(JSON.stringify({ text }))).to.deep.equal({
      text: "invoice\ufffdfdp.exe \ufffdx\ufffd é 日本 \u0000 שלום",
    });
  });
});
