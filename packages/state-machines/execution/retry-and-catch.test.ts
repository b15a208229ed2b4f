import { expect } from "chai";
import fc from "fast-check";
import { matches, StateError } from "../state-error.ts";
import { call, interpret, type Service } from "../testing/interpret.ts";
import { retryDelaySeconds } from "./retry.ts";

const failing =
  (...errors: string[]): Service =>
  (_, number) => {
    const error = errors[number - 1];
    if (error !== undefined) throw new StateError(error, `call ${number}`);
    return `call ${number}`;
  };

const task = (more: object) =>
  ({ StartAt: "T", States: { T: call("work", { ...more, End: true } as never) } }) as never;

describe("Retry", () => {
  it("retries after 1, 2 and 4 seconds by default, and then no more", async () => {
    const services = { work: failing("E", "E", "E", "E") };
    const { error, cause, elapsedSeconds } = await interpret(task({ Retry: [{ ErrorEquals: ["E"] }] }), {
      services,
    });
    expect({ error, cause, elapsedSeconds }).to.deep.equal({
      error: "E",
      cause: "call 4",
      elapsedSeconds: 7,
    });
  });

  it("counts each retrier's attempts by themselves", async () => {
    const services = { work: failing("A", "B", "A", "B", "A") };
    const { error, cause } = await interpret(
      task({
        Retry: [
          { ErrorEquals: ["A"], MaxAttempts: 2 },
          { ErrorEquals: ["B"], MaxAttempts: 2 },
        ],
      }),
      { services },
    );
    expect({ error, cause }).to.deep.equal({ error: "A", cause: "call 5" });
  });

  it("does not retry with MaxAttempts 0, nor an error that no retrier names", async () => {
    const Retry = [{ ErrorEquals: ["Never"], MaxAttempts: 0 }, { ErrorEquals: ["Other"] }];
    for (const error of ["Never", "Unnamed"]) {
      const { cause } = await interpret(task({ Retry }), { services: { work: failing(error) } });
      expect(cause).to.equal("call 1");
    }
  });

  it("shows the number of retries in the context", async () => {
    const { output } = await interpret(
      task({
        Arguments: "{% $states.context.State.RetryCount %}",
        Retry: [{ ErrorEquals: ["States.ALL"] }],
        Output: "{% $states.result %}",
      }),
      {
        services: {
          work: (request, number) => {
            if (number < 3) throw new StateError("E");
            return request.arguments;
          },
        },
      },
    );
    expect(output).to.equal(2);
  });

  it("evaluates the arguments anew for each try", async () => {
    const { output } = await interpret(
      task({ Arguments: "{% $millis() %}", Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 60 }] }),
      {
        services: {
          work: (request, number) => {
            if (number === 1) throw new StateError("E");
            return request.arguments;
          },
        },
      },
    );
    expect(output).to.equal(Date.parse("2026-01-01T00:01:00Z"));
  });

  it("delays never shrink, never exceed MaxDelaySeconds, and jitter only shortens them", () => {
    fc.assert(
      fc.property(
        fc.record({
          ErrorEquals: fc.constant<string[]>(["E"]),
          IntervalSeconds: fc.integer({ min: 1, max: 1000 }),
          BackoffRate: fc.double({ min: 1, max: 5, noNaN: true }),
          MaxDelaySeconds: fc.integer({ min: 1, max: 5000 }),
        }),
        fc.nat({ max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (retrier, attempt, random) => {
          const delay = retryDelaySeconds(retrier, attempt, () => random);
          expect(delay).to.be.at.most(retrier.MaxDelaySeconds);
          expect(retryDelaySeconds(retrier, attempt + 1, () => random)).to.be.at.least(delay);
          const jittered = retryDelaySeconds({ ...retrier, JitterStrategy: "FULL" }, attempt, () => random);
          expect(jittered).to.be.within(0, delay);
        },
      ),
    );
  });

  it("takes jitter from the given numbers", async () => {
    const { elapsedSeconds } = await interpret(
      task({ Retry: [{ ErrorEquals: ["E"], IntervalSeconds: 100, JitterStrategy: "FULL" }] }),
      { services: { work: failing("E", "E") }, random: () => 0.5 },
    );
    expect(elapsedSeconds).to.equal(150);
  });
});

