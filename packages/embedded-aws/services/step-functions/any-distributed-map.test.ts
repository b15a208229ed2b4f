import { VirtualClock } from "@batchline/clock";
import { expect } from "chai";
import fc from "fast-check";
import { Embedded } from "../../testing/embedded-step-functions.ts";
import { runMachine } from "../../testing/executions.ts";

/** A Map over numbers, of which the negative ones fail. */
interface Case {
  readonly items: readonly number[];
  readonly batch: number;
  readonly concurrency: number;
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

const arbitrary: fc.Arbitrary<Case> = fc.record({
  items: fc.array(fc.integer({ min: -3, max: 9 }), { maxLength: 12 }),
  batch: fc.integer({ min: 1, max: 4 }),
  concurrency: fc.integer({ min: 0, max: 3 }),
  count: fc.option(fc.nat(6), { nil: undefined }),
  percentage: fc.option(fc.nat(100), { nil: undefined }),
});

/** What the Map results in: for each batch without a negative number its sum; undefined when too many items failed. */
function direct({ items, batch, count, percentage }: Case): number[] | undefined {
  const sums: number[] = [];
  let failed = 0;
  for (let first = 0; first < items.length; first += batch) {
    const portion = items.slice(first, first + batch);
    if (portion.some((n) => n < 0)) failed += portion.length;
    else sums.push(portion.reduce((sum, n) => sum + n, 0));
  }
  const limits = count === undefined && percentage === undefined ? { count: 0 } : { count, percentage };
  const tooMany =
    (limits.count !== undefined && failed > limits.count) ||
    (percentage !== undefined && failed > (percentage / 100) * items.length + 1e-9);
  return tooMany ? undefined : sums;
}

function definition({ batch, concurrency, count, percentage }: Case) {
  return {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        MaxConcurrency: concurrency,
        ItemBatcher: { MaxItemsPerBatch: batch },
        ToleratedFailureCount: count,
        ToleratedFailurePercentage: percentage === undefined ? undefined : `{% ${percentage} %}`,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Negative?",
          States: {
            "Negative?": {
              Type: "Choice",
              Choices: [{ Condition: "{% $min($states.input.Items) < 0 %}", Next: "No" }],
              Default: "Sum",
            },
            No: { Type: "Fail", Error: "Negative" },
            Sum: { Type: "Succeed", Output: "{% $sum($states.input.Items) %}" },
          },
        },
        End: true,
      },
    },
  };
}

describe("any distributed Map", () => {
  let aws: Embedded;
  before(async () => {
    aws = await new Embedded(new VirtualClock()).start();
    aws.allow("states:*");
  });
  after(() => aws.stop());

  it("gives what a direct evaluation gives, and fails when too many items do", () =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (one) => {
        const { output, error } = await runMachine(aws, definition(one), one.items);
        const expected = direct(one);
        if (expected === undefined) expect(error).to.equal("States.ExceedToleratedFailureThreshold");
        else expect(output).to.deep.equal(expected);
      }),
    )).timeout(20_000);
});
