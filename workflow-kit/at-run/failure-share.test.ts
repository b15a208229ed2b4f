import { expect } from "chai";
import { BadDataError } from "./errors.ts";
import { checkFailureShare } from "./failure-share.ts";
import { Progress } from "./progress.ts";

function progressOf(done: number, failed: number, skipped = 0): Progress {
  const progress = new Progress();
  for (let item = 0; item < done; item++) progress.done();
  for (let item = 0; item < skipped; item++) progress.skipped();
  for (let item = 0; item < failed; item++) progress.failed(`http://i.example/${item}.jpg`, "answered 404");
  return progress;
}

describe("the share of items that may fail", () => {
  it("the message: how many failed, how many may, and which was first", () => {
    expect(() => checkFailureShare(progressOf(20, 12, 8), 0.1, "images")).to.throw(
      BadDataError,
      "12 of 40 images failed (30 %), more than the 10 % allowed; first: http://i.example/0.jpg: answered 404",
    );
  });

  it("a percentage with a decimal: shown with it", () => {
    expect(() => checkFailureShare(progressOf(6, 1), 0.125, "images")).to.throw(
      "(14.3 %), more than the 12.5 %",
    );
  });

  it("the limit: may be reached, but not exceeded", () => {
    expect(() => checkFailureShare(progressOf(9, 1), 0.1, "images")).not.to.throw();
    expect(() => checkFailureShare(progressOf(8, 1), 0.1, "images")).to.throw();
  });

  it("a share of 0: no item may fail", () => {
    expect(() => checkFailureShare(progressOf(10, 0), 0, "images")).not.to.throw();
    expect(() => checkFailureShare(progressOf(1_000, 1), 0, "images")).to.throw("0.1 %");
  });

  it("no items: any share is met", () => {
    expect(() => checkFailureShare(progressOf(0, 0), 0, "images")).not.to.throw();
  });
});

describe("the progress of a stage", () => {
  it("items: counted once, and a supplier's long texts are cut", () => {
    const progress = progressOf(2, 0, 1);
    progress.total = 4;
    progress.failed("x".repeat(9_999), "y".repeat(9_999));
    expect(progress.snapshot()).to.deep.equal({ items: { done: 2, failed: 1, skipped: 1 }, total: 4 });
    expect(progress.failures[0]?.item).to.have.length(500);
    expect(progress.failures[0]?.reason).to.have.length(500);
  });
});
