import { expect } from "chai";
import { outputAttempt } from "./output-attempt.ts";

const id = "1c0e4d5f-8a1b-4f3e-9d55-3f6a2b7c8d90";

describe("the name of an attempt", () => {
  it("has the job and the attempt's number", () => {
    expect(outputAttempt(id, 1)).to.equal(`${id}-1`);
  });

  it("has a child's index", () => {
    expect(outputAttempt(`${id}:12`, 2)).to.equal(`${id}-12-2`);
  });

  it("is the same for all nodes", () => {
    expect([outputAttempt(`${id}#0`, 3), outputAttempt(`${id}#11`, 3)]).to.deep.equal(
      Array(2).fill(`${id}-3`),
    );
  });
});
