import { expect } from "chai";
import { sizeOf, sizeOfValue } from "./size.ts";

describe("sizes of values", () => {
  // Measured on AWS: https://github.com/nubo-db/dynamodb-conformance, tests/tier3/limits/numberByteSize.test.ts
  it("count digits of a number in pairs, before and behind the point", () => {
    const sizes = {
      "0": 1,
      "1": 2,
      "-1": 3,
      "123456": 4,
      "3.14159": 5,
      "100": 2,
      "0.005": 2,
      "42.12": 3,
      "-100.5": 5,
    };
    for (const [N, size] of Object.entries(sizes)) expect([N, sizeOfValue({ N })]).to.deep.equal([N, size]);
    expect(sizeOfValue({ N: `1${"0".repeat(125)}` })).to.equal(2);
  });

  it("count the bytes of texts, names and binaries, and three for a list or map", () => {
    expect(sizeOf({ é: { S: "é" }, b: { B: "AQID" } })).to.equal(2 + 2 + 1 + 3);
    expect(sizeOf({ l: { L: [{ BOOL: true }, { NULL: true }] }, m: { M: { a: { S: "x" } } } })).to.equal(
      1 + 7 + 1 + 6,
    );
    expect(sizeOf({ s: { SS: ["a", "bc"] }, n: { NS: ["1", "2"] } })).to.equal(1 + 3 + 1 + 4);
  });
});
