import { expect } from "chai";
import { judgeAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyStack } from "../../testing/policies/happy.ts";
import { queueVcpuCap as rule } from "./queue-vcpu-cap.ts";

describe("policy queue-vcpu-cap", () => {
  it("is kept by environments that are within the cap together", () => {
    expect(judgeAll(rule, happyStack(), { maxVcpus: 24 })).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("refuses environments that exceed it together", () => {
    expect(judgeAll(rule, happyStack(), { maxVcpus: 23 }).violations).to.deep.equal([
      "queue: its environments may reach 24 vCPUs together; the cap is 23",
    ]);
  });

  it("says what it could not see", () => {
    const later = happyStack({ spot: environmentWith({ maxVcpus: unknown }) });
    expect(judgeAll(rule, later).unjudged).to.deep.equal(["queue: computeResources.maxVcpus"]);
  });

  it("says that a queue has environments of another program", () => {
    const [spot, , queue] = happyStack();
    const alone = [spot, { ...queue, from: { computeEnvironmentOrders: ["spot"] } }];
    expect(judgeAll(rule, alone as ReturnType<typeof happyStack>)).to.deep.equal({
      violations: [],
      unjudged: ["1 of the environments of queue, which another program made"],
    });
  });
});
