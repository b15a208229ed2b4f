import { relativeCpuTime } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import fc from "fast-check";
import { anyText, type GlobPart, globMatches, oneCharacter, withinColons } from "./glob.ts";

/** `*` is any text, `?` one character, `~` text without a colon. */
const parts = (glob: string): GlobPart[] => {
  const wildcards = new Map<string, GlobPart>([
    ["*", anyText],
    ["?", oneCharacter],
    ["~", withinColons],
  ]);
  return glob.split(/([*?~])/).map((part) => wildcards.get(part) ?? part);
};
const expression = (glob: string) =>
  new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".").replaceAll("~", "[^:]*")}$`, "s");

describe("a glob", () => {
  it("matches what a regular expression matches", () => {
    const glob = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?", "~"), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", ":"), maxLength: 10 });
    const cases = fc.property(glob, text, (pattern, value) => {
      expect(globMatches(parts(pattern), value)).to.equal(expression(pattern).test(value));
    });
    fc.assert(cases, { numRuns: 500 });
  });

  for (const [what, glob] of [
    ["many stars", "*a".repeat(900)],
    ["many stars and question marks", "*?a".repeat(600)],
    ["many stars that colons end", "~a".repeat(900)],
  ] as const)
    it(`with ${what} fails without many tries`, async () => {
      const text = `${"a".repeat(1100)}b`;
      const match = () => expect(globMatches([...parts(glob), "c"], text)).to.equal(false);
      expect(await relativeCpuTime(match)).to.be.below(10);
    });
});
