import { expect } from "chai";
import { exitCode } from "../../contract/exit-codes.ts";
import { retryStrategy } from "./spot-retry.ts";

describe("retryStrategy", () => {
  const { attempts, evaluateOnExits } = retryStrategy(4);

  it("attempts: as the stage sets", () => {
    expect(attempts).to.equal(4);
  });

  it("a reclaimed instance: retried before the exit code is checked", () => {
    expect(evaluateOnExits[0]).to.deep.equal({ action: "RETRY", onStatusReason: "Host EC2*" });
  });

  it("bad data or configuration: no retry", () => {
    expect(evaluateOnExits.slice(1)).to.deep.equal([
      { action: "EXIT", onExitCode: String(exitCode.badData) },
      { action: "EXIT", onExitCode: String(exitCode.badConfig) },
    ]);
  });

  it("at most five rules, in characters that Batch allows", () => {
    expect(evaluateOnExits.length).to.be.at.most(5);
    for (const { onStatusReason = "x" } of evaluateOnExits)
      expect(onStatusReason).to.match(/^[A-Za-z0-9.: ]+\*?$/);
  });
});