describe("Catch", () => {
  const machine = (Catch: object[], more: object = {}) =>
    ({
      StartAt: "T",
      States: {
        T: call("work", { Catch, ...more, End: true } as never),
        First: { Type: "Pass", Output: { at: "First", got: "{% $states.input %}" }, End: true },
        Second: {
          Type: "Pass",
          Output: { at: "Second", got: "{% $states.input %}", why: "{% $why %}" },
          End: true,
        },
      },
    }) as never;
  const first = { ErrorEquals: ["A", "B"], Next: "First" };
  const second = {
    ErrorEquals: ["States.ALL"],
    Next: "Second",
    Output: { input: "{% $states.input %}", error: "{% $states.errorOutput.Error %}" },
    Assign: { why: "{% $states.errorOutput.Cause %}" },
  };

  it("goes to the first catcher that names the error, with the error as output", async () => {
    const { output } = await interpret(machine([first, second]), { services: { work: failing("B") } });
    expect(output).to.deep.equal({ at: "First", got: { Error: "B", Cause: "call 1" } });
  });

  it("makes the catcher's own output and variables from the error and the state's input", async () => {
    const { output } = await interpret(machine([first, second]), {
      input: 7,
      services: { work: failing("C") },
    });
    expect(output).to.deep.equal({ at: "Second", got: { input: 7, error: "C" }, why: "call 1" });
  });

  it("catches after the last retry", async () => {
    const { output, elapsedSeconds } = await interpret(
      machine([first, second], { Retry: [{ ErrorEquals: ["A"], MaxAttempts: 1, IntervalSeconds: 3 }] }),
      { services: { work: failing("A", "A") } },
    );
    expect(output).to.deep.equal({ at: "First", got: { Error: "A", Cause: "call 2" } });
    expect(elapsedSeconds).to.equal(3);
  });

  it("fails the state when the catcher's own expression does, and no catcher gets that", async () => {
    const { error, cause, chain } = await interpret(
      machine([first, { ...second, Output: { v: "{% $states.input.missing %}" } }]),
      { services: { work: failing("C") } },
    );
    expect(error).to.equal("States.QueryEvaluationError");
    expect(cause).to.include("'Catch[1]/Output/v' returned nothing");
    expect(chain.slice(-2)).to.deep.equal(["TaskFailed<4", "EvaluationFailed<5"]);
  });

  it("catches the failure of the state's own Output", async () => {
    const { output } = await interpret(machine([first, second], { Output: "{% $states.result.missing %}" }), {
      services: { work: () => ({}) },
    });
    expect(output).to.have.nested.property("got.error", "States.QueryEvaluationError");
  });
});

describe("error names", () => {
  const named = (names: string[], error: string, aliases: string[] = []) =>
    matches(names, new StateError(error, undefined, aliases));

  it("States.ALL matches every error but the two that end an execution", () => {
    expect(named(["States.ALL"], "Anything.Else")).to.equal(true);
    expect(named(["States.ALL"], "States.Timeout")).to.equal(true);
    expect(named(["States.ALL"], "States.Runtime")).to.equal(false);
    expect(named(["States.ALL"], "States.DataLimitExceeded")).to.equal(false);
  });

  it("States.TaskFailed matches every error but a timeout", () => {
    expect(named(["States.TaskFailed"], "Batch.ClientException")).to.equal(true);
    expect(named(["States.TaskFailed"], "States.TaskFailed")).to.equal(true);
    expect(named(["States.TaskFailed"], "States.Timeout")).to.equal(false);
    expect(named(["States.TaskFailed"], "States.Runtime")).to.equal(false);
  });

  it("reports a missing heartbeat as a timeout, with a name of its own", () => {
    expect(named(["States.HeartbeatTimeout"], "States.Timeout", ["States.HeartbeatTimeout"])).to.equal(true);
    expect(named(["States.HeartbeatTimeout"], "States.Timeout")).to.equal(false);
  });

  it("States.DataLimitExceeded can be named, States.Runtime cannot be caught at all", () => {
    expect(named(["States.DataLimitExceeded"], "States.DataLimitExceeded")).to.equal(true);
    expect(named(["States.Runtime"], "States.Runtime")).to.equal(false);
  });
});
