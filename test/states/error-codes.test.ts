import { expect } from "chai";
import { registry } from "../../states/error-codes.ts";

describe("the registry of errors", () => {
  it("has a name of its own for each code, and says what it means and what to do", () => {
    const entries = Object.entries(registry);
    expect(new Set(entries.map(([, { name }]) => name)).size).to.equal(entries.length);
    entries.forEach(([code, { means, mend }], i) => {
      expect(code).to.equal(`BL-S${String(i + 1).padStart(3, "0")}`);
      for (const sentence of [means, mend]) expect(sentence).to.match(/^[A-Z].*\.$/);
    });
  });
});
