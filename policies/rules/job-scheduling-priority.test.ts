import { expect } from "chai";
import { checkAll, unknown } from "../../testing/policies/checking.ts";
import { definitionWith, happyQueue, happyStack } from "../../testing/policies/happy.ts";
import { schedulingPolicy } from "../kit/resource-types.ts";
import { jobSchedulingPriority as rule } from "./job-scheduling-priority.ts";

describe("policy job-scheduling-priority", () => {
  const queueWith = (schedulingPolicyArn: unknown) => ({
    props: { ...happyQueue.props, schedulingPolicyArn },
  });
  const queue = queueWith("arn:aws:batch:eu-central-1:123456789012:scheduling-policy/shares");
  const fetch = definitionWith({ schedulingPriority: 1 });

  it("a priority and a scheduling policy, or neither: accepted", () => {
    for (const happy of [happyStack({ queue, fetch }), happyStack()])
      expect(checkAll(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
  });

  it("no priority, or the 0 that the provider drops, in a queue with a policy: refused", () => {
    for (const schedulingPriority of [undefined, 0])
      expect(
        checkAll(rule, happyStack({ queue, fetch: definitionWith({ schedulingPriority }) })).violations,
      ).to.deep.equal(["fetch: schedulingPriority"]);
  });

  it("a priority in a queue without a policy: refused", () => {
    expect(checkAll(rule, happyStack({ fetch })).violations).to.deep.equal(["fetch: schedulingPriority"]);
  });

  it("a policy of the stack, whose ARN is unknown: checked", () => {
    const shares = { type: schedulingPolicy, name: "shares", props: {} };
    const from = { computeEnvironmentOrders: ["spot", "on-demand"], schedulingPolicyArn: ["shares"] };
    const stack = [...happyStack({ queue: { ...queueWith(unknown), from } }), shares];
    expect(checkAll(rule, stack)).to.deep.equal({
      violations: ["fetch: schedulingPriority"],
      unchecked: [],
    });
  });

  it("an unknown priority: unchecked", () => {
    const later = happyStack({ queue, fetch: definitionWith({ schedulingPriority: unknown }) });
    expect(checkAll(rule, later).unchecked).to.deep.equal(["fetch: schedulingPriority"]);
  });
});
