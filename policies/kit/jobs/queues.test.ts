import { expect } from "chai";
import { checkAll, unknown } from "../../../testing/policies/checking.ts";
import { happyQueue, happyStack, nodesWith } from "../../../testing/policies/happy.ts";
import { multiNodeOnDemand } from "../../rules/multi-node-on-demand.ts";

// Shown by the rule for which it matters most which queue a job goes to.
describe("submissionsOf", () => {
  /** `queue` has a Spot environment, `other` is on demand only; `fetch` is a multi-node job. */
  const stackOf = (definition: unknown) => {
    const withArn = (arn: string) => ({ ...happyQueue, props: { ...happyQueue.props, arn } });
    const fetch = nodesWith({ vcpus: 4, memory: 2_048 });
    return [
      ...happyStack({
        fetch: { ...fetch, props: { ...fetch.props, arn: "arn:job-definition/fetch:1" } },
        queue: { ...withArn("arn:job-queue/spot"), from: { computeEnvironmentOrders: ["spot"] } },
        import: { props: { definition }, from: { definition: ["queue", "other", "fetch"] } },
      }),
      { ...withArn("arn:job-queue/other"), name: "other", from: { computeEnvironmentOrders: ["on-demand"] } },
    ];
  };
  const submitting = (queue: string) =>
    JSON.stringify({
      States: {
        Wait: { Type: "Pass", Comment: "arn:job-queue/spot arn:job-queue/other" },
        Submit: {
          Type: "Task",
          Resource: "arn:aws:states:::batch:submitJob.sync",
          Arguments: `{% {'JobQueue': '${queue}', 'JobDefinition': 'arn:job-definition/fetch:1'} %}`,
        },
      },
    });
  const violations = (definition: unknown) => checkAll(multiNodeOnDemand, stackOf(definition)).violations;

  it("several queues: the ARNs in the state decide", () => {
    expect(violations(submitting("arn:job-queue/other"))).to.deep.equal([]);
    expect(violations(submitting("arn:job-queue/spot"))).to.have.lengthOf(1);
  });

  it("an unknown definition: unchecked", () => {
    expect(checkAll(multiNodeOnDemand, stackOf(unknown))).to.deep.equal({
      violations: [],
      unchecked: ["import: definition"],
    });
  });
});
