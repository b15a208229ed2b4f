import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
import { happyQueue } from "../../testing/policies/happy.ts";
import { queueEnvironments as rule } from "./queue-environments.ts";

describe("policy queue-environments", () => {
  const queueOf = (count: number) => ({
    ...happyQueue,
    props: {
      ...happyQueue.props,
      computeEnvironmentOrders: Array.from({ length: count }, (_, order) => ({
        order,
        computeEnvironment: "arn",
      })),
    },
  });

  it("one to three environments: accepted", () => {
    for (const count of [1, 2, 3]) expect(check(rule, queueOf(count)).violations).to.deep.equal([]);
  });

  it("a fourth environment: refused", () => {
    expect(check(rule, queueOf(4)).violations).to.deep.equal(["computeEnvironmentOrders"]);
  });

  it("no environment: refused", () => {
    expect(check(rule, queueOf(0)).violations).to.deep.equal(["computeEnvironmentOrders"]);
  });

  it("unknown environments: count", () => {
    const later = {
      ...happyQueue,
      props: { ...happyQueue.props, computeEnvironmentOrders: [unknown, unknown] },
    };
    expect(check(rule, later)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("unknown values: unchecked", () => {
    const later = { ...happyQueue, props: { ...happyQueue.props, computeEnvironmentOrders: unknown } };
    expect(check(rule, later).unchecked).to.deep.equal(["computeEnvironmentOrders"]);
  });
});
