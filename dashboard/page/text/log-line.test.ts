import { expect } from "chai";
import { readLine } from "./log-line.ts";

describe("a line of a log", () => {
  it("is the worker's message and what the page does not say elsewhere", () => {
    const line =
      '{"level":"info","time":"2026","run":"r","tenant":"t","records":6,"items":{"done":6},"msg":"read the feed"}';
    expect(readLine(line)).to.deep.equal({
      message: "read the feed",
      fields: 'records=6 items={"done":6}',
      level: "info",
    });
  });

  it("has an error's stack", () => {
    const line = JSON.stringify({
      level: "error",
      err: { type: "Error", stack: "Error: no\n    at x.ts:1:2" },
      msg: "no",
    });
    expect(readLine(line)).to.include({ level: "error", stack: "Error: no\n    at x.ts:1:2" });
  });

  it("stays as it is if it is not the worker's JSON", () => {
    for (const line of ["", "plain", "{broken", "[1]", '{"a":1}', "null"]) {
      expect(readLine(line)).to.deep.equal({ message: line, fields: "", level: "info" });
    }
  });
});
