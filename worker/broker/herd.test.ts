import { expect } from "chai";
import { brokerHerd } from "../../testing/worker/broker-herd.ts";

describe("many containers that ask the broker at once, while Batch and Lambda are throttled", () => {
  it("all get their chunk, none twice", async () => {
    const containers = 60;
    const herd = await brokerHerd({ containers, concurrency: 2, describeJobsPerSecond: 3 });
    expect(herd.errors).to.deep.equal([]);
    expect([...herd.started.values()]).to.deep.equal(Array(containers).fill(1));
    expect(herd.refusedCalls).to.be.greaterThan(containers);
    expect(herd.refusedDescribeJobs).to.be.greaterThan(0);
  });
});
