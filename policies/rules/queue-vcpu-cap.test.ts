import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { environmentWith, happyStack } from "../../testing/policies/happy.ts";
import { queueVcpuCap as rule } from "./queue-vcpu-cap.ts";

describe("policy queue-vcpu-cap", () => {
  it("environments that are within the cap together: accepted", () => {
    expect(checkAll(rule, happyStack(), { maxVcpus: 24 })).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("environments that exceed the cap together: refused", () => {
    expect(checkAll(rule, happyStack(), { maxVcpus: 23 }).violations).to.deep.equal([
      "queue: computeEnvironmentOrders",
    ]);
  });

  it("unknown values: unchecked", () => {
    const later = happyStack({ spot: environmentWith({ maxVcpus: unknown }) });
    expect(checkAll(rule, later).unchecked).to.deep.equal(["queue: computeResources.maxVcpus"]);
  });

  it("environments of another program: unchecked", () => {
    const [spot, , queue] = happyStack();
    const alone = [spot, { ...queue, from: { computeEnvironmentOrders: ["spot"] } }];
    expect(checkAll(rule, alone as ReturnType<typeof happyStack>)).to.deep.equal({
      violations: [],
      unchecked: ["1 of the environments of queue, which another program made"],
    });
  });
});
