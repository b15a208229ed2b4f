import { expect } from "chai";
import { CodedError, codedMessage, defined, InvariantError, isRecord, must, plural } from "./index.ts";

class SampleError extends CodedError<"BL-X001"> {}

describe("CodedError", () => {
  it("is named after its class and keeps its code and cause", () => {
    const cause = new Error("below");
    const error = new SampleError("BL-X001", "it failed", { cause });
    expect([error.name, error.code, error.message, error.cause]).to.deep.equal([
      "SampleError",
      "BL-X001",
      "it failed",
      cause,
    ]);
  });

  it("shows its code once", () => {
    expect(codedMessage(new SampleError("BL-X001", "it failed"))).to.equal("BL-X001: it failed");
    expect(codedMessage(new SampleError("BL-X001", "a.ts:1: BL-X001: it failed"))).to.equal(
      "a.ts:1: BL-X001: it failed",
    );
  });
});

describe("must", () => {
  it("returns a value, also one that is false", () => {
    expect([must(0, "set"), must("", "set"), must(false, "set")]).to.deep.equal([0, "", false]);
  });

  it("throws InvariantError with the reason", () => {
    for (const nothing of [undefined, null]) {
      expect(() => must(nothing, "a path has a part")).to.throw(
        InvariantError,
        "broken invariant: a path has a part",
      );
    }
  });
});

describe("defined", () => {
  it("drops undefined fields and keeps other empty values, in their order", () => {
    const kept: { b: null; d?: number } = defined({ b: null, a: undefined, d: 0 as number | undefined });
    expect(JSON.stringify(kept)).to.equal('{"b":null,"d":0}');
    expect(Object.keys(kept)).to.deep.equal(["b", "d"]);
  });
});

describe("plural", () => {
  it("counts with the noun's singular and plural", () => {
    expect([plural(1, "tenant"), plural(0, "tenant"), plural(1200, "tenant")]).to.deep.equal([
      "1 tenant",
      "0 tenants",
      "1,200 tenants",
    ]);
    expect(plural(2, "entry", "entries")).to.equal("2 entries");
  });
});

describe("isRecord", () => {
  it("accepts objects with keys only", () => {
    expect([{}, { a: 1 }, [], null, "text", undefined].map(isRecord)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
