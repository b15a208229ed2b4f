import type { Json, JsonObject } from "@batchline/asl";
import { expect } from "chai";
import fc from "fast-check";
import { StateError } from "../state-error.ts";
import { call, forever, interpret } from "../testing/interpret.ts";

/** A Map over the input, whose iterations do `state`. */
const mapOver = (state: object, more: object = {}) =>
  ({
    StartAt: "M",
    States: {
      M: {
        Type: "Map",
        ItemProcessor: {
          ProcessorConfig: { Mode: "INLINE" },
          StartAt: "I",
          States: { I: { ...state, End: true } },
        },
        ...more,
        End: true,
      },
    },
  }) as never;

const branches = (...states: object[]) =>
  ({
    StartAt: "P",
    States: {
      P: {
        Type: "Parallel",
        Branches: states.map((state, index) => ({ StartAt: `B${index}`, States: { [`B${index}`]: state } })),
        End: true,
      },
    },
  }) as never;

describe("Map", () => {
  it("outputs what each iteration outputs, in the items' order whatever their pace", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 50 }), { maxLength: 8 }),
        fc.nat({ max: 4 }),
        async (pauses, MaxConcurrency) => {
          const { output } = await interpret(
            mapOver(
              { Type: "Wait", Seconds: "{% $states.input %}", Output: "{% $states.input * 2 %}" },
              { MaxConcurrency },
            ),
            { input: pauses },
          );
          expect(output).to.deep.equal(pauses.map((pause) => pause * 2));
        },
      ),
    );
  });

  it("runs at most MaxConcurrency iterations at once", async () => {
    let running = 0;
    let most = 0;
    const timed = (MaxConcurrency: unknown) =>
      interpret(mapOver({ Type: "Wait", Seconds: 10 }, { MaxConcurrency, Items: "{% $range(1, 7, 1) %}" }));
    expect((await timed(1)).elapsedSeconds).to.equal(70);
    expect((await timed("{% 3 %}")).elapsedSeconds).to.equal(30);
    expect((await timed(0)).elapsedSeconds).to.equal(10);
    await interpret(mapOver(call("count"), { MaxConcurrency: 2, Items: [1, 2, 3, 4, 5] }), {
      services: {
        count: async () => {
          most = Math.max(most, ++running);
          await Promise.resolve();
          running -= 1;
          return null;
        },
      },
    });
    expect(most).to.equal(2);
  });

  it("never runs more than 40 at once, as inline Maps on AWS", async () => {
    const { elapsedSeconds } = await interpret(
      mapOver({ Type: "Wait", Seconds: 10 }, { Items: "{% $range(1, 81, 1) %}" }),
    );
    expect(elapsedSeconds).to.equal(30);
  });

  it("selects the iteration's input, with index and value in the context", async () => {
    const { output } = await interpret(
      mapOver(
        { Type: "Pass", Output: ["{% $states.input %}", "{% $states.context.Map.Item.Index %}"] },
        {
          Items: "{% $states.input.shards %}",
          ItemSelector: {
            shard: "{% $states.context.Map.Item.Value %}",
            at: "{% $states.context.Map.Item.Index %}",
            run: "{% $states.input.run %}",
          },
        },
      ),
      { input: { run: "r", shards: ["a", "b"] } },
    );
    expect(output).to.deep.equal([
      [{ shard: "a", at: 0, run: "r" }, 0],
      [{ shard: "b", at: 1, run: "r" }, 1],
    ]);
  });

  it("runs nothing for no items", async () => {
    const { output, chain } = await interpret(mapOver({ Type: "Pass" }), { input: [] });
    expect(output).to.deep.equal([]);
    expect(chain).to.deep.equal([
      "ExecutionStarted<0",
      "MapStateEntered<0",
      "MapStateStarted<2",
      "MapStateSucceeded<3",
      "MapStateExited<3",
    ]);
  });

  it("fails with the first failure and aborts the other iterations", async () => {
    const aborted: Json[] = [];
    const { error, cause, elapsedSeconds } = await interpret(mapOver(call("work")), {
      input: ["slow", "bad", "slower"],
      services: {
        work: (request) => {
          if (request.arguments === "bad") throw new StateError("Worker.Broke", "no luck");
          request.signal.addEventListener("abort", () => aborted.push(request.arguments));
          return forever(request);
        },
      },
    });
    expect({ error, cause, elapsedSeconds }).to.deep.equal({
      error: "Worker.Broke",
      cause: "no luck",
      elapsedSeconds: 0,
    });
    expect(aborted).to.deep.equal(["slow", "slower"]);
  });

  it("starts no further iteration after a failure", async () => {
    const seen: Json[] = [];
    await interpret(mapOver(call("work"), { MaxConcurrency: 1 }), {
      input: [1, 2, 3],
      services: {
        work: (request) => {
          seen.push(request.arguments);
          if (request.arguments === 2) throw new StateError("No");
          return null;
        },
      },
    });
    expect(seen).to.deep.equal([1, 2]);
  });

  it("runs all iterations again when it is retried", async () => {
    const { output, elapsedSeconds } = await interpret(
      mapOver(call("flaky"), { Retry: [{ ErrorEquals: ["Flaky"], IntervalSeconds: 7 }] }),
      {
        input: ["a", "b"],
        services: {
          flaky: (request, number) => {
            if (number === 2) throw new StateError("Flaky");
            return `${request.arguments}${number}`;
          },
        },
      },
    );
    expect(output).to.deep.equal(["a3", "b4"]);
    expect(elapsedSeconds).to.equal(7);
  });

  it("refuses input and items that are no array, also an object", async () => {
    const byInput = await interpret(mapOver({ Type: "Pass" }), { input: { a: 1 } });
    expect(byInput.error).to.equal("States.QueryEvaluationError");
    expect(byInput.cause).to.include('Map state input must be an array but was: {"a":1}');
    expect(byInput.chain.slice(2)).to.deep.equal(["EvaluationFailed<2", "MapStateFailed<3"]);
    const literal = await interpret(mapOver({ Type: "Pass" }, { Items: { a: "{% 1 + 1 %}" } }), {
      input: [],
    });
    expect(literal.cause).to.include('Map state input must be an array but was: {"a":2}');
    const byItems = await interpret(mapOver({ Type: "Pass" }, { Items: "{% $states.input %}" }), {
      input: { a: 1 },
    });
    expect(byItems.cause).to.include(
      "'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {\"a\":1}",
    );
  });

  it("starts an iteration after the last event of the one that made room for it", async () => {
    const { chain } = await interpret(mapOver({ Type: "Pass" }, { MaxConcurrency: 1 }), { input: [1, 2] });
    expect(chain.slice(3, 8)).to.deep.equal([
      "MapIterationStarted<3",
      "PassStateEntered<4",
      "PassStateExited<5",
      "MapIterationSucceeded<6",
      "MapIterationStarted<6",
    ]);
  });
});

