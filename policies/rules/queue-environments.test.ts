import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
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

  it("is kept by one to three", () => {
    for (const count of [1, 2, 3]) expect(judge(rule, queueOf(count)).violations).to.deep.equal([]);
  });

  it("refuses a fourth", () => {
    expect(judge(rule, queueOf(4)).violations).to.deep.equal([
      "computeEnvironmentOrders has 4 environments; AWS Batch takes 3",
    ]);
  });

  it("refuses none", () => {
    expect(judge(rule, queueOf(0)).violations).to.deep.equal([
      "computeEnvironmentOrders is empty: no job would ever run",
    ]);
  });

  it("counts environments that do not exist yet", () => {
    const later = {
      ...happyQueue,
      props: { ...happyQueue.props, computeEnvironmentOrders: [unknown, unknown] },
    };
    expect(judge(rule, later)).to.deep.equal({ violations: [], unjudged: [] });
  });

  it("says what it could not see", () => {
    const later = { ...happyQueue, props: { ...happyQueue.props, computeEnvironmentOrders: unknown } };
    expect(judge(rule, later).unjudged).to.deep.equal(["computeEnvironmentOrders"]);
  });
});
