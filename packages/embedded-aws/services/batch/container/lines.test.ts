import { anyCharacter } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { LineSplitter } from "./lines.ts";

function split(chunks: readonly Buffer[]): string[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

describe("LineSplitter", () => {
  it("returns the same lines for all chunks, also within a character", () => {
    const line = fc
      .string({ unit: anyCharacter, maxLength: 20 })
      .map((text) => text.replace(/[\r\n\ufeff]/g, ""));
    fc.assert(
      fc.property(fc.array(line), fc.boolean(), fc.array(fc.nat(400)), (lines, ended, cuts) => {
        const bytes = Buffer.from(lines.join("\n") + (ended ? "\n" : ""));
        const places = [
          0,
          ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const whole = lines.map((each) => Buffer.from(each).toString()).filter((each) => each !== "");
        expect(split(chunks)).to.deep.equal(whole);
      }),
    );
  });

  it("leaves out empty lines and carriage returns", () => {
    expect(split([Buffer.from("a\r\n\r\n\n"), Buffer.from("b")])).to.deep.equal(["a", "b"]);
  });

  it("splits a line that is too long for an event, without breaking a character", () => {
    const line = "é".repeat(300_000);
    const chunks = [Buffer.from(line).subarray(0, 100_001), Buffer.from(line).subarray(100_001)];
    const parts = split(chunks);
    expect(parts.join("")).to.equal(line);
    for (const part of parts) expect(Buffer.byteLength(part)).to.be.at.most(262_144 - 26);
    expect(parts).to.have.length(3);
  });
});
