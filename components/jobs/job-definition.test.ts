import { expect } from "chai";
import { exitCode } from "../../contract/exit-codes.ts";
import { retryStrategy } from "./job-definition.ts";

describe("retryStrategy", () => {
  const { attempts, evaluateOnExits } = retryStrategy(4);

  it("tries again as often as the stage says", () => {
    expect(attempts).to.equal(4);
  });

  it("tries again when the instance was taken away, before it looks at the exit code", () => {
    expect(evaluateOnExits[0]).to.deep.equal({ action: "RETRY", onStatusReason: "Host EC2*" });
  });

  it("never tries again after bad data or bad configuration", () => {
    expect(evaluateOnExits.slice(1)).to.deep.equal([
      { action: "EXIT", onExitCode: String(exitCode.badData) },
      { action: "EXIT", onExitCode: String(exitCode.badConfig) },
    ]);
  });

  it("stays within Batch's five rules, in characters that Batch takes", () => {
    expect(evaluateOnExits.length).to.be.at.most(5);
    for (const { onStatusReason = "x" } of evaluateOnExits)
      expect(onStatusReason).to.match(/^[A-Za-z0-9.: ]+\*?$/);
  });
});