describe("Parallel", () => {
  it("runs branches at the same time and outputs theirs in order", async () => {
    const { output, elapsedSeconds } = await interpret(
      branches(
        { Type: "Wait", Seconds: 30, Output: "first", End: true },
        { Type: "Wait", Seconds: 10, Output: "second", End: true },
      ),
    );
    expect(output).to.deep.equal(["first", "second"]);
    expect(elapsedSeconds).to.equal(30);
  });

  it("gives every branch the same input, or the Arguments", async () => {
    const machine: JsonObject = {
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Arguments: { n: "{% $states.input.n + 1 %}" },
          Branches: [
            { StartAt: "A", States: { A: { Type: "Pass", End: true } } },
            { StartAt: "B", States: { B: { Type: "Pass", Output: "{% $states.input.n %}", End: true } } },
          ],
          Output: "{% $states.result[1] %}",
          Assign: { all: "{% $states.result %}" },
          Next: "End",
        },
        End: { Type: "Pass", Output: ["{% $states.input %}", "{% $all %}"], End: true },
      },
    };
    const { output } = await interpret(machine, { input: { n: 1 } });
    expect(output).to.deep.equal([2, [{ n: 2 }, 2]]);
  });

  it("a Fail in a branch fails the Parallel, which may catch it", async () => {
    const machine: JsonObject = {
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            { StartAt: "A", States: { A: { Type: "Fail", Error: "Mine", Cause: "because" } } },
            { StartAt: "B", States: { B: { Type: "Wait", Seconds: 1000, End: true } } },
          ],
          Catch: [{ ErrorEquals: ["Mine"], Next: "Caught" }],
          End: true,
        },
        Caught: { Type: "Wait", Seconds: 5, End: true },
      },
    };
    const { output, elapsedSeconds } = await interpret(machine);
    expect(output).to.deep.equal({ Error: "Mine", Cause: "because" });
    expect(elapsedSeconds).to.equal(5);
  });
});

describe("variables", () => {
  it("inner states read those outside, and theirs end with the block", async () => {
    const { output } = await interpret({
      StartAt: "Set",
      States: {
        Set: { Type: "Pass", Assign: { outer: "seen" }, Next: "M" },
        M: {
          Type: "Map",
          Items: [1, 2],
          ItemProcessor: {
            StartAt: "In",
            States: {
              In: { Type: "Pass", Assign: { inner: "{% $outer & $states.input %}" }, Next: "Out" },
              Out: { Type: "Pass", Output: "{% $inner %}", End: true },
            },
          },
          Next: "After",
        },
        After: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($inner) %}"], End: true },
      },
    });
    expect(output).to.deep.equal([["seen1", "seen2"], false]);
  });

  it("Assign and Output see the values from before", async () => {
    const { output } = await interpret({
      StartAt: "One",
      States: {
        One: { Type: "Pass", Assign: { x: 3, a: 6 }, Next: "Two" },
        Two: { Type: "Pass", Assign: { x: "{% $a %}", nextX: "{% $x %}" }, Output: "{% $x %}", Next: "End" },
        End: { Type: "Pass", Output: ["{% $states.input %}", "{% $x %}", "{% $nextX %}"], End: true },
      },
    });
    expect(output).to.deep.equal([3, 6, 3]);
  });

  it("a variable that was never assigned is nothing, which fails the state", async () => {
    const { error, cause } = await interpret({
      StartAt: "S",
      States: { S: { Type: "Pass", Output: { x: "{% $nope %}" }, End: true } },
    });
    expect(error).to.equal("States.QueryEvaluationError");
    expect(cause).to.equal(
      "An error occurred while executing the state 'S' (entered at the event id #2). " +
        "The JSONata expression '$nope' specified for the field 'Output/x' returned nothing (undefined).",
    );
  });
});
