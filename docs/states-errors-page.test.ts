import { readFile } from "node:fs/promises";
import { registry } from "@batchline/states/testing";
import { expect } from "chai";

describe("the registry of errors", () => {
  const entries = Object.entries(registry);

  it("has a name of its own for each code, and says what it means and what to do", () => {
    expect(new Set(entries.map(([, { name }]) => name)).size).to.equal(entries.length);
    entries.forEach(([code, { means, mend }], i) => {
      expect(code).to.equal(`BL-S${String(i + 1).padStart(3, "0")}`);
      for (const sentence of [means, mend]) expect(sentence).to.match(/^[A-Z].*\.$/);
    });
  });

  it("is what the page on state machines lists", async () => {
    const page = await readFile("docs/states-errors.md", "utf8");
    const listed = page.split("\n").filter((line) => line.startsWith("| `BL-S"));
    expect(listed).to.deep.equal(
      entries.map(([code, { name, means, mend }]) => `| \`${code}\` | ${name} | ${means} | ${mend} |`),
    );
  });
});
