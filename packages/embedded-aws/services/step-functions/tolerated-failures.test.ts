import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import { mapOf, mapRunOf, working } from "../../testing/distributed-maps.ts";
import { Embedded, FunctionError } from "../../testing/embedded-step-functions.ts";
import { ended, runMachine, startMachine } from "../../testing/executions.ts";

describe("tolerated failures of a distributed Map", () => {
  let clock: VirtualClock;
  let aws: Embedded;

  beforeEach(async () => {
    clock = new VirtualClock(Date.parse("2026-01-01T00:00:00Z"));
    aws = await new Embedded(clock).start();
    aws.allow("lambda:*", "states:*");
    aws.handlers.set("work", (event) => {
      if (Number(event) < 0) throw new FunctionError("Negative", "below zero");
      return event;
    });
  });
  afterEach(() => aws.stop());

  const tolerant = (more: object) => mapOf(working, { MaxConcurrency: 1, ...more });

  it("no tolerated failures by default: the first failure fails the Map Run and leaves the rest undone", async () => {
    const executionArn = await startMachine(aws, tolerant({}), [1, -2, 3]);
    const { error, cause } = await ended(aws, executionArn);
    expect({ error, cause }).to.deep.equal({
      error: "States.ExceedToleratedFailureThreshold",
      cause: "The specified tolerated failure threshold was exceeded",
    });
    const { executionCounts, status } = await mapRunOf(aws, executionArn);
    expect(status).to.equal("FAILED");
    expect(executionCounts).to.deep.include({ succeeded: 1, failed: 1, pending: 1, total: 3 });
  });

  it("may be a count, a percentage, or an expression of either", async () => {
    const passes = async (more: object, items: number[]) => {
      const { output } = await runMachine(aws, tolerant(more), items);
      await aws.stop();
      const handler = aws.handlers.get("work");
      aws = await new Embedded(clock).start();
      aws.allow("lambda:*", "states:*");
      if (handler !== undefined) aws.handlers.set("work", handler);
      return output;
    };
    expect(await passes({ ToleratedFailureCount: 1 }, [1, -2, 3])).to.deep.equal([1, 3]);
    expect(await passes({ ToleratedFailureCount: "{% 0 + 1 %}" }, [-1, -2, 3])).to.equal(null);
    expect(await passes({ ToleratedFailurePercentage: 50 }, [-1, 2])).to.deep.equal([2]);
    expect(await passes({ ToleratedFailurePercentage: "{% 49 %}" }, [-1, 2])).to.equal(null);
    expect(await passes({ ToleratedFailurePercentage: 100, ToleratedFailureCount: 0 }, [-1])).to.equal(null);
  });

  it("can be caught like any other error", async () => {
    const ErrorEquals = ["States.ExceedToleratedFailureThreshold"];
    const { States } = tolerant({ Catch: [{ ErrorEquals, Output: "caught", Next: "Done" }] });
    const definition = { StartAt: "Each", States: { ...States, Done: { Type: "Succeed" } } };
    const { output } = await runMachine(aws, definition, [-1]);
    expect(output).to.equal("caught");
  });
});
