import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { orUncaught } from "./or-uncaught.ts";

describe("an exception that nobody catches", () => {
  // The test runner's own would end the test.
  let others: NodeJS.UncaughtExceptionListener[];
  beforeEach(() => {
    others = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
  });
  afterEach(() => {
    process.removeAllListeners("uncaughtException");
    for (const listener of others) process.on("uncaughtException", listener);
  });

  it("fails the work that is under way", async () => {
    const lost = new Error("the timer threw");
    const work = orUncaught(
      () =>
        new Promise(() => {
          setImmediate(() => {
            throw lost;
          });
        }),
    );
    expect(await rejection(work, Error)).to.equal(lost);
  });

  it("is left to others when the work has ended", async () => {
    expect(await orUncaught(async () => 1)).to.equal(1);
    await rejection(
      orUncaught(() => Promise.reject(new Error("its own"))),
      Error,
    );
    expect(process.listenerCount("uncaughtException")).to.equal(0);
  });
});
