import { readFile } from "node:fs/promises";
import { errorCodes } from "@batchline/states/testing";
import { expect } from "chai";

describe("the builder's error codes", () => {
  const entries = Object.entries(errorCodes);

  it("have a unique name, a meaning and a fix each", () => {
    expect(new Set(entries.map(([, { name }]) => name)).size).to.equal(entries.length);
    entries.forEach(([code, { means, fix }], i) => {
      expect(code).to.equal(`BL-S${String(i + 1).padStart(3, "0")}`);
      for (const sentence of [means, fix]) expect(sentence).to.match(/^[A-Z].*\.$/);
    });
  });

  it("are listed by docs/states-errors.md", async () => {
    const page = await readFile("docs/states-errors.md", "utf8");
    const listed = page.split("\n").filter((line) => line.startsWith("| `BL-S"));
    expect(listed).to.deep.equal(
      entries.map(([code, { name, means, fix }]) => `| \`${code}\` | ${name} | ${means} | ${fix} |`),
    );
  });
});
