import { expect } from "chai";
import { filterPattern } from "./filter-pattern.ts";

describe("a log filter pattern", () => {
  const matches = (pattern: string, message: string) => filterPattern(pattern)(message);

  it("matches everything when it is empty", () => {
    expect(matches("  ", "anything")).to.equal(true);
  });

  it("needs all words, in any order; case matters", () => {
    expect(matches("chunk failed", "failed: chunk 3")).to.equal(true);
    expect(matches("chunk failed", "chunk 3 done")).to.equal(false);
    expect(matches("Failed", "failed")).to.equal(false);
  });

  it("reads a quoted phrase as one word", () => {
    expect(matches('"not found"', "image not found")).to.equal(true);
    expect(matches('"not found"', "found, not lost")).to.equal(false);
  });

  it("needs one of the alternatives", () => {
    expect(matches("?WARN ?ERROR", "ERROR: x")).to.equal(true);
    expect(matches("?WARN ?ERROR", "INFO: x")).to.equal(false);
  });

  it("excludes words", () => {
    expect(matches("ERROR -Exiting", "ERROR")).to.equal(true);
    expect(matches("ERROR -Exiting", "ERROR Exiting")).to.equal(false);
  });

  it("reads a regular expression between percent signs", () => {
    expect(matches("%chunk [0-9]+%", "chunk 12")).to.equal(true);
    expect(matches("%chunk [0-9]+%", "chunk x")).to.equal(false);
  });

  it("refuses structured patterns", () => {
    expect(() => filterPattern('{ $.level = "error" }')).to.throw("structured filter patterns");
  });
});
